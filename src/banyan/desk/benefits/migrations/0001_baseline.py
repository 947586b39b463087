import banyan.desk.benefits.packed_json
import django.db.models.deletion
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('benefits', '0001_initial')]

    initial = True

    dependencies = [
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Benefits',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.organization')),
                    ('year', models.SmallIntegerField()),
                    ('kept', banyan.desk.benefits.packed_json.PackedJSONField()),
                    ('amount', models.BigIntegerField()),
                    ('computed_at', models.DateTimeField()),
                    ('revision', models.BigIntegerField()),
                    ('pack_sha256', models.CharField(max_length=64)),
                    ('boards_version', models.PositiveIntegerField()),
                    ('outdated', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('organization', 'year'), name='benefits_once_a_year')],
                },
            ),
            migrations.CreateModel(
                name='CityBoards',
                fields=[
                    ('year', models.SmallIntegerField(primary_key=True, serialize=False)),
                    ('kept', banyan.desk.benefits.packed_json.PackedJSONField(null=True)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('pack_sha256', models.CharField(blank=True, max_length=64)),
                    ('wanted_at', models.DateTimeField(null=True)),
                ],
            ),
        ),
    ]

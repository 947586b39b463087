import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('at', models.DateTimeField(db_index=True)),
                    ('action', models.CharField(db_index=True, max_length=100)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('actor_name', models.CharField(blank=True, max_length=150)),
                    ('subject', models.CharField(max_length=100)),
                    ('key', models.CharField(blank=True, max_length=200)),
                    ('organization', models.CharField(blank=True, max_length=18)),
                    ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                    ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                    ('via', models.CharField(max_length=20)),
                    ('address', models.CharField(blank=True, max_length=45)),
                    ('request_id', models.CharField(blank=True, max_length=64)),
                    ('previous', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'ordering': ['-number'],
                    'indexes': [models.Index(fields=['organization', '-number'], name='audit_entry_organiz_68f465_idx'), models.Index(fields=['subject', 'key', '-number'], name='audit_entry_subject_520736_idx'), models.Index(fields=['actor', '-number'], name='audit_entry_actor_i_3ad487_idx')],
                },
            ),
            migrations.CreateModel(
                name='Head',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.BigIntegerField(default=0)),
                    ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='audit_one_head')],
                },
            ),
        ),
    ]

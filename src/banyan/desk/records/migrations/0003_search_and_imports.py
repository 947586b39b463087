
import banyan.desk.records.models.searching
from banyan.desk.records.models.searching import creations, removals
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def make_index(apps, schema_editor):
    model = apps.get_model("records", "SearchEntry")
    if schema_editor.connection.vendor == "postgresql":
        # How common each term is decides how a search is carried out.
        table = model._meta.db_table
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN terms SET STATISTICS 1000")
    for sql in creations(schema_editor.connection.vendor, model._meta.db_table):
        schema_editor.execute(sql)


def drop_index(apps, schema_editor):
    for sql in removals(schema_editor.connection.vendor):
        schema_editor.execute(sql)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(blank=True, max_length=50)),
                ('state', models.CharField(choices=[('checking', 'being checked'), ('faulty', 'has faults'), ('ready', 'ready to import'), ('writing', 'being written'), ('done', 'imported'), ('undone', 'taken back')], default='checking', max_length=10)),
                ('county', models.CharField(blank=True, max_length=6)),
                ('verified', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('counts', models.JSONField(default=dict)),
                ('kinds', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=50)),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(blank=True, max_length=200)),
                ('value', models.TextField(blank=True)),
                ('expected', models.TextField()),
                ('more', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('initials', models.TextField()),
                ('terms', banyan.desk.records.models.searching.TermsField()),
            ],
        ),
        migrations.AddIndex(
            model_name='pastgrant',
            index=models.Index(fields=['award_key'], name='history_of_award'),
        ),
        migrations.AddField(
            model_name='import',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='import',
            name='source',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_by_import', to='records.source'),
        ),
        migrations.AddField(
            model_name='import',
            name='upload',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='records.upload'),
        ),
        migrations.AddField(
            model_name='importfault',
            name='of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='records.import'),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='organization',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search', to='records.organization'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('source__isnull', False), models.Q(('state__in', ('done', 'undone')), _negated=True), _connector='OR'), name='records_import_done_has_source'),
        ),
        migrations.AddIndex(
            model_name='importfault',
            index=models.Index(fields=['of', 'table', 'row'], name='records_imp_of_id_2a1e02_idx'),
        ),
        migrations.RunPython(make_index, drop_index),
    ]

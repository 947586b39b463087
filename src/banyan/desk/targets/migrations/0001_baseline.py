import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('targets', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('origin', models.CharField(choices=[('form', 'form'), ('list', 'imported list')], max_length=10)),
                    ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                ],
                options={
                    'verbose_name': 'reported values',
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='targets_report_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='targets_report_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='targets_report_refused_with_answer')],
                },
            ),
            migrations.CreateModel(
                name='ReportedValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('indicator', models.CharField(max_length=60, verbose_name='indicator')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='targets.report')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('period', models.DateField(verbose_name='period')),
                    ('value', models.BigIntegerField(verbose_name='value')),
                ],
                options={
                    'ordering': ['report', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('report', 'indicator', 'county', 'period'), name='targets_reported_once_a_report')],
                },
            ),
            migrations.CreateModel(
                name='Value',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('indicator', models.CharField(max_length=60, verbose_name='indicator')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('period', models.DateField(verbose_name='period')),
                    ('as_of', models.DateField(verbose_name='as of')),
                    ('value', models.BigIntegerField(verbose_name='value')),
                    ('source', models.CharField(choices=[('computed', 'computed from records'), ('reported', 'reported with evidence')], max_length=10)),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'verbose_name': 'value of an indicator',
                    'ordering': ['indicator', 'county', 'period'],
                    'constraints': [models.UniqueConstraint(fields=('indicator', 'county', 'period'), name='targets_one_value_a_period')],
                },
            ),
            migrations.CreateModel(
                name='ValueVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='targets.value')),
                    ('version', models.PositiveIntegerField()),
                    ('as_of', models.DateField()),
                    ('value', models.BigIntegerField()),
                    ('source', models.CharField(choices=[('computed', 'computed from records'), ('reported', 'reported with evidence')], max_length=10)),
                    ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.report')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['of', 'version'],
                    'constraints': [models.UniqueConstraint(fields=('of', 'version'), name='targets_version_once')],
                },
            ),
            migrations.CreateModel(
                name='Standing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('indicator', models.CharField(max_length=60, verbose_name='indicator')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('light', models.CharField(choices=[('red', 'will be missed'), ('yellow', 'at risk'), ('green', 'on path'), ('grey', 'no value yet')], max_length=10, verbose_name='light')),
                    ('why', models.CharField(choices=[('nothing', 'Nothing'), ('year_missed', 'Year Missed'), ('last_missed', 'Last Missed'), ('year_close', 'Year Close'), ('last_close', 'Last Close'), ('behind', 'Behind'), ('ahead', 'Ahead')], max_length=20)),
                    ('as_of', models.DateField(null=True)),
                    ('value', models.BigIntegerField(null=True)),
                    ('path', models.BigIntegerField(null=True)),
                    ('target', models.BigIntegerField(null=True)),
                    ('year_middle', models.BigIntegerField(null=True)),
                    ('year_low', models.BigIntegerField(null=True)),
                    ('year_high', models.BigIntegerField(null=True)),
                    ('last_middle', models.BigIntegerField(null=True)),
                    ('last_low', models.BigIntegerField(null=True)),
                    ('last_high', models.BigIntegerField(null=True)),
                    ('gap', models.BigIntegerField(null=True)),
                    ('short', models.BigIntegerField(null=True)),
                    ('needed', models.BigIntegerField(null=True)),
                    ('pace', models.BigIntegerField(null=True)),
                    ('missing', models.PositiveSmallIntegerField(default=0)),
                    ('recent', models.JSONField(default=list)),
                    ('computed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'standing of an indicator',
                    'ordering': ['indicator', 'county'],
                    'constraints': [models.UniqueConstraint(fields=('indicator', 'county'), name='targets_one_standing')],
                },
            ),
            migrations.CreateModel(
                name='Expected',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('indicator', models.CharField(max_length=60, verbose_name='indicator')),
                    ('period', models.DateField(verbose_name='period')),
                    ('open', models.BooleanField(default=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('indicator', 'period'), name='targets_expected_once')],
                },
            ),
            migrations.CreateModel(
                name='YearlyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('remarks_zh', models.TextField(blank=True, max_length=4000, verbose_name='remarks in Chinese')),
                    ('remarks_en', models.TextField(blank=True, max_length=4000, verbose_name='remarks in English')),
                    ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ],
                options={
                    'verbose_name': 'yearly report on the targets',
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='targets_yearlyreport_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='targets_yearlyreport_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='targets_yearlyreport_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('year',), name='targets_one_report_a_year')],
                },
            ),
            migrations.CreateModel(
                name='YearlyDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='targets.yearlyreport')),
                    ('form', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word')], max_length=4)),
                    ('language', models.CharField(max_length=2)),
                    ('sha256', models.CharField(max_length=64)),
                    ('file', models.BinaryField()),
                ],
                options={
                    'ordering': ['report', '-language', '-form'],
                    'constraints': [models.UniqueConstraint(fields=('report', 'form', 'language'), name='targets_one_document')],
                },
            ),
        ),
    ]

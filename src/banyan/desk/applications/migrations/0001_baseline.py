import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('applications', '0001_initial'), ('applications', '0003_released_experts')]

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Application',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('measure', models.CharField(max_length=100, verbose_name='measure')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('state', models.CharField(choices=[('draft', 'draft'), ('county_review', 'county review'), ('county_returned', 'returned by the county'), ('city_review', 'city review'), ('city_returned', 'returned by the city'), ('scoring', 'scoring by experts'), ('finance_review', 'finance review'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='draft', max_length=20, verbose_name='state')),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('returned', models.BooleanField(default=False)),
                    ('missing', models.TextField(blank=True, verbose_name='what is missing')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('started_at', models.DateTimeField(auto_now_add=True)),
                    ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submitted_at', models.DateTimeField(null=True, verbose_name='submitted')),
                    ('with_finance_since', models.DateTimeField(null=True)),
                    ('held_since', models.DateTimeField(auto_now_add=True)),
                    ('due_on', models.DateField(null=True, verbose_name='due')),
                    ('source', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='records.source')),
                ],
                options={
                    'verbose_name': 'application',
                    'indexes': [models.Index(fields=['state', '-id'], name='application_state_38cb3f_idx'), models.Index(fields=['measure', 'year', '-id'], name='application_measure_d052d0_idx'), models.Index(fields=['organization', '-id'], name='application_organiz_ab348a_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['approved', 'refused', 'withdrawn']), _negated=True), fields=('organization', 'measure', 'year'), name='applications_one_under_way'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'county_review', 'county_returned', 'city_review', 'city_returned', 'scoring', 'finance_review', 'approved', 'refused', 'withdrawn'])), name='applications_known_state')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='applications.application')),
                    ('action', models.CharField(max_length=20)),
                    ('source', models.CharField(blank=True, choices=[('draft', 'draft'), ('county_review', 'county review'), ('county_returned', 'returned by the county'), ('city_review', 'city review'), ('city_returned', 'returned by the city'), ('scoring', 'scoring by experts'), ('finance_review', 'finance review'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=20)),
                    ('target', models.CharField(choices=[('draft', 'draft'), ('county_review', 'county review'), ('county_returned', 'returned by the county'), ('city_review', 'city review'), ('city_returned', 'returned by the city'), ('scoring', 'scoring by experts'), ('finance_review', 'finance review'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=20)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('note', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='ProposedRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='applications.application')),
                    ('table', models.CharField(max_length=50)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('key', models.CharField(blank=True, max_length=500)),
                    ('given', models.JSONField(default=dict)),
                    ('said', models.JSONField(default=dict)),
                    ('assessed', models.JSONField(default=dict)),
                    ('base', models.JSONField(null=True)),
                    ('base_verified', models.BooleanField(default=False)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('added_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'proposed fact',
                    'ordering': ['number'],
                    'indexes': [models.Index(fields=['table', 'key'], name='application_table_5d3284_idx')],
                    'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='applications_row_number')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='applications.proposedrow')),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                    ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('added_at', models.DateTimeField(auto_now_add=True)),
                    ('anonymous', models.BooleanField(default=False, verbose_name='names nobody')),
                    ('removed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'evidence',
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='applications.application')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('state', models.CharField(choices=[('asked', 'asked'), ('accepted', 'has declared no conflict'), ('recused', 'recused'), ('released', 'no longer waited for'), ('scored', 'has scored')], default='asked', max_length=10)),
                    ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('assigned_at', models.DateTimeField(auto_now_add=True)),
                    ('declared_at', models.DateTimeField(null=True)),
                    ('conflict', models.CharField(blank=True, max_length=500, verbose_name='conflict of interest')),
                    ('scored_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'assignment of an expert',
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('application', 'expert'), name='applications_expert_once')],
                },
            ),
            migrations.CreateModel(
                name='Score',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='applications.assignment')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='applications.proposedrow')),
                    ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                    ('reasons', models.TextField(verbose_name='reasons')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('assignment', 'row'), name='applications_score_once'), models.CheckConstraint(condition=models.Q(('points__lte', 100)), name='applications_points')],
                },
            ),
            migrations.CreateModel(
                name='Window',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('measure', models.CharField(max_length=100, verbose_name='measure')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('opens_on', models.DateField(verbose_name='first day')),
                    ('closes_on', models.DateField(verbose_name='last day')),
                    ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('set_at', models.DateTimeField(auto_now=True)),
                ],
                options={
                    'verbose_name': 'submission window',
                    'constraints': [models.UniqueConstraint(fields=('measure', 'year'), name='applications_one_window'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='applications_window_order')],
                },
            ),
        ),
    ]

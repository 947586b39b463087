import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('projects', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_baseline'),
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=30, verbose_name='kind')),
                    ('name', models.CharField(max_length=200, verbose_name='name of the project')),
                    ('code', models.CharField(blank=True, max_length=60, verbose_name='project code')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='enterprise')),
                    ('park', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='park')),
                    ('county', models.CharField(max_length=6, verbose_name='county')),
                    ('total', models.BigIntegerField(verbose_name='total investment')),
                    ('starts_on', models.DateField(verbose_name='planned start')),
                    ('ends_on', models.DateField(verbose_name='planned completion')),
                    ('fields', models.JSONField(default=dict)),
                    ('stage', models.CharField(max_length=20, verbose_name='stage')),
                    ('stage_since', models.DateField(default=django.utils.timezone.localdate)),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible officer')),
                    ('fact', models.CharField(blank=True, max_length=200, verbose_name='identifier in the records')),
                    ('special_bond', models.BooleanField(default=False, verbose_name='has had ultra-long special treasury bonds')),
                    ('other_support', models.BooleanField(default=False, verbose_name='has had other fiscal support')),
                    ('innovation_centre', models.BooleanField(default=False, verbose_name='is equipment of a manufacturing innovation centre')),
                    ('light', models.CharField(blank=True, choices=[('', 'no light'), ('green', 'green'), ('yellow', 'yellow'), ('red', 'red')], max_length=6, verbose_name='light')),
                    ('light_month', models.DateField(null=True)),
                    ('planned', models.PositiveSmallIntegerField(default=0, verbose_name='planned percent')),
                    ('reported', models.PositiveSmallIntegerField(default=0, verbose_name='reported percent')),
                    ('behind', models.PositiveSmallIntegerField(default=0, verbose_name='points behind')),
                    ('missing', models.BooleanField(default=False)),
                    ('invested', models.BigIntegerField(default=0, verbose_name='invested so far')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'project',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['county', '-id'], name='projects_pr_county_9067de_idx'), models.Index(fields=['stage', '-id'], name='projects_pr_stage_3f58ff_idx'), models.Index(fields=['kind', '-id'], name='projects_pr_kind_352cc0_idx'), models.Index(fields=['county', 'stage', 'light'], name='projects_pr_county_f9919d_idx'), models.Index(fields=['light', '-behind', '-id'], name='projects_pr_light_0ff399_idx'), models.Index(fields=['-behind', '-id'], name='projects_pr_behind_6fb5e8_idx'), models.Index(fields=['county', '-behind', '-id'], name='projects_pr_county_fadac8_idx'), models.Index(fields=['organization', '-id'], name='projects_pr_organiz_72bf1d_idx'), models.Index(fields=['park', '-id'], name='projects_pr_park_id_e4965d_idx'), models.Index(fields=['officer', '-id'], name='projects_pr_officer_48ee21_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='projects_code_once'), models.UniqueConstraint(condition=models.Q(('fact', ''), _negated=True), fields=('fact',), name='projects_fact_once'), models.CheckConstraint(condition=models.Q(('invested__gte', 0), ('total__gt', 0), ('total__lte', 100000000000000)), name='projects_money_not_negative'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='projects_ends_after_its_start'), models.CheckConstraint(condition=models.Q(('light__in', ['', 'green', 'yellow', 'red'])), name='projects_known_light'), models.CheckConstraint(condition=models.Q(('behind__lte', 100), ('planned__lte', 100), ('reported__lte', 100)), name='projects_percent_of_hundred')],
                },
            ),
            migrations.CreateModel(
                name='Transition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='projects.project')),
                    ('source', models.CharField(blank=True, max_length=20)),
                    ('target', models.CharField(max_length=20)),
                    ('back', models.BooleanField(default=False)),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='note')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('back', False), models.Q(('note', ''), _negated=True), _connector='OR'), name='projects_back_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='Listing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='projects.project')),
                    ('list', models.CharField(max_length=30, verbose_name='list')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                    ('batch', models.PositiveSmallIntegerField(default=1, verbose_name='batch')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'place on a list of projects',
                    'ordering': ['list', '-year', 'place'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('list', 'year', 'place'), name='projects_place_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('project', 'list', 'year'), name='projects_listed_once'), models.CheckConstraint(condition=models.Q(('batch__gte', 1), ('place__gte', 1)), name='projects_places_from_one'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='projects_unlisted_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='PlanMonth',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='projects.project')),
                    ('month', models.DateField(verbose_name='month')),
                    ('investment', models.BigIntegerField(verbose_name='investment of the month')),
                    ('percent', models.PositiveSmallIntegerField(verbose_name='percent so far')),
                ],
                options={
                    'verbose_name': 'month of a plan',
                    'ordering': ['month'],
                    'constraints': [models.UniqueConstraint(fields=('project', 'month'), name='projects_planned_once'), models.CheckConstraint(condition=models.Q(('investment__gte', 0), ('investment__lte', 100000000000000), ('percent__lte', 100)), name='projects_plan_within_bounds')],
                },
            ),
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
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='projects.project')),
                    ('month', models.DateField(verbose_name='month')),
                    ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('invested', models.BigIntegerField(verbose_name='invested in the month')),
                    ('percent', models.PositiveSmallIntegerField(verbose_name='percent so far')),
                    ('words', models.TextField(max_length=2000, verbose_name='what was done')),
                    ('hindrance', models.TextField(blank=True, max_length=2000, verbose_name='what is in the way')),
                ],
                options={
                    'verbose_name': 'monthly report of a project',
                    'ordering': ['-month', '-version'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='projects_report_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='projects_report_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='projects_report_refused_with_answer'), models.UniqueConstraint(fields=('project', 'month', 'version'), name='projects_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('project', 'month'), name='projects_one_report_waits'), models.CheckConstraint(condition=models.Q(('invested__gte', 0), ('invested__lte', 100000000000000), ('percent__lte', 100)), name='projects_report_within_bounds')],
                },
            ),
            migrations.CreateModel(
                name='Expected',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expected', to='projects.project')),
                    ('month', models.DateField(verbose_name='month')),
                    ('open', models.BooleanField(default=True)),
                ],
                options={
                    'verbose_name': 'month that a project reports',
                    'indexes': [models.Index(condition=models.Q(('open', True)), fields=['month'], name='projects_expected_open')],
                    'constraints': [models.UniqueConstraint(fields=('project', 'month'), name='projects_expected_once')],
                },
            ),
            migrations.CreateModel(
                name='YearInvestment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='projects.project')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('equipment_gross', models.BigIntegerField(verbose_name='equipment and software, tax included')),
                    ('equipment_net', models.BigIntegerField(verbose_name='equipment and software, without VAT')),
                    ('digital_net', models.BigIntegerField(verbose_name='digital software and hardware, without VAT')),
                    ('digital_effective', models.BooleanField(default=False, verbose_name='assessed as clearly effective')),
                    ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source')),
                ],
                options={
                    'verbose_name': 'investment of a year',
                    'ordering': ['-year', '-version'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='projects_yearinvestment_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='projects_yearinvestment_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='projects_yearinvestment_refused_with_answer'), models.UniqueConstraint(fields=('project', 'year', 'version'), name='projects_year_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('project', 'year'), name='projects_one_year_waits'), models.CheckConstraint(condition=models.Q(('digital_net__gte', 0), ('digital_net__lte', 100000000000000), ('equipment_gross__lte', 100000000000000), ('equipment_net__gte', 0), ('equipment_net__lte', models.F('equipment_gross'))), name='projects_year_within_bounds'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('source__isnull', False), _connector='OR'), name='projects_verified_is_on_record')],
                },
            ),
            migrations.CreateModel(
                name='ProjectFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='projects.project')),
                    ('document', models.CharField(blank=True, max_length=30)),
                    ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='projects.report')),
                    ('year', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='projects.yearinvestment')),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                    ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'file of a project',
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Blocked',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocked', to='projects.project')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='cases.case')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'case that blocks a project',
                    'ordering': ['-id'],
                    'constraints': [models.UniqueConstraint(fields=('project', 'case'), name='projects_blocked_once')],
                },
            ),
            migrations.CreateModel(
                name='Coordination',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordination', to='projects.project')),
                    ('kind', models.CharField(choices=[('note', 'note'), ('said', 'talked about at a meeting'), ('decided', 'decided by a meeting')], max_length=10)),
                    ('on', models.DateField(verbose_name='day')),
                    ('words', models.TextField(max_length=2000, verbose_name='words')),
                    ('link', models.CharField(blank=True, max_length=200)),
                    ('link_words', models.CharField(blank=True, max_length=300)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'coordination of a project',
                    'ordering': ['-on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='projects_coordinated_in_words')],
                },
            ),
        ),
    ]

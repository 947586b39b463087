import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('tasks', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_baseline'),
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='TaskList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='year')),
                    ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published')], default='draft', max_length=10, verbose_name='state')),
                    ('pack', models.CharField(max_length=64)),
                    ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('drafted_at', models.DateTimeField(auto_now_add=True)),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'list of tasks',
                    'ordering': ['-year'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state', 'draft')), models.Q(('published_at__isnull', False), ('state', 'published')), _connector='OR'), name='tasks_list_published_when')],
                },
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='tasks.tasklist')),
                    ('place', models.PositiveIntegerField(default=0, verbose_name='number')),
                    ('code', models.CharField(max_length=60)),
                    ('article', models.CharField(max_length=10, verbose_name='article')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('title_zh', models.CharField(max_length=200, verbose_name='title in Chinese')),
                    ('title_en', models.CharField(max_length=300, verbose_name='title in English')),
                    ('done_zh', models.CharField(max_length=500, verbose_name='done when (Chinese)')),
                    ('done_en', models.CharField(max_length=700, verbose_name='done when (English)')),
                    ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='lead unit')),
                    ('lead_code', models.CharField(blank=True, max_length=50)),
                    ('yearly', models.BooleanField(default=True, verbose_name='of every year')),
                    ('own', models.BooleanField(default=False)),
                    ('starts_on', models.DateField(verbose_name='starts on')),
                    ('due_on', models.DateField(verbose_name='due')),
                    ('target', models.PositiveIntegerField(null=True, verbose_name='target')),
                    ('measure_zh', models.CharField(blank=True, max_length=30, verbose_name='counted in (Chinese)')),
                    ('measure_en', models.CharField(blank=True, max_length=50, verbose_name='counted in (English)')),
                    ('state', models.CharField(choices=[('planned', 'not begun'), ('under_way', 'under way'), ('reported', 'reported as done'), ('returned', 'returned'), ('done', 'done'), ('dropped', 'dropped'), ('carried', 'carried over to the next year')], default='planned', max_length=10, verbose_name='state')),
                    ('percent', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='percent')),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('yellow_on', models.DateField(null=True)),
                    ('red_on', models.DateField(null=True)),
                    ('asked_on', models.DateField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('carried_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='tasks.task')),
                ],
                options={
                    'verbose_name': 'task of a list',
                    'ordering': ['place', 'id'],
                    'indexes': [models.Index(fields=['list', 'place', 'id'], name='tasks_task_list_id_c747cf_idx'), models.Index(fields=['lead', 'state', 'due_on', 'id'], name='tasks_task_lead_id_f14fa6_idx'), models.Index(fields=['state', 'asked_on', 'due_on'], name='tasks_task_state_c90e45_idx'), models.Index(fields=['article', 'id'], name='tasks_task_article_970b71_idx'), models.Index(fields=['county', 'id'], name='tasks_task_county_03e69c_idx')],
                    'constraints': [models.UniqueConstraint(fields=('list', 'code', 'county'), name='tasks_once_a_list'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'under_way', 'reported', 'returned', 'done', 'dropped', 'carried'])), name='tasks_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'dropped', 'carried'))), models.Q(('ended_at__isnull', True), ('state__in', ('planned', 'under_way', 'returned', 'reported'))), _connector='OR'), name='tasks_over_when'), models.CheckConstraint(condition=models.Q(('percent__range', (0, 100))), name='tasks_percent_of_a_hundred'), models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('due_on'))), name='tasks_end_after_they_start'), models.CheckConstraint(condition=models.Q(('target__isnull', True), models.Q(('target__gt', 0), models.Q(('measure_zh', ''), _negated=True)), _connector='OR'), name='tasks_target_counted_in_something')],
                },
            ),
            migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='tasks.task')),
                    ('code', models.CharField(max_length=60)),
                    ('words_zh', models.CharField(max_length=200, verbose_name='milestone in Chinese')),
                    ('words_en', models.CharField(max_length=300, verbose_name='milestone in English')),
                    ('due_on', models.DateField(verbose_name='due')),
                    ('reached_on', models.DateField(null=True, verbose_name='reached')),
                    ('reached_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                    ('asked_on', models.DateField(null=True)),
                ],
                options={
                    'verbose_name': 'milestone',
                    'ordering': ['due_on', 'id'],
                    'indexes': [models.Index(condition=models.Q(('asked_on__isnull', True), ('reached_on__isnull', True)), fields=['due_on', 'id'], name='tasks_milestones_to_ask')],
                    'constraints': [models.UniqueConstraint(fields=('task', 'code'), name='tasks_milestone_once'), models.CheckConstraint(condition=models.Q(('reached_on__isnull', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='tasks_milestone_reached_with_words')],
                },
            ),
            migrations.CreateModel(
                name='Help',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='help', to='tasks.task')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('task', 'unit'), name='tasks_help_once_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='tasks.task')),
                    ('month', models.DateField(verbose_name='month')),
                    ('percent', models.PositiveSmallIntegerField(verbose_name='percent')),
                    ('number', models.PositiveIntegerField(null=True, verbose_name='number reached')),
                    ('words', models.TextField(verbose_name='progress in words')),
                    ('obstacles', models.TextField(blank=True, verbose_name='what is in the way')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'report of progress',
                    'ordering': ['-month', '-id'],
                    'indexes': [models.Index(fields=['task', '-month', '-id'], name='tasks_repor_task_id_6f6c00_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('percent__range', (0, 100))), name='tasks_report_of_a_hundred'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='tasks_report_in_words')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='tasks.report')),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Ending',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to='tasks.task')),
                    ('outcome', models.CharField(choices=[('done', 'done'), ('dropped', 'dropped')], max_length=10, verbose_name='outcome')),
                ],
                options={
                    'verbose_name': 'end of a task',
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='tasks_ending_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='tasks_ending_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='tasks_ending_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('task',), name='tasks_end_once')],
                },
            ),
            migrations.CreateModel(
                name='MonthAsked',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('month', models.DateField(verbose_name='month')),
                ],
                options={
                    'verbose_name': 'month to be reported',
                    'constraints': [models.UniqueConstraint(fields=('unit', 'month'), name='tasks_month_asked_once')],
                },
            ),
            migrations.CreateModel(
                name='RaisedCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raised', to='tasks.task')),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='raised_from', to='cases.case')),
                ],
                options={
                    'ordering': ['-id'],
                },
            ),
        ),
    ]

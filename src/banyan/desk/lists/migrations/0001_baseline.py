import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('lists', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('list', models.CharField(max_length=40, verbose_name='list')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('text', models.TextField(blank=True, verbose_name='what the round asks')),
                    ('state', models.CharField(choices=[('draft', 'in preparation'), ('open', 'open for proposals'), ('decided', 'waits for publication'), ('published', 'published'), ('cancelled', 'called off')], default='draft', max_length=10, verbose_name='state')),
                    ('quota', models.PositiveIntegerField(null=True, verbose_name='places')),
                    ('taken', models.PositiveIntegerField(default=0)),
                    ('closes_on', models.DateField(verbose_name='proposals until')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('published_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['list', '-id'], name='lists_round_list_60bdfd_idx')],
                    'constraints': [models.UniqueConstraint(fields=('list', 'year', 'number'), name='lists_round_once'), models.CheckConstraint(condition=models.Q(('quota__isnull', True), ('taken__lte', models.F('quota')), _connector='OR'), name='lists_no_more_than_places'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', True)), _connector='OR'), name='lists_published_at_some_time')],
                },
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='lists.round')),
                    ('title', models.CharField(max_length=150, verbose_name='task')),
                    ('text', models.TextField(blank=True, verbose_name='what the task asks')),
                    ('most', models.PositiveSmallIntegerField(null=True, verbose_name='how many may take it')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('round', 'title'), name='lists_task_once')],
                },
            ),
            migrations.CreateModel(
                name='Candidacy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidacies', to='lists.round')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('county', models.CharField(max_length=6, verbose_name='county')),
                    ('tier', models.CharField(blank=True, max_length=40, verbose_name='tier')),
                    ('batch', models.CharField(blank=True, max_length=40, verbose_name='batch')),
                    ('subject', models.CharField(blank=True, max_length=150)),
                    ('fields', models.JSONField(default=dict)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('score', models.PositiveSmallIntegerField(null=True, verbose_name='score')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('taken', 'taken'), ('refused', 'not taken'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10, verbose_name='state')),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='reason of the decision')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['round', 'state', 'id'], name='lists_candi_round_i_199778_idx'), models.Index(fields=['round', 'county', 'id'], name='lists_candi_round_i_19795d_idx'), models.Index(fields=['organization', '-id'], name='lists_candi_organiz_d02b4b_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'taken'])), fields=('round', 'organization', 'subject'), name='lists_proposed_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='lists_candidacy_decided'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('answer', ''), _negated=True), _connector='OR'), name='lists_decided_with_reason'), models.CheckConstraint(condition=models.Q(('score__isnull', True), ('score__lte', 100), _connector='OR'), name='lists_score_of_100')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('list', models.CharField(max_length=40, verbose_name='list')),
                    ('tier', models.CharField(blank=True, max_length=40, verbose_name='tier')),
                    ('batch', models.CharField(blank=True, max_length=40, verbose_name='batch')),
                    ('subject', models.CharField(blank=True, max_length=200)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('county', models.CharField(max_length=6, verbose_name='county')),
                    ('candidacy', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entry', to='lists.candidacy')),
                    ('origin', models.CharField(choices=[('round', 'a round of the list'), ('record', 'a verified record'), ('imported', 'an imported list')], max_length=10, verbose_name='came from')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('fields', models.JSONField(default=dict)),
                    ('stage', models.CharField(blank=True, max_length=40, verbose_name='stage')),
                    ('entered_on', models.DateField(verbose_name='entered on')),
                    ('expires_on', models.DateField(null=True, verbose_name='term ends')),
                    ('left_on', models.DateField(null=True, verbose_name='left')),
                    ('why', models.CharField(blank=True, choices=[('lacking', 'no longer meets the criteria'), ('term', 'the term ended without a renewal'), ('wish', 'at its own wish'), ('gone', 'closed, or moved out of the city'), ('fault', 'false statements or a serious violation'), ('rolled', 'a new round began'), ('record', 'its recognition was withdrawn or has ended')], max_length=10, verbose_name='why')),
                    ('why_text', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('recognition', models.CharField(blank=True, max_length=200, verbose_name='record')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['list', '-id'], name='lists_all_of_a_list'), models.Index(condition=models.Q(('left_on__isnull', True)), fields=['list', '-id'], name='lists_in_it_now'), models.Index(fields=['list', 'county', '-id'], name='lists_of_county'), models.Index(fields=['list', 'tier', '-id'], name='lists_of_tier'), models.Index(fields=['list', 'year', '-id'], name='lists_of_year'), models.Index(fields=['organization', '-id'], name='lists_of_organization'), models.Index(condition=models.Q(('left_on__isnull', True)), fields=['expires_on'], name='lists_ending'), models.Index(condition=models.Q(('recognition', ''), _negated=True), fields=['recognition'], name='lists_behind')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('list', 'tier', 'organization', 'subject'), name='lists_in_a_tier_once'), models.CheckConstraint(condition=models.Q(models.Q(('left_on__isnull', True), ('why', '')), models.Q(('left_on__gte', models.F('entered_on')), ('left_on__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='lists_left_for_a_reason'), models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('expires_on__gt', models.F('entered_on')), _connector='OR'), name='lists_term_has_days')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='lists.entry')),
                    ('what', models.CharField(choices=[('entered', 'entered'), ('stage', 'came to a stage'), ('awarded', 'awarded'), ('reported', 'reported its figures'), ('review', 're-check began'), ('renewed', 'renewed'), ('left', 'left'), ('note', 'note')], max_length=10)),
                    ('stage', models.CharField(blank=True, max_length=40)),
                    ('fields', models.JSONField(default=dict)),
                    ('note', models.TextField(blank=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='YearFigures',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='lists.entry')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('fields', models.JSONField(default=dict)),
                    ('progress', models.BigIntegerField(null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['year'],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'year'), name='lists_figures_once_a_year')],
                },
            ),
            migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='lists.round')),
                    ('day', models.DateField(verbose_name='entered on')),
                ],
                options={
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='lists_publication_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='lists_publication_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='lists_publication_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('round',), name='lists_published_once')],
                },
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='lists.entry')),
                    ('what', models.CharField(choices=[('renew', 'stays for another term'), ('leave', 'leaves'), ('award', 'is awarded')], max_length=10)),
                    ('day', models.DateField(null=True)),
                    ('why', models.CharField(blank=True, choices=[('lacking', 'no longer meets the criteria'), ('term', 'the term ended without a renewal'), ('wish', 'at its own wish'), ('gone', 'closed, or moved out of the city'), ('fault', 'false statements or a serious violation'), ('rolled', 'a new round began'), ('record', 'its recognition was withdrawn or has ended')], max_length=10, verbose_name='why')),
                    ('stage', models.CharField(blank=True, max_length=40)),
                    ('fields', models.JSONField(default=dict)),
                    ('amount', models.BigIntegerField(default=0, verbose_name='amount')),
                    ('lacks', models.JSONField(default=list)),
                ],
                options={
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='lists_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='lists_change_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='lists_change_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('entry',), name='lists_one_change_asked'), models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', False), ('what', 'leave'), models.Q(('why', ''), _negated=True)), models.Q(('day__isnull', False), ('what', 'renew'), ('why', '')), models.Q(('amount__gt', 0), ('what', 'award'), ('why', ''), models.Q(('stage', ''), _negated=True)), _connector='OR'), name='lists_change_says_what')],
                },
            ),
            migrations.CreateModel(
                name='ListImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('list', models.CharField(max_length=40)),
                    ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='lists.round')),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                    ('state', models.CharField(choices=[('checking', 'being checked'), ('faulty', 'has faults'), ('ready', 'ready to import'), ('writing', 'being written'), ('done', 'imported')], default='checking', max_length=10)),
                    ('county', models.CharField(blank=True, max_length=6)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('heard_at', models.DateTimeField(auto_now=True)),
                    ('rows', models.PositiveIntegerField(default=0)),
                    ('faulty', models.PositiveIntegerField(default=0)),
                    ('known', models.PositiveIntegerField(default=0)),
                    ('written', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Evaluation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('state', models.CharField(choices=[('running', 'under way'), ('done', 'done'), ('failed', 'failed')], default='running', max_length=10)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('entry', models.BigIntegerField(default=0)),
                    ('organizations', models.PositiveIntegerField(default=0)),
                    ('counts', models.JSONField(default=dict)),
                    ('fault', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='lists_one_evaluation_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Standing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lists.evaluation')),
                    ('list', models.CharField(max_length=40)),
                    ('tier', models.CharField(blank=True, max_length=40)),
                    ('state', models.CharField(choices=[('satisfied', 'qualifies'), ('needs', 'a fact is missing'), ('near', 'nearly qualifies'), ('lost', 'no longer qualifies')], max_length=10)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.organization')),
                    ('county', models.CharField(max_length=6)),
                    ('failed', models.BigIntegerField(default=0)),
                    ('unknown', models.BigIntegerField(default=0)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['list', 'tier', 'state', 'id'], name='lists_standing_of_tier'), models.Index(fields=['list', 'tier', 'state', 'county', 'id'], name='lists_standing_of_county')],
                },
            ),
        ),
    ]

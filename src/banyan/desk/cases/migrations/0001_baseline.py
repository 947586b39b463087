import banyan.desk.records.models.searching
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels
from banyan.desk.records.models.searching import searched_by_words


class Migration(migrations.Migration):

    replaces = [('cases', '0001_initial'), ('cases', '0002_proposals'), ('cases', '0010_finding'), ('cases', '0011_lists'), ('cases', '0012_open_by_state'), ('cases', '0013_evidence'), ('cases', '0014_closed_in_county')]

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=30, verbose_name='kind')),
                    ('category', models.CharField(max_length=30, verbose_name='category')),
                    ('fields', models.JSONField(default=dict)),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('text', models.TextField(blank=True, verbose_name='description')),
                    ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('level', models.CharField(choices=[('county', 'county ledger'), ('city', 'city ledger')], max_length=10, verbose_name='ledger')),
                    ('gravity', models.CharField(choices=[('general', 'general'), ('urgent', 'urgent'), ('grave', 'grave')], default='general', max_length=10, verbose_name='gravity')),
                    ('state', models.CharField(choices=[('recorded', 'to be dispatched'), ('dispatched', 'to be accepted'), ('disputed', 'disputed'), ('under_way', 'being handled'), ('paused', 'paused'), ('answered', 'waits for the enterprise'), ('closed', 'closed')], default='recorded', max_length=15, verbose_name='state')),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('origin', models.CharField(choices=[('desk', 'raised in the desk'), ('visit', 'visit'), ('reception', 'reception day'), ('imported', 'imported list'), ('interface', 'interface'), ('rule', 'monitoring rule'), ('meeting', 'meeting')], max_length=15, verbose_name='came from')),
                    ('origin_key', models.CharField(blank=True, max_length=100)),
                    ('contact', models.CharField(blank=True, max_length=100, verbose_name='contact')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                    ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('raised_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='raised')),
                    ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='lead unit')),
                    ('dispatched_at', models.DateTimeField(null=True)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('due_on', models.DateField(null=True, verbose_name='due')),
                    ('paused_on', models.DateField(null=True)),
                    ('escalated_at', models.DateTimeField(null=True)),
                    ('answer', models.TextField(blank=True, verbose_name='what was done')),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('no_evidence', models.TextField(blank=True, verbose_name='Why nothing proves it')),
                    ('outcome', models.CharField(blank=True, choices=[('agreed', 'solved, as the enterprise says'), ('solved', 'solved, as a second person decided'), ('cannot', 'cannot be solved, explained to the enterprise'), ('duplicate', 'the same as another case'), ('false_alarm', 'false alarm')], max_length=15, verbose_name='outcome')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='closed at')),
                    ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                    ('round', models.PositiveSmallIntegerField(default=0, verbose_name='times reopened')),
                    ('rating', models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='rating')),
                    ('rating_text', models.TextField(blank=True)),
                    ('revisited_at', models.DateTimeField(null=True)),
                    ('revisit_text', models.TextField(blank=True)),
                ],
                options={
                    'verbose_name': 'case',
                    'indexes': [models.Index(fields=['county', '-id'], name='cases_case_county_d6ebca_idx'), models.Index(fields=['state', '-id'], name='cases_case_state_22a1f2_idx'), models.Index(fields=['lead', 'state', '-id'], name='cases_case_lead_id_1099a3_idx'), models.Index(fields=['organization', '-id'], name='cases_case_organiz_76cac6_idx'), models.Index(fields=['kind', 'category', '-id'], name='cases_case_kind_506920_idx'), models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['due_on', 'id'], name='cases_open_by_deadline'), models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['state', 'due_on', 'id'], name='cases_open_by_state'), models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['county', 'state', 'due_on', 'id'], name='cases_open_of_county'), models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['lead', 'state', 'due_on', 'id'], name='cases_open_of_unit'), models.Index(condition=models.Q(('rating__isnull', False)), fields=['rating', '-id'], name='cases_by_rating'), models.Index(fields=['raised_at', 'id'], name='cases_case_raised__cdc575_idx'), models.Index(fields=['closed_at'], name='cases_closed_when'), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['county', 'closed_at'], name='cases_closed_in_county')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('origin_key', ''), _negated=True), fields=('origin', 'origin_key'), name='cases_come_once'), models.CheckConstraint(condition=models.Q(('state__in', ['recorded', 'dispatched', 'disputed', 'under_way', 'paused', 'answered', 'closed'])), name='cases_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True), ('outcome', '')), _connector='OR'), name='cases_closed_with_an_outcome'), models.CheckConstraint(condition=models.Q(('rating__isnull', True), ('rating__range', (1, 5)), _connector='OR'), name='cases_rating_of_five_grades'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'county'), _negated=True), models.Q(('county', ''), _negated=True), _connector='OR'), name='cases_county_ledger_has_a_county')],
                },
            ),
            migrations.CreateModel(
                name='Move',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='cases.case')),
                    ('action', models.CharField(max_length=30)),
                    ('source', models.CharField(blank=True, choices=[('recorded', 'to be dispatched'), ('dispatched', 'to be accepted'), ('disputed', 'disputed'), ('under_way', 'being handled'), ('paused', 'paused'), ('answered', 'waits for the enterprise'), ('closed', 'closed')], max_length=15)),
                    ('target', models.CharField(choices=[('recorded', 'to be dispatched'), ('dispatched', 'to be accepted'), ('disputed', 'disputed'), ('under_way', 'being handled'), ('paused', 'paused'), ('answered', 'waits for the enterprise'), ('closed', 'closed')], max_length=15)),
                    ('level', models.CharField(choices=[('county', 'county ledger'), ('city', 'city ledger')], max_length=10)),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('note', models.TextField(blank=True)),
                    ('inside', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['action', 'at'], name='cases_move_action_bc08da_idx')],
                },
            ),
            migrations.CreateModel(
                name='Stage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='cases.case')),
                    ('round', models.PositiveSmallIntegerField()),
                    ('code', models.CharField(max_length=30)),
                    ('due_on', models.DateField(verbose_name='due')),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('note', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('case', 'round', 'code'), name='cases_step_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='Help',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='help', to='cases.case')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('what', models.TextField(blank=True, verbose_name='what is asked')),
                    ('answer', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('case', 'unit'), name='cases_help_once_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='Example',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='examples', to='cases.case')),
                    ('title', models.CharField(max_length=200, verbose_name='problem, without names')),
                    ('answer', models.TextField(verbose_name='how it was solved, without names')),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_at', models.DateTimeField(auto_now_add=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('case',), name='cases_example_once')],
                },
            ),
            migrations.CreateModel(
                name='CaseFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='cases.case')),
                    ('name', models.CharField(max_length=200, verbose_name='name of the file')),
                    ('content_type', models.CharField(max_length=100)),
                    ('size', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('file', models.FileField(max_length=200, upload_to='cases/%Y/%m')),
                    ('evidence', models.BooleanField(default=False)),
                    ('inside', models.BooleanField(default=False)),
                    ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('added_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('case', 'sha256'), name='cases_file_once')],
                },
            ),
            migrations.CreateModel(
                name='SavedFilter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=50, verbose_name='name')),
                    ('asked', models.CharField(max_length=500)),
                    ('shared', models.BooleanField(default=False, verbose_name='for my whole unit')),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'ordering': ['name', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('account', 'name'), name='cases_filter_name_once')],
                },
            ),
            migrations.CreateModel(
                name='CaseImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
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
                name='Closing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='cases.case')),
                    ('outcome', models.CharField(choices=[('solved', 'solved, as a second person decided'), ('cannot', 'cannot be solved, explained to the enterprise'), ('duplicate', 'the same as another case'), ('false_alarm', 'false alarm')], max_length=15, verbose_name='outcome')),
                    ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ],
                options={
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='cases_closing_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='cases_closing_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='cases_closing_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('case',), name='cases_one_closing_asked'), models.CheckConstraint(condition=models.Q(('outcome', 'duplicate'), ('same_as__isnull', True), _connector='XOR'), name='cases_duplicate_of_another')],
                },
            ),
            migrations.CreateModel(
                name='Extension',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='cases.case')),
                    ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='cases.stage')),
                    ('before', models.DateField()),
                    ('until', models.DateField(verbose_name='until')),
                ],
                options={
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='cases_extension_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='cases_extension_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='cases_extension_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('stage',), name='cases_one_extension_asked'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('before'))), name='cases_extension_is_longer')],
                },
            ),
            migrations.CreateModel(
                name='CaseTerms',
                fields=[
                    ('case', models.OneToOneField(db_column='id', on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='cases.case')),
                    ('said', models.TextField()),
                    ('initials', models.TextField()),
                    ('terms', banyan.desk.records.models.searching.TermsField(index='cases_search_terms')),
                ],
            ),
            migrations.CreateModel(
                name='MonthWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField()),
                    ('county', models.CharField(blank=True, max_length=6)),
                    ('kind', models.CharField(max_length=30)),
                    ('word', models.CharField(max_length=10)),
                    ('cases', models.PositiveIntegerField()),
                    ('before', models.PositiveIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('month', 'county', 'kind', 'word'), name='cases_word_once_a_group')],
                },
            ),
        ),
        searched_by_words("cases_caseterms", "cases_search_terms"),
    ]

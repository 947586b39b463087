import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('supervision', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_baseline'),
        ('obligations', '0001_baseline'),
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='PaperSeries',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('last', models.PositiveSmallIntegerField(default=0)),
                    ('kind', models.CharField(choices=[('letter', 'urging letter'), ('bulletin', 'bulletin of problem solving'), ('scoreboard', 'scoreboard')], max_length=10)),
                    ('year', models.SmallIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'year'), name='supervision_one_series')],
                },
            ),
            migrations.CreateModel(
                name='Paper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('letter', 'urging letter'), ('bulletin', 'bulletin of problem solving'), ('scoreboard', 'scoreboard')], max_length=10)),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('sha256', models.CharField(max_length=64)),
                    ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('issued_at', models.DateTimeField(auto_now_add=True)),
                    ('issued_on', models.DateField()),
                ],
                options={
                    'verbose_name': 'issued paper',
                    'ordering': ['-year', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'year', 'number'), name='supervision_numbered_once'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='supervision_numbered_from_one')],
                },
            ),
            migrations.CreateModel(
                name='PaperFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word')], max_length=4)),
                    ('language', models.CharField(max_length=2)),
                    ('sha256', models.CharField(max_length=64)),
                    ('file', models.BinaryField()),
                    ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='supervision.paper')),
                ],
                options={
                    'ordering': ['-language', '-form'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('paper', 'form', 'language'), name='supervision_one_file_a_form')],
                },
            ),
            migrations.CreateModel(
                name='Letter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='unit')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('level', models.PositiveSmallIntegerField(default=1, verbose_name='level')),
                    ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='supervision.letter')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('text', models.TextField(max_length=4000, verbose_name='what is demanded')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='working days to answer')),
                    ('state', models.CharField(choices=[('drafted', 'draft'), ('discarded', 'discarded'), ('sent', 'waits for an answer'), ('answered', 'answered'), ('accepted', 'answer accepted'), ('urged', 'urged again')], default='drafted', max_length=10)),
                    ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='supervision.paper')),
                    ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('drafted_at', models.DateTimeField(auto_now_add=True)),
                    ('sent_on', models.DateField(null=True, verbose_name='sent on')),
                    ('answer_due_on', models.DateField(null=True, verbose_name='answer due')),
                    ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('judgement', models.TextField(blank=True, max_length=1000, verbose_name='judgement of the answer')),
                    ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('judged_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'urging letter',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['state', 'answer_due_on'], name='supervision_state_e9bc54_idx'), models.Index(fields=['unit', '-id'], name='supervision_unit_id_d76ce6_idx'), models.Index(fields=['county', '-id'], name='supervision_county_8c511c_idx'), models.Index(fields=['sent_on'], name='supervision_sent_on_22ed80_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('county', ''), ('unit__isnull', False)), models.Q(('unit__isnull', True), models.Q(('county', ''), _negated=True)), _connector='OR'), name='supervision_letter_to_one'), models.CheckConstraint(condition=models.Q(models.Q(('paper__isnull', True), ('state__in', ['drafted', 'discarded'])), models.Q(models.Q(('state__in', ['drafted', 'discarded']), _negated=True), ('answer_due_on__isnull', False), ('paper__isnull', False), ('sent_on__isnull', False)), _connector='OR'), name='supervision_sent_with_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='supervision_answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'accepted']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='supervision_accepted_what_was_said')],
                },
            ),
            migrations.CreateModel(
                name='Thing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='things', to='supervision.letter')),
                    ('thing', models.CharField(max_length=150)),
                    ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='obligations.obligation')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='urged', to='cases.case')),
                    ('title', models.JSONField(default=dict)),
                    ('link', models.CharField(max_length=200)),
                    ('due_on', models.DateField()),
                    ('open', models.BooleanField(default=True)),
                ],
                options={
                    'verbose_name': 'matter that is urged',
                    'ordering': ['due_on', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('open', True)), fields=('thing',), name='supervision_urged_once')],
                },
            ),
            migrations.CreateModel(
                name='LetterFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='supervision.letter')),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Accountability',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='unit')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('sanction', models.CharField(choices=[('talk', 'admonishing talk'), ('criticism', 'notice of criticism'), ('transfer', 'transfer to the discipline inspection')], max_length=10, verbose_name='what follows')),
                    ('person', models.CharField(blank=True, max_length=100, verbose_name='person responsible')),
                    ('view_due_on', models.DateField()),
                    ('view', models.TextField(blank=True, max_length=4000, verbose_name='view of those concerned')),
                    ('viewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('viewed_at', models.DateTimeField(null=True)),
                    ('consent_number', models.CharField(blank=True, max_length=100, verbose_name='document of consent')),
                    ('consent_on', models.DateField(null=True, verbose_name='day of the consent')),
                    ('consent_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                    ('revoked_on', models.DateField(null=True, verbose_name='withdrawn on')),
                ],
                options={
                    'verbose_name': 'accountability record',
                    'ordering': ['-id'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['unit', '-id'], name='supervision_account_unit'), models.Index(fields=['county', '-id'], name='supervision_account_county')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='supervision_accountability_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='supervision_accountability_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='supervision_accountability_refused_with_answer'), models.CheckConstraint(condition=models.Q(models.Q(('county', ''), ('unit__isnull', False)), models.Q(('unit__isnull', True), models.Q(('county', ''), _negated=True)), _connector='OR'), name='supervision_accountability_to_one'), models.CheckConstraint(condition=models.Q(models.Q(('consent_file', None), ('consent_number', ''), ('consent_on', None)), models.Q(models.Q(('consent_number', ''), _negated=True), ('consent_file__isnull', False), ('consent_on__isnull', False)), _connector='OR'), name='supervision_whole_consent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('consent_number', ''), _negated=True), _connector='OR'), name='supervision_accountable_with_consent'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='supervision_accountable_for_something'), models.CheckConstraint(condition=models.Q(('revoked_on', None), ('state', 'confirmed'), _connector='OR'), name='supervision_revoked_what_was_in_force')],
                },
            ),
            migrations.CreateModel(
                name='Ground',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('accountability', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='supervision.accountability')),
                    ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='supervision.letter')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ],
                options={
                    'verbose_name': 'ground of accountability',
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', True), ('letter__isnull', False)), models.Q(('case__isnull', False), ('letter__isnull', True)), _connector='OR'), name='supervision_letter_or_case')],
                },
            ),
            migrations.CreateModel(
                name='Revocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('accountability', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revocations', to='supervision.accountability')),
                ],
                options={
                    'verbose_name': 'withdrawal of an accountability record',
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='supervision_revocation_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='supervision_revocation_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='supervision_revocation_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('accountability',), name='supervision_revoked_once')],
                },
            ),
            migrations.CreateModel(
                name='Reconciliation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('county', models.CharField(max_length=6, verbose_name='county')),
                    ('month', models.DateField(verbose_name='month')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                    ('state', models.CharField(choices=[('making', 'being made'), ('open', 'to be signed'), ('signed', 'signed by both'), ('refused', 'refused')], default='making', max_length=10)),
                    ('content', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opened_at', models.DateTimeField(auto_now_add=True)),
                    ('made_at', models.DateTimeField(null=True)),
                    ('refused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('refused_at', models.DateTimeField(null=True)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'monthly reconciliation',
                    'ordering': ['-month', 'county', '-version'],
                    'constraints': [models.UniqueConstraint(fields=('county', 'month', 'version'), name='supervision_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('county', 'month'), name='supervision_one_reconciliation'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('refused_at__isnull', False), ('refused_by__isnull', False)), _connector='OR'), name='supervision_refused_with_reason'), models.CheckConstraint(condition=models.Q(('state', 'making'), models.Q(('sha256', ''), _negated=True), _connector='OR'), name='supervision_made_with_hash')],
                },
            ),
            migrations.CreateModel(
                name='Row',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reconciliation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='supervision.reconciliation')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reconciled', to='cases.case')),
                    ('reference', models.CharField(max_length=20)),
                    ('title', models.CharField(max_length=200)),
                    ('state', models.CharField(choices=[('recorded', 'to be dispatched'), ('dispatched', 'to be accepted'), ('disputed', 'disputed'), ('under_way', 'being handled'), ('paused', 'paused'), ('answered', 'waits for the enterprise'), ('closed', 'closed')], max_length=15)),
                    ('level', models.CharField(choices=[('county', 'county ledger'), ('city', 'city ledger')], max_length=10)),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('opened', models.BooleanField()),
                    ('closed', models.PositiveSmallIntegerField()),
                    ('reopened', models.PositiveSmallIntegerField()),
                    ('escalated', models.BooleanField()),
                    ('handed_back', models.PositiveSmallIntegerField()),
                ],
                options={
                    'ordering': ['case'],
                    'constraints': [models.UniqueConstraint(fields=('reconciliation', 'case'), name='supervision_row_once')],
                },
            ),
            migrations.CreateModel(
                name='Difference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reconciliation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='differences', to='supervision.reconciliation')),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='differences', to='supervision.row')),
                    ('code', models.CharField(choices=[('not_in_city', 'escalated by its moves, but not in the city ledger'), ('not_in_county', 'in the city ledger, but never escalated'), ('state', 'the ledger says another state than the moves'), ('no_evidence', 'closed as solved without evidence'), ('no_rating', 'closed with agreement but not rated'), ('overdue', 'overdue at the end of the month')], max_length=15, verbose_name='discrepancy')),
                    ('explanation', models.CharField(blank=True, max_length=1000, verbose_name='explanation of a discrepancy')),
                    ('explained_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'discrepancy of a reconciliation',
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['reconciliation', 'code', 'id'], name='supervision_reconci_27689b_idx')],
                    'constraints': [models.UniqueConstraint(fields=('row', 'code'), name='supervision_difference_once')],
                },
            ),
            migrations.CreateModel(
                name='Signature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reconciliation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='supervision.reconciliation')),
                    ('side', models.CharField(choices=[('county', 'the county'), ('city', 'the city')], max_length=10)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('sha256', models.CharField(max_length=64)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('reconciliation', 'side'), name='supervision_signed_once_a_side'), models.UniqueConstraint(fields=('reconciliation', 'by'), name='supervision_signed_by_two_people')],
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('bulletin', 'bulletin of problem solving'), ('scoreboard', 'scoreboard')], max_length=10, verbose_name='kind')),
                    ('period', models.CharField(max_length=7, verbose_name='period')),
                    ('title_zh', models.CharField(max_length=200, verbose_name='title in Chinese')),
                    ('title_en', models.CharField(max_length=200, verbose_name='title in English')),
                    ('remarks_zh', models.TextField(blank=True, max_length=4000, verbose_name='remarks in Chinese')),
                    ('remarks_en', models.TextField(blank=True, max_length=4000, verbose_name='remarks in English')),
                    ('content', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('state', models.CharField(choices=[('open', 'draft'), ('published', 'published'), ('discarded', 'discarded')], default='open', max_length=10)),
                    ('computed_at', models.DateTimeField()),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report', to='supervision.paper')),
                ],
                options={
                    'verbose_name': 'bulletin or scoreboard',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['kind', 'state', '-id'], name='supervision_kind_6b91e3_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('paper__isnull', False), ('published_by__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('paper__isnull', True), ('published_by__isnull', True)), _connector='OR'), name='supervision_published_with_a_number'), models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('changed_by')), _negated=True), _connector='OR'), name='supervision_published_by_a_second')],
                },
            ),
        ),
    ]

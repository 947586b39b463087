import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('payments', '0001_initial'), ('payments', '0003_letters_of_the_bank')]

    initial = True

    dependencies = [
        ('matching', '0001_baseline'),
        ('people', '__first__'),
        ('records', '0001_baseline'),
        ('settlement', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('county', models.CharField(max_length=6, verbose_name='payer')),
                    ('measure', models.CharField(blank=True, max_length=100, verbose_name='measure')),
                    ('payees_county', models.CharField(blank=True, max_length=6, verbose_name='county of the organizations')),
                    ('ceiling', models.BigIntegerField(blank=True, null=True, verbose_name='ceiling')),
                    ('state', models.CharField(choices=[('draft', 'draft'), ('checked', 'checked'), ('sent', 'with the bank'), ('closed', 'worked off'), ('cancelled', 'cancelled')], db_index=True, default='draft', max_length=10, verbose_name='state')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                    ('left_out', models.JSONField(default=dict)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('checked_at', models.DateTimeField(null=True)),
                    ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sent_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'payment batch',
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('checked_by', models.F('made_by')), _negated=True), name='payments_checked_by_a_second_person'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'cancelled']), models.Q(('checked_by__isnull', False), ('made_by__isnull', False)), _connector='OR'), name='payments_nothing_is_sent_unchecked')],
                },
            ),
            migrations.CreateModel(
                name='PaymentOrder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='payments.batch')),
                    ('sequence', models.PositiveIntegerField()),
                    ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='settlement.award')),
                    ('reference', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.payeeaccount')),
                    ('uscc', models.CharField(max_length=18)),
                    ('holder', models.CharField(max_length=200, verbose_name='account holder')),
                    ('bank', models.CharField(max_length=200, verbose_name='bank')),
                    ('branch_code', models.CharField(blank=True, max_length=12, verbose_name='bank code (12 digits)')),
                    ('number', models.CharField(max_length=34, verbose_name='account number')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('paid', models.BigIntegerField(default=0, verbose_name='paid')),
                    ('state', models.CharField(choices=[('prepared', 'prepared'), ('sent', 'with the bank'), ('paid', 'paid'), ('partial', 'paid in part'), ('failed', 'failed'), ('returned', 'returned'), ('cancelled', 'cancelled')], default='prepared', max_length=10, verbose_name='state')),
                    ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer of the bank')),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'payment order',
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['uscc', 'id'], name='payments_pa_uscc_ef174d_idx'), models.Index(fields=['state', 'id'], name='payments_pa_state_7cb373_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('paid__gte', 0), ('amount__gte', models.F('paid'))), name='payments_order_pays_at_most_its_amount'), models.UniqueConstraint(condition=models.Q(('state__in', ['prepared', 'sent'])), fields=('award',), name='payments_one_order_at_a_time'), models.UniqueConstraint(fields=('batch', 'sequence'), name='payments_order_in_its_place')],
                },
            ),
            migrations.CreateModel(
                name='PaymentFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='payments.batch')),
                    ('form', models.CharField(choices=[('csv', 'CSV (UTF-8)'), ('gbk', 'CSV (GBK)'), ('xlsx', 'Excel')], max_length=10)),
                    ('sha256', models.CharField(max_length=64)),
                    ('content', models.BinaryField()),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'payment file',
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('batch', 'form'), name='payments_one_file_a_form')],
                },
            ),
            migrations.CreateModel(
                name='Statement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='payments.paymentorder')),
                    ('outcome', models.CharField(choices=[('paid', 'paid'), ('failed', 'not paid')], max_length=10, verbose_name='the bank says')),
                    ('day', models.DateField(verbose_name='day of the payment, or of the letter')),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                ],
                options={
                    'verbose_name': 'letter of the bank',
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='payments_statement_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='payments_statement_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='payments_statement_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('order',), name='payments_one_letter_waits')],
                },
            ),
            migrations.CreateModel(
                name='BankFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                    ('state', models.CharField(choices=[('received', 'to be posted'), ('posted', 'posted')], default='received', max_length=10, verbose_name='state')),
                    ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('imported_at', models.DateTimeField(auto_now_add=True)),
                    ('posted_at', models.DateTimeField(null=True)),
                    ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                    ('known', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'verbose_name': 'file of the bank',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='BankResult',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='payments.bankfile')),
                    ('row', models.PositiveIntegerField(default=0)),
                    ('statement', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='result', to='payments.statement')),
                    ('serial', models.CharField(max_length=100, unique=True, verbose_name='transaction number')),
                    ('reference', models.CharField(max_length=100, verbose_name='reference')),
                    ('outcome', models.CharField(choices=[('paid', 'paid'), ('partial', 'paid in part'), ('failed', 'failed'), ('returned', 'returned')], max_length=20, verbose_name='result')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('day', models.DateField(verbose_name='day')),
                    ('message', models.CharField(blank=True, max_length=500)),
                    ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='payments.paymentorder')),
                    ('doubt', models.CharField(blank=True, choices=[('unknown', 'unknown reference'), ('not_with_bank', 'this order is not with the bank'), ('answered', 'the bank answered this order already'), ('ordered_again', 'the rest has been ordered again'), ('amount', 'the amount does not fit the order'), ('exceeds', 'more than is left of the award'), ('received', 'entered as money given back already'), ('contradicts', 'a letter of the bank says something else')], max_length=20)),
                    ('posted_at', models.DateTimeField(null=True)),
                    ('resolution', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('resolved_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'answer of the bank',
                    'ordering': ['file_id', 'row'],
                    'indexes': [models.Index(condition=models.Q(('resolved_at__isnull', True), models.Q(('doubt', ''), _negated=True)), fields=['id'], name='payments_to_work_off')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('posted_at__isnull', True), ('order__isnull', False), _connector='OR'), name='payments_posted_to_an_order'), models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('statement__isnull', True)), models.Q(('file__isnull', True), ('statement__isnull', False)), _connector='OR'), name='payments_answer_by_file_or_letter')],
                },
            ),
            migrations.CreateModel(
                name='Recovery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='settlement.award')),
                    ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='settlement.line')),
                    ('uscc', models.CharField(max_length=18)),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('received', models.BigIntegerField(default=0, verbose_name='given back')),
                    ('set_off', models.BigIntegerField(default=0, verbose_name='set off')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('demanded', 'demanded'), ('partly', 'given back in part'), ('recovered', 'given back'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10, verbose_name='state')),
                    ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('due_on', models.DateField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('answer', models.CharField(blank=True, max_length=1000)),
                ],
                options={
                    'verbose_name': 'recovery of money',
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('received__gte', 0), ('set_off__gte', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('received'), '+', models.F('set_off')))), name='payments_recovers_at_most_its_amount'), models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('made_by')), _negated=True), name='payments_recovery_by_two_people'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), ('line__isnull', False), models.Q(('confirmed_by__isnull', False), ('made_by__isnull', False)), _connector='OR'), name='payments_recovery_demanded_by_two'), models.UniqueConstraint(condition=models.Q(('line__isnull', False)), fields=('award', 'line'), name='payments_recovery_of_a_line_once')],
                },
            ),
            migrations.CreateModel(
                name='Receipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recovery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='payments.recovery')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('received_on', models.DateField(verbose_name='day')),
                    ('serial', models.CharField(max_length=100, unique=True, verbose_name='transaction number')),
                    ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entered_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'receipt',
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payments_receipt_is_money')],
                },
            ),
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('funds', '0001_initial'), ('funds', '0003_one_proposes_another_decides')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Budget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('fund', models.CharField(max_length=50, verbose_name='fund')),
                    ('measure', models.CharField(blank=True, max_length=100, verbose_name='measure')),
                    ('county', models.CharField(max_length=6, verbose_name='payer')),
                ],
                options={
                    'ordering': ['-year', 'fund', 'measure', 'county'],
                    'constraints': [models.UniqueConstraint(fields=('year', 'fund', 'measure', 'county'), name='funds_budget_once')],
                },
            ),
            migrations.CreateModel(
                name='BudgetChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='funds.budget')),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                ],
                options={
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='funds_budgetchange_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='funds_budgetchange_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='funds_budgetchange_refused_with_answer'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='funds_change_changes'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('budget',), name='funds_one_change_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('budget', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='funds.budget')),
                    ('kind', models.CharField(choices=[('appropriation', 'appropriation'), ('reduction', 'reduction'), ('commitment', 'commitment'), ('release', 'release'), ('approval', 'approval'), ('cancellation', 'cancellation'), ('payment', 'payment'), ('return', 'return'), ('recovery', 'recovery')], max_length=20)),
                    ('debit', models.CharField(choices=[('treasury', 'treasury'), ('available', 'available'), ('committed', 'committed'), ('approved', 'approved for payment'), ('paid', 'paid')], max_length=10)),
                    ('credit', models.CharField(choices=[('treasury', 'treasury'), ('available', 'available'), ('committed', 'committed'), ('approved', 'approved for payment'), ('paid', 'paid')], max_length=10)),
                    ('amount', models.BigIntegerField()),
                    ('measure', models.CharField(blank=True, max_length=100)),
                    ('county', models.CharField(blank=True, max_length=6)),
                    ('reference', models.CharField(max_length=100)),
                    ('key', models.CharField(max_length=150)),
                    ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('made_on', models.DateField(default=django.utils.timezone.localdate)),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['reference'], name='funds_entry_referen_59e93b_idx'), models.Index(fields=['budget', 'id'], name='funds_entry_budget__351b28_idx'), models.Index(fields=['budget', 'kind', 'id'], name='funds_entry_budget__dba941_idx')],
                    'constraints': [models.UniqueConstraint(fields=('key',), name='funds_posted_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='funds_entry_moves_money'), models.CheckConstraint(condition=models.Q(models.Q(('credit', 'available'), ('debit', 'treasury'), ('kind', 'appropriation')), models.Q(('credit', 'treasury'), ('debit', 'available'), ('kind', 'reduction')), models.Q(('credit', 'committed'), ('debit', 'available'), ('kind', 'commitment')), models.Q(('credit', 'available'), ('debit', 'committed'), ('kind', 'release')), models.Q(('credit', 'approved'), ('debit', 'committed'), ('kind', 'approval')), models.Q(('credit', 'available'), ('debit', 'approved'), ('kind', 'cancellation')), models.Q(('credit', 'paid'), ('debit', 'approved'), ('kind', 'payment')), models.Q(('credit', 'approved'), ('debit', 'paid'), ('kind', 'return')), models.Q(('credit', 'available'), ('debit', 'paid'), ('kind', 'recovery')), _connector='OR'), name='funds_entry_moves_as_its_kind_says')],
                },
            ),
            migrations.CreateModel(
                name='Balance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='funds.budget')),
                    ('pot', models.CharField(choices=[('treasury', 'treasury'), ('available', 'available'), ('committed', 'committed'), ('approved', 'approved for payment'), ('paid', 'paid')], max_length=10)),
                    ('amount', models.BigIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('budget', 'pot'), name='funds_balance_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('pot', 'treasury'), _connector='OR'), name='funds_never_over_committed')],
                },
            ),
            migrations.CreateModel(
                name='DailyTotal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='totals', to='funds.budget')),
                    ('kind', models.CharField(choices=[('appropriation', 'appropriation'), ('reduction', 'reduction'), ('commitment', 'commitment'), ('release', 'release'), ('approval', 'approval'), ('cancellation', 'cancellation'), ('payment', 'payment'), ('return', 'return'), ('recovery', 'recovery')], max_length=20)),
                    ('measure', models.CharField(blank=True, max_length=100)),
                    ('county', models.CharField(blank=True, max_length=6)),
                    ('made_on', models.DateField()),
                    ('amount', models.BigIntegerField()),
                    ('entries', models.IntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('budget', 'kind', 'measure', 'county', 'made_on'), name='funds_total_once')],
                },
            ),
        ),
    ]

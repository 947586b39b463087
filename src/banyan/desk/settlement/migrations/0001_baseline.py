import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('settlement', '0001_initial'), ('settlement', '0003_decisions')]

    initial = True

    dependencies = [
        ('funds', '0001_baseline'),
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Run',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('state', models.CharField(choices=[('computing', 'being computed'), ('failed', 'failed'), ('draft', 'draft'), ('noticed', 'public notice'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='computing', max_length=10, verbose_name='state')),
                    ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjusted_by', to='settlement.run', verbose_name='adjusts the run')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                    ('progress', models.PositiveSmallIntegerField(default=0)),
                    ('fault', models.TextField(blank=True, verbose_name='faults')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('computed_at', models.DateTimeField(null=True)),
                    ('pack_sha256', models.CharField(blank=True, max_length=64, verbose_name='hash of the policy')),
                    ('lines_sha256', models.CharField(blank=True, max_length=64, verbose_name='hash of the lines')),
                    ('summary', models.JSONField(default=dict)),
                    ('totals', models.JSONField(default=dict)),
                    ('left_out', models.JSONField(default=dict, verbose_name='records left out')),
                    ('line_count', models.PositiveIntegerField(default=0, verbose_name='lines')),
                    ('amount', models.BigIntegerField(default=0, verbose_name='amount (fen)')),
                    ('noticed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('noticed_on', models.DateField(null=True)),
                    ('notice_ends_on', models.DateField(null=True, verbose_name='end of the notice')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'run',
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('decided_by', models.F('noticed_by')), _negated=True), _connector='OR'), name='settlement_approved_by_a_second_person'), models.UniqueConstraint(condition=models.Q(('state', 'noticed')), fields=('year',), name='settlement_one_notice_a_year'), models.UniqueConstraint(condition=models.Q(('state', 'computing')), fields=('year',), name='settlement_one_computing_a_year')],
                },
            ),
            migrations.CreateModel(
                name='Line',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='settlement.run')),
                    ('number', models.PositiveIntegerField()),
                    ('measure', models.CharField(max_length=100)),
                    ('uscc', models.CharField(max_length=18)),
                    ('subject', models.CharField(max_length=200)),
                    ('county', models.CharField(max_length=6)),
                    ('route', models.CharField(blank=True, max_length=50)),
                    ('status', models.CharField(max_length=20)),
                    ('reasons', models.CharField(blank=True, max_length=500)),
                    ('gross', models.BigIntegerField()),
                    ('amount', models.BigIntegerField()),
                    ('before', models.BigIntegerField(default=0)),
                    ('exceptions', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'verbose_name': 'line of a run',
                    'indexes': [models.Index(fields=['run', 'measure', 'number'], name='settlement_line_measure'), models.Index(fields=['run', 'county', 'number'], name='settlement_line_county'), models.Index(fields=['run', 'status', 'number'], name='settlement_line_status'), models.Index(fields=['run', 'uscc'], name='settlement_line_uscc'), models.Index(condition=models.Q(('amount__gt', 0)), fields=['run', 'amount'], name='settlement_line_amount'), models.Index(condition=models.Q(('exceptions__contains', 'large')), fields=['run', 'number'], name='settlement_line_large'), models.Index(condition=models.Q(('exceptions__contains', 'changed')), fields=['run', 'number'], name='settlement_line_changed'), models.Index(condition=models.Q(('exceptions__contains', 'provisional')), fields=['run', 'number'], name='settlement_line_ranked'), models.Index(condition=models.Q(('exceptions__contains', 'no_representative')), fields=['run', 'number'], name='settlement_line_unheard'), models.Index(condition=models.Q(('exceptions__contains', 'left_out')), fields=['run', 'number'], name='settlement_line_left_out')],
                    'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='settlement_line_number')],
                },
            ),
            migrations.CreateModel(
                name='Award',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='settlement.line')),
                    ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='funds.budget')),
                    ('year', models.SmallIntegerField()),
                    ('measure', models.CharField(max_length=100)),
                    ('uscc', models.CharField(max_length=18)),
                    ('subject', models.CharField(max_length=200)),
                    ('county', models.CharField(max_length=6)),
                    ('amount', models.BigIntegerField()),
                    ('paid', models.BigIntegerField(default=0)),
                    ('reduced', models.BigIntegerField(default=0)),
                    ('state', models.CharField(choices=[('committed', 'committed'), ('payable', 'payable'), ('released', 'released')], default='committed', max_length=10)),
                    ('payable_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'award',
                    'indexes': [models.Index(fields=['year', 'measure', 'uscc', 'subject'], name='settlement__year_6616e5_idx'), models.Index(fields=['state', 'id'], name='settlement__state_9d1363_idx'), models.Index(fields=['uscc', 'year'], name='settlement__uscc_086733_idx')],
                    'constraints': [models.UniqueConstraint(fields=('line', 'budget'), name='settlement_award_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('paid__gte', 0), ('reduced__gte', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('paid'), '+', models.F('reduced')))), name='settlement_never_paid_twice')],
                },
            ),
            migrations.CreateModel(
                name='Reduction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reductions', to='settlement.line')),
                    ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reductions', to='settlement.award')),
                    ('unpaid', models.BigIntegerField()),
                    ('to_recover', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('line', 'award'), name='settlement_reduced_once'), models.CheckConstraint(condition=models.Q(('to_recover__gte', 0), ('unpaid__gte', 0), models.Q(('to_recover', 0), ('unpaid', 0), _negated=True)), name='settlement_reduction_reduces')],
                },
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='settlement.run')),
                    ('kind', models.CharField(choices=[('notice', 'opening of the notice'), ('approve', 'approval'), ('withdraw', 'withdrawal')], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField(auto_now_add=True)),
                    ('address', models.CharField(blank=True, max_length=45)),
                    ('request_id', models.CharField(blank=True, max_length=64)),
                    ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], max_length=10)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('fault', models.TextField(blank=True, verbose_name='faults')),
                    ('lacking', models.JSONField(default=list)),
                ],
                options={
                    'verbose_name': 'decision on a run',
                    'ordering': ['-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('run',), name='settlement_one_decision_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Replay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replays', to='settlement.run')),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField(auto_now_add=True)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('differences', models.JSONField(null=True)),
                    ('notes', models.JSONField(default=list, verbose_name='notes')),
                ],
                options={
                    'verbose_name': 'replay of a run',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='settlement.run')),
                    ('line_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of the award')),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('contact', models.CharField(max_length=200, verbose_name='how to reach you')),
                    ('text', models.TextField(max_length=4000, verbose_name='objection')),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('upheld', models.BooleanField(null=True, verbose_name='upheld')),
                    ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'objection',
                    'ordering': ['id'],
                },
            ),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('obligations', '0001_initial'), ('obligations', '0002_held_by_a_unit'), ('obligations', '0003_counted')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Day',
                fields=[
                    ('date', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                    ('working', models.BooleanField(verbose_name='working day')),
                    ('name', models.CharField(blank=True, max_length=100, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'day of the calendar',
                    'ordering': ['date'],
                },
            ),
            migrations.CreateModel(
                name='Year',
                fields=[
                    ('year', models.SmallIntegerField(primary_key=True, serialize=False, verbose_name='year')),
                    ('completed_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'year of the calendar',
                },
            ),
            migrations.CreateModel(
                name='Obligation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=50, verbose_name='what is to be done')),
                    ('words', models.JSONField(default=dict)),
                    ('subject', models.CharField(max_length=100)),
                    ('key', models.CharField(max_length=100)),
                    ('organization', models.CharField(blank=True, max_length=18)),
                    ('link', models.CharField(max_length=200)),
                    ('role', models.CharField(blank=True, choices=[('enterprise', 'Enterprise'), ('county', 'County officer'), ('city', 'City officer'), ('finance', 'Finance officer'), ('department', 'Department officer'), ('bank', 'Bank or service organization'), ('expert', 'Expert'), ('supervisor', 'Supervisor'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=20)),
                    ('county', models.CharField(blank=True, max_length=6)),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('not_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('state', models.CharField(choices=[('open', 'to do'), ('paused', 'paused'), ('done', 'done'), ('dropped', 'no longer needed')], default='open', max_length=10)),
                    ('opened_at', models.DateTimeField(auto_now_add=True)),
                    ('due_on', models.DateField(verbose_name='due')),
                    ('working_days', models.PositiveSmallIntegerField(verbose_name='working days')),
                    ('reminded', models.CharField(blank=True, choices=[('blue', 'in time'), ('yellow', 'soon due'), ('red', 'due today or overdue')], max_length=10)),
                    ('escalated_on', models.DateField(null=True)),
                    ('escalated_to', models.CharField(blank=True, choices=[('enterprise', 'Enterprise'), ('county', 'County officer'), ('city', 'City officer'), ('finance', 'Finance officer'), ('department', 'Department officer'), ('bank', 'Bank or service organization'), ('expert', 'Expert'), ('supervisor', 'Supervisor'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=20)),
                    ('paused_on', models.DateField(null=True, verbose_name='paused on')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason of the pause')),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'obligation',
                    'ordering': ['due_on', 'id'],
                    'indexes': [models.Index(fields=['state', 'role', 'county', 'due_on'], name='obligations_state_0748a7_idx'), models.Index(fields=['state', 'due_on', 'id'], name='obligations_state_121196_idx'), models.Index(condition=models.Q(('account__isnull', False)), fields=['account', 'state'], name='obligations_of_one_account'), models.Index(fields=['escalated_to', 'state'], name='obligations_escalat_3995be_idx'), models.Index(fields=['subject', 'key'], name='obligations_subject_61c501_idx'), models.Index(fields=['organization', 'state'], name='obligations_organiz_2fbe78_idx'), models.Index(fields=['state', 'kind', 'role', 'county', 'unit', 'due_on'], name='obligations_by_holder'), models.Index(condition=models.Q(('state', 'open'), ('unit__isnull', False)), fields=['unit', 'due_on', 'id'], name='obligations_open_of_unit'), models.Index(condition=models.Q(('state', 'open')), fields=['county', 'due_on', 'id'], name='obligations_open_of_county'), models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['ended_at'], name='obligations_ended_when')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', ''), _negated=True), ('unit__isnull', False), ('account__isnull', False), _connector='OR'), name='obligations_somebody_holds'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paused'), _negated=True), models.Q(('paused_on__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='obligations_paused_with_reason'), models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'paused'])), fields=('kind', 'subject', 'key'), name='obligations_open_once')],
                },
            ),
            migrations.CreateModel(
                name='DutyDone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('duty', models.CharField(max_length=200)),
                    ('done_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('day', 'duty'), name='obligations_duty_once_a_day')],
                },
            ),
        ),
    ]

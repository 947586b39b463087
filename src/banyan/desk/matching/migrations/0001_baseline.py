import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('matching', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='PayeeAccount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uscc', models.CharField(max_length=18)),
                    ('holder', models.CharField(max_length=200, verbose_name='account holder')),
                    ('bank', models.CharField(max_length=200, verbose_name='bank')),
                    ('branch_code', models.CharField(blank=True, max_length=12, verbose_name='bank code (12 digits)')),
                    ('number', models.CharField(max_length=34, verbose_name='account number')),
                    ('explanation', models.CharField(blank=True, max_length=500, verbose_name='why the holder has another name')),
                    ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('given_at', models.DateTimeField(auto_now_add=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('check_state', models.CharField(choices=[('open', 'not checked'), ('good', 'checked'), ('bad', 'refused')], default='open', max_length=10)),
                    ('check_note', models.CharField(blank=True, max_length=500)),
                    ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('checked_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'account to be paid to',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('uscc',), name='matching_one_account')],
                },
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.SmallIntegerField()),
                    ('measure', models.CharField(max_length=100)),
                    ('uscc', models.CharField(max_length=18)),
                    ('origin', models.CharField(choices=[('match', 'confirmed match'), ('application', 'application')], max_length=20)),
                    ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('given_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'consent',
                    'indexes': [models.Index(fields=['uscc', 'year'], name='matching_co_uscc_9a1533_idx')],
                    'constraints': [models.UniqueConstraint(fields=('year', 'measure', 'uscc'), name='matching_consent_once')],
                },
            ),
            migrations.CreateModel(
                name='Match',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('measure', models.CharField(max_length=100, verbose_name='measure')),
                    ('uscc', models.CharField(max_length=18)),
                    ('county', models.CharField(max_length=6)),
                    ('lines', models.JSONField(default=list)),
                    ('amount', models.BigIntegerField(default=0, verbose_name='yuan')),
                    ('exceptions', models.CharField(blank=True, max_length=200, verbose_name='To look at')),
                    ('cleared', models.CharField(blank=True, max_length=200)),
                    ('state', models.CharField(choices=[('found', 'matched'), ('held', 'held back'), ('told', 'waiting for the enterprise'), ('confirmed', 'confirmed'), ('declined', 'declined'), ('lapsed', 'lapsed'), ('gone', 'no longer matched')], default='found', max_length=10)),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('found_at', models.DateTimeField(auto_now_add=True)),
                    ('told_at', models.DateTimeField(null=True)),
                    ('due_on', models.DateField(null=True, verbose_name='Answer until')),
                    ('reminded_on', models.DateField(null=True, verbose_name='Reminded on')),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'match',
                    'indexes': [models.Index(fields=['year', 'state', 'id'], name='matching_ma_year_bde20a_idx'), models.Index(fields=['year', 'measure', 'county'], name='matching_ma_year_9e7c0a_idx'), models.Index(fields=['uscc', 'year'], name='matching_ma_uscc_f240b5_idx')],
                    'constraints': [models.UniqueConstraint(fields=('year', 'measure', 'uscc'), name='matching_match_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'told'), _negated=True), models.Q(('due_on__isnull', False), ('told_at__isnull', False)), _connector='OR'), name='matching_told_until_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirmed', 'declined']), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='matching_answered_some_time')],
                },
            ),
            migrations.CreateModel(
                name='Matching',
                fields=[
                    ('year', models.SmallIntegerField(primary_key=True, serialize=False, verbose_name='year')),
                    ('state', models.CharField(choices=[('waiting', 'waiting to begin'), ('running', 'being searched for'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=10)),
                    ('progress', models.PositiveSmallIntegerField(default=0)),
                    ('progress_at', models.DateTimeField(auto_now_add=True)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(null=True)),
                    ('counts', models.JSONField(default=dict)),
                    ('left_out', models.JSONField(default=dict)),
                    ('fault', models.CharField(blank=True, max_length=1000, verbose_name='fault')),
                    ('pack_sha256', models.CharField(blank=True, max_length=64)),
                    ('entry', models.BigIntegerField(default=0)),
                ],
                options={
                    'verbose_name': 'search for matches',
                },
            ),
        ),
    ]

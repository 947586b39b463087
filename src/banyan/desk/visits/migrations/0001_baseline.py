import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('visits', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_baseline'),
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='unit')),
                    ('kind', models.CharField(choices=[('visit', 'visiting officer'), ('service', 'service officer')], max_length=10, verbose_name='kind')),
                    ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                    ('until', models.DateField(null=True, verbose_name='until')),
                    ('ended_why', models.CharField(blank=True, choices=[('replaced', 'somebody else was named'), ('handed_over', 'handed over'), ('released', 'ended without another')], max_length=15, verbose_name='why it ended')),
                    ('ended_note', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                    ('visited_on', models.DateField(default=datetime.date(1900, 1, 1), verbose_name='last visit')),
                    ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('assigned_at', models.DateTimeField(auto_now_add=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'responsible officer',
                    'indexes': [models.Index(fields=['organization', '-id'], name='visits_assi_organiz_4e5a5b_idx'), models.Index(condition=models.Q(('until__isnull', True)), fields=['visited_on', 'id'], name='visits_longest_ago'), models.Index(condition=models.Q(('until__isnull', True)), fields=['officer', 'visited_on', 'id'], name='visits_longest_ago_of_officer'), models.Index(condition=models.Q(('until__isnull', True)), fields=['unit', 'visited_on', 'id'], name='visits_longest_ago_of_unit')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organization', 'kind'), name='visits_one_officer_of_a_kind'), models.CheckConstraint(condition=models.Q(models.Q(('ended_why', ''), ('until__isnull', True)), models.Q(('until__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='visits_ended_for_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='HandOver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('why', models.CharField(choices=[('closed', 'the account is closed'), ('moved', 'works elsewhere now'), ('leave', 'on long leave')], max_length=10, verbose_name='reason')),
                    ('until', models.DateField(null=True, verbose_name='until')),
                    ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opened_at', models.DateTimeField(auto_now_add=True)),
                    ('done_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'handing over of enterprises',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('officer', 'unit'), name='visits_one_hand_over')],
                },
            ),
            migrations.CreateModel(
                name='Planned',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('month', models.DateField(verbose_name='month')),
                    ('day', models.DateField(null=True, verbose_name='day')),
                    ('state', models.CharField(choices=[('planned', 'planned'), ('held', 'visited'), ('dropped', 'taken out of the plan')], default='planned', max_length=10, verbose_name='state')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                    ('moved', models.PositiveSmallIntegerField(default=0, verbose_name='times moved')),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'planned visit',
                    'indexes': [models.Index(fields=['officer', 'month', 'id'], name='visits_plan_officer_7d945a_idx'), models.Index(condition=models.Q(('state', 'planned')), fields=['month'], name='visits_planned_by_month'), models.Index(fields=['organization', 'month'], name='visits_plan_organiz_bd6961_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('officer', 'organization', 'month'), name='visits_planned_once_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='visits_dropped_with_reason'), models.CheckConstraint(condition=models.Q(('day__isnull', True), ('day__gte', models.F('month')), _connector='OR'), name='visits_day_within_month')],
                },
            ),
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
                    ('companions', models.CharField(blank=True, max_length=300, verbose_name='with whom')),
                    ('held_on', models.DateField(verbose_name='visited on')),
                    ('form', models.CharField(choices=[('spot', 'on the spot'), ('online', 'online meeting'), ('phone', 'by telephone')], default='spot', max_length=10, verbose_name='how')),
                    ('seen', models.TextField(blank=True, verbose_name='what was seen')),
                    ('asked', models.TextField(blank=True, verbose_name='what was asked')),
                    ('key', models.CharField(max_length=64)),
                    ('planned', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visit', to='visits.planned')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'visit to an enterprise',
                    'indexes': [models.Index(fields=['organization', '-held_on', '-id'], name='visits_visi_organiz_159977_idx'), models.Index(fields=['officer', '-held_on', '-id'], name='visits_visi_officer_5091cc_idx'), models.Index(fields=['held_on', 'id'], name='visits_visi_held_on_66f486_idx')],
                    'constraints': [models.UniqueConstraint(fields=('officer', 'key'), name='visits_come_once'), models.CheckConstraint(condition=models.Q(models.Q(('seen', ''), _negated=True), models.Q(('asked', ''), _negated=True), _connector='OR'), name='visits_say_something')],
                },
            ),
            migrations.CreateModel(
                name='VisitPhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='visits.visit')),
                    ('upload', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='VisitProblem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='visits.visit')),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='brought_by_visit', to='cases.case')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
        ),
    ]

import datetime
import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('meetings', '0001_initial'), ('meetings', '0003_helping'), ('meetings', '0004_projects')]

    initial = True

    dependencies = [
        ('cases', '0001_baseline'),
        ('people', '__first__'),
        ('projects', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('kind', models.CharField(choices=[('ordinary', 'regular meeting'), ('special', 'meeting on one subject'), ('projects', 'meeting on great projects')], max_length=10, verbose_name='kind of meeting')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('date', models.DateField(verbose_name='day')),
                    ('starts', models.TimeField(default=datetime.time(9, 0), verbose_name='from')),
                    ('place', models.CharField(max_length=200, verbose_name='place')),
                    ('chair', models.CharField(max_length=100, verbose_name='chair')),
                    ('state', models.CharField(choices=[('planned', 'agenda and minutes are being written'), ('signed', 'minutes signed'), ('cancelled', 'called off')], default='planned', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                    ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('planned_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'coordination meeting',
                    'ordering': ['-date', '-id'],
                    'indexes': [models.Index(fields=['county', '-date', '-id'], name='meetings_me_county_1620a4_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='meetings_called_off_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='Participant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='meetings.meeting')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ],
                options={
                    'ordering': ['unit__code'],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'unit'), name='meetings_unit_invited_once')],
                },
            ),
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='meetings.meeting')),
                    ('place', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='cases.case')),
                    ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='projects.project')),
                    ('why', models.CharField(blank=True, max_length=20)),
                    ('said', models.TextField(blank=True, verbose_name='what was said')),
                ],
                options={
                    'verbose_name': 'point of the agenda',
                    'ordering': ['place', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('case__isnull', False)), fields=('meeting', 'case'), name='meetings_case_once'), models.UniqueConstraint(condition=models.Q(('project__isnull', False)), fields=('meeting', 'project'), name='meetings_project_once'), models.CheckConstraint(condition=models.Q(('case__isnull', True), ('project__isnull', True), _connector='OR'), name='meetings_item_is_of_one_thing')],
                },
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='meetings.item')),
                    ('what', models.CharField(max_length=200, verbose_name='decision')),
                    ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('due_on', models.DateField(verbose_name='due')),
                    ('done_as', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='cases.case')),
                ],
                options={
                    'verbose_name': 'decision of a meeting',
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Helping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helping', to='meetings.decision')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ],
                options={
                    'ordering': ['unit__code'],
                    'constraints': [models.UniqueConstraint(fields=('decision', 'unit'), name='meetings_helps_once')],
                },
            ),
            migrations.CreateModel(
                name='Signing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signings', to='meetings.meeting')),
                ],
                options={
                    'verbose_name': 'minutes to be signed',
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='meetings_signing_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='meetings_signing_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='meetings_signing_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('meeting',), name='meetings_signed_once')],
                },
            ),
            migrations.CreateModel(
                name='Minutes',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='meetings.meeting')),
                    ('county', models.CharField(blank=True, max_length=6)),
                    ('year', models.SmallIntegerField()),
                    ('number', models.PositiveSmallIntegerField()),
                    ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('signed_on', models.DateField()),
                ],
                options={
                    'verbose_name': 'minutes',
                    'constraints': [models.UniqueConstraint(fields=('county', 'year', 'number'), name='meetings_minutes_numbered')],
                },
            ),
        ),
    ]

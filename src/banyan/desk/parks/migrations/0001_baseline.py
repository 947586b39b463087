import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('parks', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='LeadingIndustry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('park', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='park')),
                    ('slot', models.PositiveSmallIntegerField(verbose_name='slot')),
                    ('name', models.CharField(max_length=100, verbose_name='leading industry')),
                    ('industry', models.CharField(blank=True, max_length=5, verbose_name='code of the industry')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'leading industry of a park',
                    'ordering': ['slot'],
                    'constraints': [models.UniqueConstraint(fields=('park', 'slot'), name='parks_slot_once'), models.UniqueConstraint(fields=('park', 'name'), name='parks_industry_once'), models.CheckConstraint(condition=models.Q(('slot__gte', 1), ('slot__lte', 3)), name='parks_at_most_three_industries'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='parks_industry_has_a_name')],
                },
            ),
            migrations.CreateModel(
                name='Tenant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('park', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='park')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='enterprise')),
                    ('since', models.DateField(verbose_name='since')),
                    ('until', models.DateField(null=True, verbose_name='until')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': 'tenant of a park',
                    'ordering': ['-since', '-id'],
                    'indexes': [models.Index(fields=['park', '-id'], name='parks_tenan_park_id_ae270e_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organization',), name='parks_in_one_park_at_a_time'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='parks_tenant_forwards')],
                },
            ),
            migrations.CreateModel(
                name='Facility',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('park', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='park')),
                    ('code', models.CharField(max_length=30, verbose_name='item of the checklist')),
                    ('there', models.CharField(choices=[('missing', 'missing'), ('planned', 'planned'), ('building', 'being built'), ('there', 'in place')], max_length=10, verbose_name='how far it is')),
                    ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                ],
                options={
                    'verbose_name': 'what a park offers',
                    'ordering': ['-id'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['park', 'state', 'code', '-id'], name='parks_facil_park_id_03e4e5_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='parks_facility_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='parks_facility_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='parks_facility_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('park', 'code'), name='parks_one_item_waits'), models.CheckConstraint(condition=models.Q(models.Q(('there', 'there'), _negated=True), ('evidence__isnull', False), _connector='OR'), name='parks_in_place_with_evidence')],
                },
            ),
            migrations.CreateModel(
                name='YearFigures',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('park', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='park')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('values', models.JSONField(verbose_name='figures')),
                    ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.upload')),
                ],
                options={
                    'verbose_name': 'figures of a park',
                    'ordering': ['-id'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['park', 'state', 'year', '-id'], name='parks_yearf_park_id_b70a58_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='parks_yearfigures_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='parks_yearfigures_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='parks_yearfigures_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('park', 'year'), name='parks_one_year_waits')],
                },
            ),
            migrations.CreateModel(
                name='Demonstration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('park', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization', verbose_name='park')),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ended_for', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'demonstration park',
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='parks_demonstration_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='parks_demonstration_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='parks_demonstration_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('state__in', ['proposed', 'confirmed'])), fields=('park',), name='parks_demonstration_once'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_for', ''), _negated=True), _connector='OR'), name='parks_demonstration_ended_with_reason')],
                },
            ),
        ),
    ]

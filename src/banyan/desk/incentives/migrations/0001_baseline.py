import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('incentives', '0001_initial'), ('incentives', '0002_one_proposes_another_decides')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('county', models.CharField(max_length=6, verbose_name='county')),
                    ('uscc', models.CharField(max_length=18)),
                    ('raised', models.PositiveIntegerField()),
                    ('tier', models.PositiveSmallIntegerField()),
                    ('amount', models.BigIntegerField(verbose_name='amount')),
                    ('recognition', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='incentives_proposal_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='incentives_proposal_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='incentives_proposal_refused_with_answer'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('year', 'county'), name='incentives_one_award_a_county'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='incentives_award_is_money')],
                },
            ),
        ),
    ]

import datetime
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('receptions', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_baseline'),
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='ReceptionDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                    ('date', models.DateField(verbose_name='day')),
                    ('starts', models.TimeField(default=datetime.time(9, 0), verbose_name='from')),
                    ('minutes', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(120)], verbose_name='minutes for each')),
                    ('slots', models.PositiveSmallIntegerField(default=9, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='number of slots')),
                    ('place', models.CharField(max_length=200, verbose_name='place')),
                    ('hosts', models.CharField(max_length=300, verbose_name='who listens')),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                    ('announced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('announced_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'reception day',
                    'ordering': ['date', 'id'],
                    'indexes': [models.Index(fields=['county', 'date'], name='receptions__county_ef1fb4_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('county', 'date'), name='receptions_one_a_day'), models.CheckConstraint(condition=models.Q(('cancelled_at__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='receptions_cancelled_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='Booking',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='receptions.receptionday')),
                    ('number', models.PositiveSmallIntegerField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('about', models.TextField(max_length=2000, verbose_name='what it is about')),
                    ('contact', models.CharField(max_length=100, verbose_name='who comes')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                    ('state', models.CharField(choices=[('booked', 'booked'), ('queued', 'in the queue'), ('cancelled', 'cancelled'), ('answered', 'answered on the spot'), ('recorded', 'in the ledger'), ('missed', 'did not come')], max_length=10, verbose_name='state')),
                    ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('booked_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.TextField(blank=True, verbose_name='answer')),
                    ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booking', to='cases.case')),
                    ('heard_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('heard_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'booking',
                    'ordering': ['number', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('day', 'number'), name='receptions_slot_once'), models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('day', 'organization'), name='receptions_organization_once_a_day'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'cancelled']), ('number__isnull', False), _connector='OR'), name='receptions_heard_in_a_slot'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='receptions_answered_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('state', 'recorded')), models.Q(models.Q(('state', 'recorded'), _negated=True), ('case__isnull', True)), _connector='OR'), name='receptions_recorded_as_a_case')],
                },
            ),
        ),
    ]

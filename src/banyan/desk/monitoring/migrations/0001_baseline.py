import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('monitoring', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_baseline'),
        ('people', '__first__'),
        ('records', '0001_baseline'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='KeyEnterprise',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('since', models.DateField(verbose_name='since')),
                    ('until', models.DateField(null=True, verbose_name='until')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'key enterprise',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organization',), name='monitoring_watched_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='monitoring_watched_forwards')],
                },
            ),
            migrations.CreateModel(
                name='MonthlyFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('output', models.BigIntegerField(null=True, verbose_name='output')),
                    ('power', models.BigIntegerField(null=True, verbose_name='power used')),
                    ('tax', models.BigIntegerField(null=True, verbose_name='tax')),
                    ('jobs', models.BigIntegerField(null=True, verbose_name='jobs')),
                    ('orders', models.BigIntegerField(null=True, verbose_name='orders')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('month', models.DateField(verbose_name='month')),
                    ('source', models.CharField(choices=[('form', 'form'), ('imported', 'imported list'), ('interface', 'interface')], max_length=10)),
                    ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reported')),
                    ('version', models.PositiveIntegerField()),
                ],
                options={
                    'verbose_name': 'monthly figures',
                    'indexes': [models.Index(fields=['month', 'organization'], name='monitoring__month_cb9b40_idx')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'month'), name='monitoring_figures_once_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('output__isnull', True), ('output__gte', 0), _connector='OR'), models.Q(('power__isnull', True), ('power__gte', 0), _connector='OR'), models.Q(('jobs__isnull', True), ('jobs__gte', 0), _connector='OR'), models.Q(('orders__isnull', True), ('orders__gte', 0), _connector='OR')), name='monitoring_figures_not_negative')],
                },
            ),
            migrations.CreateModel(
                name='FigureVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('output', models.BigIntegerField(null=True, verbose_name='output')),
                    ('power', models.BigIntegerField(null=True, verbose_name='power used')),
                    ('tax', models.BigIntegerField(null=True, verbose_name='tax')),
                    ('jobs', models.BigIntegerField(null=True, verbose_name='jobs')),
                    ('orders', models.BigIntegerField(null=True, verbose_name='orders')),
                    ('figure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='monitoring.monthlyfigure')),
                    ('version', models.PositiveIntegerField()),
                    ('source', models.CharField(choices=[('form', 'form'), ('imported', 'imported list'), ('interface', 'interface')], max_length=10)),
                    ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reported')),
                ],
                options={
                    'ordering': ['figure', 'version'],
                    'constraints': [models.UniqueConstraint(fields=('figure', 'version'), name='monitoring_version_once')],
                },
            ),
            migrations.CreateModel(
                name='Expected',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('month', models.DateField(verbose_name='month')),
                    ('open', models.BooleanField(default=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('organization', 'month'), name='monitoring_expected_once')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organization')),
                    ('month', models.DateField(verbose_name='month')),
                    ('rule', models.CharField(max_length=40, verbose_name='rule')),
                    ('category', models.CharField(max_length=30)),
                    ('value', models.BigIntegerField()),
                    ('base', models.BigIntegerField()),
                    ('change', models.BigIntegerField(null=True)),
                    ('median', models.BigIntegerField(null=True)),
                    ('threshold', models.BigIntegerField()),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='cases.case')),
                    ('found_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['month', 'rule'], name='monitoring__month_4e004c_idx')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'month', 'rule'), name='monitoring_found_once')],
                },
            ),
        ),
    ]

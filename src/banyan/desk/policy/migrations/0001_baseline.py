import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('policy', '0001_initial'), ('policy', '0003_one_proposes_another_decides')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=100, unique=True)),
                    ('title', models.CharField(max_length=300)),
                    ('kind', models.CharField(choices=[('notice', 'notice'), ('amendment', 'amendment'), ('rules', 'detailed rules')], default='notice', max_length=20)),
                    ('issued', models.DateField(blank=True, null=True)),
                    ('in_force', models.DateField(blank=True, null=True)),
                    ('until', models.DateField(blank=True, null=True)),
                    ('repealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeals', to='policy.document')),
                ],
                options={
                    'ordering': ['-issued', 'number'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('repealed_by__isnull', True), models.Q(('repealed_by', models.F('id')), _negated=True), _connector='OR'), name='policy_document_not_by_itself'), models.CheckConstraint(condition=models.Q(('repealed_by__isnull', True), ('until__isnull', False), _connector='OR'), name='policy_document_repealed_on_a_day')],
                },
            ),
            migrations.CreateModel(
                name='TextVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='policy.document')),
                    ('version', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('file_name', models.CharField(max_length=255)),
                    ('text', models.TextField()),
                    ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('imported_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'ordering': ['document', '-version'],
                    'constraints': [models.UniqueConstraint(fields=('document', 'version'), name='policy_text_version')],
                },
            ),
            migrations.CreateModel(
                name='Clause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='policy.textversion')),
                    ('position', models.PositiveIntegerField()),
                    ('number', models.CharField(max_length=20)),
                    ('label', models.TextField(blank=True)),
                    ('heading', models.TextField(blank=True)),
                    ('stop', models.TextField(blank=True)),
                    ('text', models.TextField(blank=True)),
                    ('responsible', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['version', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'number'), name='policy_clause_number')],
                },
            ),
            migrations.CreateModel(
                name='ArticleCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='policy.textversion')),
                    ('article', models.CharField(max_length=20)),
                    ('kind', models.CharField(choices=[('added', 'added'), ('removed', 'removed'), ('changed', 'changed'), ('renumbered', 'renumbered')], max_length=20)),
                    ('renumbered_from', models.CharField(blank=True, max_length=20)),
                    ('spans', models.JSONField(default=list)),
                    ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('note', models.CharField(blank=True, max_length=1000)),
                ],
                options={
                    'ordering': ['version', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'article', 'kind'), name='policy_check_once'), models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='policy_check_has_note')],
                },
            ),
            migrations.CreateModel(
                name='FigureChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(auto_now_add=True)),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('key', models.CharField(db_index=True, max_length=100)),
                    ('starts', models.DateField()),
                    ('ends', models.DateField()),
                    ('value', models.CharField(max_length=50)),
                    ('before', models.CharField(max_length=50)),
                ],
                options={
                    'ordering': ['-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='policy_figurechange_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='policy_figurechange_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='policy_figurechange_refused_with_answer'), models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='policy_change_dates'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('key',), name='policy_one_proposal_a_figure')],
                },
            ),
            migrations.CreateModel(
                name='FigureSimulation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='simulations', to='policy.figurechange')),
                    ('year', models.SmallIntegerField()),
                    ('state', models.CharField(choices=[('waiting', 'being computed'), ('done', 'computed'), ('failed', 'failed')], default='waiting', max_length=20)),
                    ('requested_at', models.DateTimeField(auto_now_add=True)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('pack_sha256', models.CharField(blank=True, max_length=64)),
                    ('result', models.JSONField(blank=True, null=True)),
                    ('fault', models.CharField(blank=True, max_length=1000)),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('done_at__isnull', False), ('result__isnull', False)), _connector='OR'), name='policy_simulation_has_a_result')],
                },
            ),
            migrations.CreateModel(
                name='InForce',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mark', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='policy_one_in_force')],
                },
            ),
        ),
    ]

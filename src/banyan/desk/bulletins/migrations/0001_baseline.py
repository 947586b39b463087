import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('bulletins', '0001_initial'), ('bulletins', '0003_last_entry')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('cut_off', models.DateField(verbose_name='cut-off day')),
                    ('title_zh', models.CharField(max_length=200, verbose_name='title in Chinese')),
                    ('title_en', models.CharField(max_length=200, verbose_name='title in English')),
                    ('remarks_zh', models.TextField(blank=True, max_length=4000, verbose_name='remarks in Chinese')),
                    ('remarks_en', models.TextField(blank=True, max_length=4000, verbose_name='remarks in English')),
                    ('content', models.JSONField(default=dict)),
                    ('state', models.CharField(choices=[('open', 'draft'), ('published', 'published'), ('discarded', 'discarded')], default='open', max_length=10)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('computed_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='Series',
                fields=[
                    ('last', models.PositiveSmallIntegerField(default=0)),
                    ('year', models.SmallIntegerField(primary_key=True, serialize=False)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Bulletin',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bulletin', to='bulletins.draft')),
                    ('year', models.SmallIntegerField(verbose_name='year')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('cut_off', models.DateField(verbose_name='cut-off day')),
                    ('content', models.JSONField()),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_at', models.DateTimeField(auto_now_add=True)),
                    ('published_on', models.DateField()),
                ],
                options={
                    'ordering': ['-year', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='bulletins_numbered_once'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='bulletins_numbered_from_one'), models.CheckConstraint(condition=models.Q(('published_by', models.F('made_by')), _negated=True), name='bulletins_published_by_a_second')],
                },
            ),
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word')], max_length=4)),
                    ('language', models.CharField(max_length=2)),
                    ('sha256', models.CharField(max_length=64)),
                    ('file', models.BinaryField()),
                    ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='bulletins.bulletin')),
                ],
                options={
                    'ordering': ['bulletin', '-language', '-form'],
                    'constraints': [models.UniqueConstraint(fields=('bulletin', 'form', 'language'), name='bulletins_one_document_a_form')],
                },
            ),
            migrations.CreateModel(
                name='Explanation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='bulletins.bulletin')),
                    ('county', models.CharField(max_length=6, verbose_name='county')),
                    ('text', models.TextField(blank=True, max_length=4000, verbose_name='explanation')),
                    ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('given_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['bulletin', 'county'],
                    'constraints': [models.UniqueConstraint(fields=('bulletin', 'county'), name='bulletins_one_explanation_a_county'), models.CheckConstraint(condition=models.Q(models.Q(('given_at__isnull', True), ('given_by__isnull', True), ('text', '')), models.Q(models.Q(('text', ''), _negated=True), ('given_at__isnull', False), ('given_by__isnull', False)), _connector='OR'), name='bulletins_explained_by_somebody')],
                },
            ),
        ),
    ]

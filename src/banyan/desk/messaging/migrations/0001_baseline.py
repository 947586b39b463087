import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('messaging', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inbox', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(max_length=50)),
                    ('context', models.JSONField(default=dict)),
                    ('link', models.CharField(blank=True, max_length=200)),
                    ('organization', models.CharField(blank=True, max_length=18)),
                    ('key', models.CharField(max_length=200)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ],
                options={
                    'verbose_name': 'message in the inbox',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['account', '-id'], name='messaging_inbox'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['account'], name='messaging_unread')],
                    'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='messaging_told_once')],
                },
            ),
            migrations.CreateModel(
                name='EmailChoice',
                fields=[
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='email_choice', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], max_length=10, verbose_name='language')),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'messages by e-mail',
                },
            ),
            migrations.CreateModel(
                name='Robot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100, verbose_name='name of the group')),
                    ('url', models.URLField(max_length=500, verbose_name='address')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='robots', to='people.unit', verbose_name='unit')),
                    ('kinds', models.JSONField(default=list, verbose_name='kinds of messages')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ],
                options={
                    'verbose_name': 'robot of a group chat',
                },
            ),
            migrations.CreateModel(
                name='Dispatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='messaging.message')),
                    ('channel', models.CharField(choices=[('email', 'e-mail'), ('robot', 'robot')], max_length=10)),
                    ('robot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='messaging.robot')),
                    ('once', models.CharField(max_length=250, unique=True)),
                    ('target', models.CharField(max_length=500)),
                    ('state', models.CharField(choices=[('waiting', 'waiting to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('uncertain', 'perhaps sent'), ('given_up', 'given up')], default='waiting', max_length=10)),
                    ('next_at', models.DateTimeField()),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('answer', models.CharField(blank=True, max_length=200)),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'message on its way',
                    'ordering': ['-id'],
                    'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'sending'])), fields=['next_at'], name='messaging_due')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('channel', 'robot'), ('robot__isnull', False)), models.Q(('channel', 'email'), ('robot__isnull', True)), _connector='OR'), name='messaging_dispatch_to_its_channel')],
                },
            ),
        ),
    ]

import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from banyan.desk.audit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_sessions'), ('people', '0003_experts')]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(unique=True, verbose_name='code')),
                    ('name_zh', models.CharField(max_length=100, verbose_name='name in Chinese')),
                    ('name_en', models.CharField(max_length=150, verbose_name='name in English')),
                    ('county', models.CharField(blank=True, max_length=6, validators=[django.core.validators.MinLengthValidator(6)], verbose_name='county')),
                ],
                options={
                    'ordering': ['code'],
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('username', models.CharField(max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='user name')),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                    ('role', models.CharField(choices=[('enterprise', 'Enterprise'), ('county', 'County officer'), ('city', 'City officer'), ('finance', 'Finance officer'), ('department', 'Department officer'), ('bank', 'Bank or service organization'), ('expert', 'Expert'), ('supervisor', 'Supervisor'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], default='enterprise', max_length=20, verbose_name='role')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.unit', verbose_name='unit')),
                    ('is_active', models.BooleanField(default=True, verbose_name='open')),
                    ('must_change_password', models.BooleanField(default=False, verbose_name='must change the password')),
                    ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ],
                options={
                    'ordering': ['username'],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='people_account_username_in_any_case', violation_error_message='A user with that username already exists.'), models.CheckConstraint(condition=models.Q(('role__in', ['enterprise', 'county', 'city', 'finance', 'department', 'bank', 'expert', 'supervisor', 'auditor', 'administrator'])), name='people_account_known_role'), models.CheckConstraint(condition=models.Q(('role', 'enterprise'), ('unit__isnull', False), _connector='OR'), name='people_account_works_for_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='Session',
                fields=[
                    ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                    ('session_data', models.TextField(verbose_name='session data')),
                    ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                    ('address', models.CharField(blank=True, max_length=45, verbose_name='address')),
                    ('agent', models.CharField(blank=True, max_length=200, verbose_name='browser')),
                    ('started_at', models.DateTimeField(null=True, verbose_name='since')),
                    ('seen_at', models.DateTimeField(auto_now=True, verbose_name='last used')),
                ],
                options={
                    'verbose_name': 'session',
                    'verbose_name_plural': 'sessions',
                    'abstract': False,
                },
            ),
        ),
    ]

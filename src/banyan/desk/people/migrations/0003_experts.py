from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_sessions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='account',
            name='people_account_known_role',
        ),
        migrations.AlterField(
            model_name='account',
            name='role',
            field=models.CharField(choices=[('enterprise', 'Enterprise'), ('county', 'County officer'), ('city', 'City officer'), ('finance', 'Finance officer'), ('department', 'Department officer'), ('bank', 'Bank or service organization'), ('expert', 'Expert'), ('supervisor', 'Supervisor'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], default='enterprise', max_length=20, verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['enterprise', 'county', 'city', 'finance', 'department', 'bank', 'expert', 'supervisor', 'auditor', 'administrator'])), name='people_account_known_role'),
        ),
    ]

"""Experts for whom nobody waits any more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0002_append_only'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assignment',
            name='state',
            field=models.CharField(choices=[('asked', 'asked'), ('accepted', 'has declared no conflict'), ('recused', 'recused'), ('released', 'no longer waited for'), ('scored', 'has scored')], default='asked', max_length=10),
        ),
    ]

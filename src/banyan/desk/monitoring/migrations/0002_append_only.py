"""Triggers that refuse to change what was reported."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_baseline")]

    operations = [append_only("monitoring_figureversion")]

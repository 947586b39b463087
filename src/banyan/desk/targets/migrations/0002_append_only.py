"""Triggers that refuse to change what was said of a value, and what was published."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_baseline")]

    operations = [
        append_only("targets_valueversion"),
        append_only("targets_reportedvalue"),
        append_only("targets_yearlydocument"),
    ]

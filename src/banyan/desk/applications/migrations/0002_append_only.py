"""Triggers that refuse to change the steps of an application, and the points of experts."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_baseline")]

    operations = [append_only("applications_step"), append_only("applications_score")]

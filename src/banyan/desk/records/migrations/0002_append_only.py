"""Triggers that refuse to change the history of records."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0001_baseline")]

    operations = [append_only("records_revision")]

"""Triggers that refuse to change what happened to an entry."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_baseline")]

    operations = [append_only("lists_step")]

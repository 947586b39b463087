"""Triggers that refuse to change what happened to a case, and what is attached to it."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_baseline")]

    operations = [append_only("cases_move"), append_only("cases_casefile")]

"""Triggers: lines and what they take of awards are only added; an approved run stays as it is."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("settlement", "0001_baseline")]

    operations = [
        append_only("settlement_line"),
        append_only("settlement_reduction"),
        append_only("settlement_run", when="OLD.state = 'approved'"),
    ]

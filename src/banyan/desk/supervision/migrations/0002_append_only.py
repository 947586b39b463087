"""Triggers that refuse to change what was issued, listed and signed."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_baseline")]

    operations = [
        append_only("supervision_paper"),
        append_only("supervision_paperfile"),
        append_only("supervision_row"),
        append_only("supervision_signature"),
        append_only("supervision_ground"),
        append_only("supervision_reconciliation", "OLD.state IN ('signed', 'refused')"),
    ]

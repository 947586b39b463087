"""The head of the chain, and triggers that refuse to change an entry."""

from django.db import migrations

from banyan.desk.audit.append_only import append_only


def make_head(apps, schema_editor):
    apps.get_model("audit", "Head").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_baseline")]

    operations = [
        migrations.RunPython(make_head, migrations.RunPython.noop),
        append_only("audit_entry"),
    ]

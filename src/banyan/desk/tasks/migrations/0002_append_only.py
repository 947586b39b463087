from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_baseline")]
    operations = [append_only("tasks_report"), append_only("tasks_evidence")]

from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_baseline")]
    operations = [append_only("projects_transition"), append_only("projects_coordination")]

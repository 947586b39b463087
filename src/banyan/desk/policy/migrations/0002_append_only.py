from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_baseline")]
    operations = [append_only("policy_textversion"), append_only("policy_clause")]

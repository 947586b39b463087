from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0001_baseline")]
    operations = [append_only("bulletins_bulletin"), append_only("bulletins_document")]

from django.db import migrations

from banyan.desk.audit.append_only import append_only
from banyan.desk.funds.guards import kept_by_the_database


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_baseline")]
    operations = [append_only("funds_entry"), kept_by_the_database()]

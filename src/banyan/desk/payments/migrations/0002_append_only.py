from django.db import migrations

from banyan.desk.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_baseline")]
    operations = [append_only("payments_receipt"), append_only("payments_paymentfile")]

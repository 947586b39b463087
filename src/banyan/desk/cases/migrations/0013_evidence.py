from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_open_by_state"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="no_evidence",
            field=models.TextField(blank=True, default="", verbose_name="Why nothing proves it"),
            preserve_default=False,
        ),
    ]

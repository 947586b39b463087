"""Standings are filtered by industry; all organizations are evaluated daily, whatever was written
in the audit."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def fill(apps: Any, _schema: Any) -> None:
    organizations = apps.get_model("records", "Organization").objects
    own = organizations.filter(pk=OuterRef("organization_id")).values("industry")
    standings = apps.get_model("lists", "Standing").objects
    standings.update(industry=Coalesce(Subquery(own), Value("")))


class Migration(migrations.Migration):
    dependencies = [("lists", "0002_append_only")]

    operations = [
        migrations.RemoveField(model_name="evaluation", name="entry"),
        migrations.AddField(
            model_name="standing",
            name="industry",
            field=models.CharField(blank=True, default="", max_length=5),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

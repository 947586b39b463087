"""A file is kept once in a round of its case, and once more where it proves that it is solved."""

from typing import Any

from django.db import migrations, models

from banyan.desk.audit.append_only import removals, statements

TABLE = "cases_casefile"


def let_change(apps: Any, schema_editor: Any) -> None:
    for sql in removals(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(sql)


def refuse_change(apps: Any, schema_editor: Any) -> None:
    for sql in statements(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(sql)


def count_rounds(apps: Any, schema_editor: Any) -> None:
    """The rounds that had begun when a file was added."""
    files = apps.get_model("cases", "CaseFile")._base_manager
    moves = apps.get_model("cases", "Move")._base_manager
    again = moves.filter(action__in=("disagree", "reopen")).order_by("pk")
    for case, at in again.values_list("case_id", "at"):
        files.filter(case_id=case, added_at__gte=at).update(round=models.F("round") + 1)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_append_only")]

    operations = [
        migrations.RunPython(let_change, refuse_change),
        migrations.RemoveConstraint(model_name="casefile", name="cases_file_once"),
        migrations.AddField(
            model_name="casefile",
            name="round",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(count_rounds, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.UniqueConstraint(
                fields=("case", "round", "sha256", "evidence"), name="cases_file_once_a_round"
            ),
        ),
        migrations.RunPython(refuse_change, let_change),
    ]

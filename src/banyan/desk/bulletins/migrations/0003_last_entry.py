"""Bulletins said which entries are behind each figure by the ranges of their keys; now they say the
last entry that counts, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import migrations

from banyan.desk.audit.append_only import removals, statements

TABLE = "bulletins_bulletin"
QUANTITIES = ("committed", "approved", "paid")


def convert(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for sql in removals(vendor, TABLE):
        schema_editor.execute(sql)
    entry = apps.get_model("funds", "Entry")
    for model in (apps.get_model("bulletins", "Draft"), apps.get_model("bulletins", "Bulletin")):
        for row in model._base_manager.all():
            if row.content and "last" not in row.content:
                model._base_manager.filter(pk=row.pk).update(
                    content=row.content | _converted(entry, row.content["cells"])
                )
    for sql in statements(vendor, TABLE):
        schema_editor.execute(sql)


def _converted(entry: Any, cells: list[dict[str, Any]]) -> dict[str, Any]:
    payers = dict(entry._base_manager.values_list("pk", "budget__county")) if cells else {}
    last = 0
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    for cell in cells:
        for quantity in QUANTITIES:
            for key in _keys(cell[quantity]):
                last = max(last, key)
                place = (payers[key], cell["county"], cell["measure"])
                counted.setdefault(place, Counter(dict.fromkeys(QUANTITIES, 0)))[quantity] += 1
    return {
        "last": last,
        "cells": [
            {"payer": payer, "county": county, "measure": measure, **counts}
            for (payer, county, measure), counts in sorted(counted.items())
        ],
    }


def _keys(ranges: str) -> Iterator[int]:
    """Of ``1-20,35``."""
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0002_append_only"), ("funds", "0001_initial")]
    operations = [migrations.RunPython(convert, migrations.RunPython.noop, elidable=True)]

"""The records of the whole city as facts that the rules can settle."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.models import FACTS, Fact
from banyan.rules.facts import Facts
from banyan.rules.parameters import show_value
from banyan.rules.reading import read_facts
from banyan.rules.schema import Column, Type
from banyan.rules.units import Unit
from banyan.rules.wording import plain_yuan

AT_ONCE = 5000
"""Rows that are fetched at a time."""


def city_facts() -> Facts:
    """Everything in the records, whoever asks: for computations whose results are sums, not to be
    shown row by row. Raises FactsError where the records do not hold together."""
    with TemporaryDirectory(prefix="banyan-facts-") as folder:
        write_facts(Path(folder))
        return read_facts(Path(folder), declared_pack().schema)


def write_facts(folder: Path) -> None:
    """One CSV file a table, as ``read_facts`` takes them."""
    for name, model in FACTS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.name for column in model.table.columns])
            writer.writerows(_rows(model))


def _rows(model: type[Fact]) -> Iterator[list[str]]:
    columns = model.table.columns
    attributes = [model.attributes[column.name] for column in columns]
    for row in model.objects.values_list(*attributes).iterator(chunk_size=AT_ONCE):
        yield [_text(column, value) for column, value in zip(columns, row, strict=True)]


def _text(column: Column, value: object) -> str:
    if value is None:
        return ""
    match value:
        case bool():
            return "true" if value else "false"
        case int() if column.type is Type.MONEY:
            return plain_yuan(value)
        case int() if column.type is Type.PERCENT:
            return show_value(value, Unit.RATE).removesuffix("%")
        case date():
            return value.isoformat()
    return str(value)

"""Proposed rows as rows of facts, and the records beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from banyan.desk.applications.models import Application, ProposedRow
from banyan.desk.applications.needs import Needed, Part
from banyan.desk.records import labels
from banyan.desk.records.checking import Draft, check
from banyan.desk.records.faults import explain
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import Row, key_of, row_of, rows_of, schema
from banyan.rules.errors import Fault
from banyan.rules.schema import Column, Table, Type

LONGEST = 1_000
"""Characters of a value that are kept; what is too long for its column the engine says."""

NOTHING: dict[Type, str] = {
    Type.MONEY: "0",
    Type.COUNT: "0",
    Type.PERCENT: "0",
    Type.TRUTH: "false",
}
"""What stands in a required column that the measure does not read and no applicant may fill."""


def row_text(row: ProposedRow, *, supposed: bool = False) -> Row:
    """The row of facts that a proposed row comes to. ``supposed``: what is still to be assessed
    counts as nothing, so that the rest can be checked."""
    table = schema().table(row.table)
    said = dict(row.base or dict.fromkeys((column.name for column in table.columns), ""))
    said |= row.given
    said |= {name: cell["value"] for name, cell in row.said.items()}
    said |= {name: cell["value"] for name, cell in row.assessed.items()}
    if supposed:
        for column in table.columns:
            if column.assessor and not column.optional and not said[column.name]:
                said[column.name] = NOTHING[column.type]
    return said


def written_by_people(column: Column, value: str) -> str:
    """What somebody typed, as facts are written: no spaces around it, no commas in numbers."""
    value = " ".join(value.replace("\x00", "").split())[:LONGEST]
    if column.type in (Type.MONEY, Type.COUNT, Type.PERCENT):
        return value.replace(",", "").replace("，", "").rstrip("%")
    return value


def is_changed(row: ProposedRow) -> bool:
    return row.base is None or row_text(row) != row.base


def draft_of(rows: Sequence[ProposedRow], *, supposed: bool = False) -> Draft:
    """The rows as a draft to be written; row n of a table is the n-th given of it."""
    by_table: dict[str, list[Row]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row_text(row, supposed=supposed))
    return Draft.of_rows(by_table)


def record_behind(row: ProposedRow, *, held: bool = False) -> Any:
    """The record of the row's key as it is now, ``None`` where there is none; ``held`` until the
    transaction ends."""
    model: Any = FACTS[row.table]
    text = row_text(row)
    key = {model.attributes[name]: text[name] for name in schema().table(row.table).key}
    if not all(key.values()):
        return None
    found = model.objects.select_for_update(of=("self",)) if held else model.objects
    return found.filter(**key).first()


def is_overtaken(row: ProposedRow, record: Any) -> bool:
    """Whether the record behind a row is neither what the row was taken up from nor what it
    proposes."""
    now = row_of(record) if record is not None else None
    return now not in (row.base, row_text(row))


@dataclass(frozen=True)
class RowFault:
    """A fault of a proposed row; of the application as a whole without ``row``."""

    row: ProposedRow | None
    column: str
    words: str


def faults_of(rows: Sequence[ProposedRow]) -> list[RowFault]:
    """What the engine finds wrong with the rows as they stand, in words. A row that lacks nothing
    but what officers judge is not at fault."""
    outcome = check(draft_of(rows, supposed=True), None)
    return [placed(fault, rows) for fault in outcome.faults]


def placed(fault: Fault, rows: Sequence[ProposedRow]) -> RowFault:
    """A fault of a draft with the row at which it points."""
    of_table = [row for row in rows if row.table == fault.table]
    row = of_table[fault.row - 1] if 0 < fault.row <= len(of_table) else None
    return RowFault(
        row, fault.column or "", explain(fault.table, fault.column or "", fault.expected)
    )


@dataclass(frozen=True)
class Known:
    """A record of the organization that the application may rest on."""

    record: Any
    row: Row
    key: str
    verified: bool


def known_records(application: Application, one: Needed) -> list[Known]:
    """What is on record of the part: of the kinds that count, and of tables by year of the
    application's year."""
    model: Any = FACTS[one.table.name]
    path = f"{model.organization_path}__pk" if model.organization_path else "pk"
    records = model.objects.filter(**{path: application.organization_id})
    if one.table.has("year") and one.part is not Part.PARENT:
        records = records.filter(year=application.year)
    found = []
    for record in records.select_related("source", "verified_by").order_by("-pk")[:200]:
        row = row_of(record)
        if one.includes(row):
            key = key_of(one.table, row)
            found.append(Known(record, row, key, record.verified_at is not None))
    return found


def title_of(table: Table, row: Row, names: Mapping[str, str] | None = None) -> str:
    """What people call a row: its name, its kind and level, or its key. ``names`` are those of the
    rows to which others belong, by their key (see ``names_of``)."""
    if row.get("name"):
        return row["name"]
    if table.owner and (names or {}).get(row[table.owner]):
        return f"{(names or {})[row[table.owner]]} {row['year']}"
    words = [
        labels.word_label(column, row[column]) for column in ("level", "kind") if row.get(column)
    ]
    if row.get("subject"):
        column = table.column("subject")
        words.append(labels.shown(column, row["subject"]))
    if words:
        return " ".join(words)
    keys = [row[name] for name in table.key if row[name] and name != "uscc"]
    return " ".join([labels.table_label(table.name), *keys])


def names_of(application: Application) -> dict[str, str]:
    """The names of the organization's projects, on record and proposed, by their key."""
    model: Any = FACTS["projects"]
    records = model.objects.filter(organization_id=application.organization_id)
    found = {key: name for key, name in records.values_list("project", "name") if name}
    for row in application.rows.filter(table="projects"):
        text = row_text(row)
        if text["name"]:
            found[text["project"]] = text["name"]
    return found


def choices_of(application: Application, column: Column) -> list[tuple[str, str]]:
    """What a reference may lead to: the organization's own records and the rows proposed beside;
    of what others own (an expo) all of the year."""
    parent = schema().table(column.references)
    key = parent.key[0]
    proposed = [
        (row.given[key], title_of(parent, row_text(row)))
        for row in application.rows.filter(table=parent.name)
    ]
    model: Any = FACTS[parent.name]
    if parent.name == "projects":
        records = model.objects.filter(organization_id=application.organization_id)
    else:
        records = model.objects.filter(held_on__year=application.year)
    taken = {value for value, _ in proposed}
    return proposed + [
        (row[key], title_of(parent, row))
        for _, row in rows_of(records.order_by("pk")[:1000])
        if row[key] not in taken
    ]

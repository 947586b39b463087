"""Records as the text that a CSV file of facts holds, and back.

A row maps every column of its table to a text: money in yuan (``5000000.00``), percent
(``3.45``), dates ``2026-03-01``, truth ``true`` or ``false``, several words ``a|b``; the empty
text where nothing stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
from django.db import connection
from django.db.models import Q, QuerySet

from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.bulk import frames_of
from banyan.desk.records.models import FACTS, Fact
from banyan.packs.fuzhou.city.writing import Form, Tables
from banyan.rules.fault_list import KEY_SEPARATOR
from banyan.rules.output import written
from banyan.rules.schema import Column, SameOwner, Schema, Table, Type

Row = dict[str, str]
T = TypeVar("T")

STREAMED = 20_000
"""Rows of a table that are held at a time where all of them are read."""

_FEN, _MILLIONTHS = 100, 10_000


def schema() -> Schema:
    return declared_pack().schema


def text_of(column: Column, value: Any) -> str:
    """What a file of facts says for a value of the database."""
    if value is None:
        return ""
    match column.type:
        case Type.MONEY:
            return f"{value // _FEN}.{value % _FEN:02d}"
        case Type.PERCENT:
            return f"{value // _MILLIONTHS}.{value % _MILLIONTHS:04d}".rstrip("0").rstrip(".")
        case Type.TRUTH:
            return "true" if value else "false"
        case Type.DATE:
            return str(value.isoformat())
        case _:
            return str(value)


def value_of(column: Column, text: str) -> Any:
    """The value of the database for a text that the engine's check has let pass."""
    if text == "":
        return None
    match column.type:
        case Type.MONEY:
            return _units(text, 2)
        case Type.PERCENT:
            return _units(text, 4)
        case Type.COUNT | Type.YEAR:
            return int(text)
        case Type.DATE:
            return date.fromisoformat(text)
        case Type.TRUTH:
            return text == "true"
        case Type.WORDS:
            given = set(text.split("|"))
            return "|".join(word for word in schema().words(column) if word in given)
        case _:
            return text


def _units(text: str, places: int) -> int:
    whole, _, rest = text.partition(".")
    return int(whole + rest[:places].ljust(places, "0"))


def plain(table: Table, row: Mapping[str, str | None]) -> Row:
    """A checked row as the database will say it: one way of writing for every value."""
    return {
        column.name: text_of(column, value_of(column, row.get(column.name) or ""))
        for column in table.columns
    }


def key_of(table: Table, row: Mapping[str, str]) -> str:
    """The key as people read it. A row of a table without a key is known by all that it says."""
    return KEY_SEPARATOR.join(row[name] for name in table.key or _names(table))


def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def attributes_of(table: Table, row: Mapping[str, str]) -> dict[str, Any]:
    """The attributes of the table's model for a checked row."""
    names = FACTS[table.name].attributes
    return {names[column.name]: value_of(column, row[column.name]) for column in table.columns}


def row_of(record: Fact) -> Row:
    """A record as a row."""
    return {
        column.name: text_of(column, getattr(record, record.attributes[column.name]))
        for column in record.table.columns
    }


def rows_of(records: QuerySet[Any]) -> Iterator[tuple[Any, Row]]:
    """The primary key and the row of each record."""
    model: type[Fact] = records.model
    columns = model.table.columns
    names = [model.attributes[column.name] for column in columns]
    for primary, *values in records.values_list("pk", *names).iterator(chunk_size=STREAMED):
        yield (
            primary,
            {
                column.name: text_of(column, value)
                for column, value in zip(columns, values, strict=True)
            },
        )


def in_pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """As many at a time as one query of the database takes."""
    most = connection.features.max_query_params or STREAMED
    rest = iter(values)
    while piece := list(islice(rest, most)):
        yield piece


def foreign_references(of: Schema) -> Iterator[tuple[Table, Column, Table]]:
    """The references that may lead to a row of another organization: table, column, parent.
    (The project of a loan is its owner's own; the expo of a booth is somebody else's.)"""
    for table in of.tables:
        own = {rule.column for rule in table.rules if isinstance(rule, SameOwner)} | {table.owner}
        for column in table.columns:
            if column.references not in ("", of.organizations) and column.name not in own:
                yield table, column, of.table(column.references)


def facts_of(organizations: Collection[str]) -> dict[str, list[Row]]:
    """All that is known of some organizations, and what it is judged by, a list of rows a table:
    their rows in every table, the rows of others that these refer to (an expo), all else that
    refers to the same rows (its other booths), with the bare rows of the organizations to which
    those belong; of what belongs to nobody, the rows that name one of the organizations or of
    these keys (history), and all where it names neither (budgets).

    One or two queries a table, whatever the number of organizations; no scope is applied."""
    found: dict[str, dict[Any, Row]] = {}
    for name, model in FACTS.items():
        if model.organization_path is not None:
            condition = _belonging(model, organizations)
            found[name] = dict(rows_of(model.objects.filter(condition)))
    for table, column, parent in foreign_references(schema()):
        keys = {row[column.name] for row in found[table.name].values()}
        own = {row[parent.key[0]] for row in found[parent.name].values()}
        if not keys | own:
            continue
        missing, attribute = keys - own, FACTS[table.name].attributes[column.name]
        found[parent.name] |= _with_key(parent, missing)
        others = FACTS[table.name].objects.filter(**{f"{attribute}__in": keys | own})
        found[table.name] |= dict(rows_of(others))
    _add_organizations(found)
    for name, model in FACTS.items():
        if model.organization_path is None:
            condition = _naming(model, organizations, found)
            found[name] = dict(rows_of(model.objects.filter(condition)))
    return {name: list(found[name].values()) for name in FACTS}


def _belonging(model: type[Fact], organizations: Collection[str]) -> Q:
    path = f"{model.organization_path}__pk" if model.organization_path else "pk"
    return Q(**{f"{path}__in": list(organizations)})


def _with_key(table: Table, keys: Collection[str]) -> dict[Any, Row]:
    model = FACTS[table.name]
    if not keys:
        return {}
    return dict(rows_of(model.objects.filter(**{f"{model.attributes[table.key[0]]}__in": keys})))


def _add_organizations(found: dict[str, dict[Any, Row]]) -> None:
    """Adds the bare rows of the organizations that rows name."""
    owners = schema().table(schema().organizations)
    named = {
        row[column.name]
        for table in schema().tables
        for column in table.columns
        if column.references == owners.name
        for row in found[table.name].values()
    }
    found[owners.name] |= _with_key(owners, named - set(found[owners.name]))


def _naming(
    model: type[Fact], organizations: Collection[str], found: Mapping[str, dict[Any, Row]]
) -> Q:
    if model.organization_code is None:
        return Q()
    condition = Q(**{f"{model.organization_code}__in": list(organizations)})
    texts = [column.name for column in model.table.columns if column.type is Type.ID]
    keys = {
        row[table.key[0]]
        for table in schema().tables
        if table.key and table.column(table.key[0]).type is Type.ID
        for row in found.get(table.name, {}).values()
    }
    for name in texts if keys else ():
        condition |= Q(**{f"{model.attributes[name]}__in": keys})
    return condition


def write_facts(folder: Path, form: Form = "parquet") -> dict[str, int]:
    """Writes all records as a fact set into a new folder; the rows of each table. What is held in
    memory does not grow with the number of organizations."""
    with written(folder, replaces=()) as place:
        tables = Tables(schema(), place, form)
        for name, model in FACTS.items():
            for frame in frames_of_records(model.objects.order_by("pk")):
                tables.append(name, frame)
        tables.close()
    return tables.rows


PROVENANCE: Mapping[str, pl.DataType] = {
    "source_id": pl.Int64(),
    "verified_by_id": pl.Int64(),
    "verified_at": pl.Datetime("us"),
}
"""Who stands behind a record: its source, and who verified it when (UTC)."""


def frames_of_records(
    records: QuerySet[Any], *, provenance: bool = False
) -> Iterator[pl.DataFrame]:
    """The records piece by piece, in their order, as the database holds them; with the columns of
    ``PROVENANCE`` after their own where asked for."""
    model: type[Fact] = records.model
    types = {
        column.name: schema().polars_type(column)
        if column.type not in (Type.WORD, Type.WORDS)
        else pl.String()
        for column in model.table.columns
    }
    fields = [model.attributes[name] for name in types]
    if provenance:
        types |= PROVENANCE
        fields += list(PROVENANCE)
    yield from frames_of(records, types, fields)

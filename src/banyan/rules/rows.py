"""Facts from rows in memory (a database, a form, a request), and back again.

A row maps columns to the text that a cell of a CSV file would hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from banyan.rules.at_once import AtOnce
from banyan.rules.facts import Facts, Source
from banyan.rules.fault_list import FaultList
from banyan.rules.loading import checked_facts, unknown_columns
from banyan.rules.raw_table import RawTable, UnreadableError, no_rows
from banyan.rules.schema import Column, Schema, Table, Type
from banyan.rules.values import MONEY_PLACES, PERCENT_PLACES

Row = Mapping[str, str | None]


def facts_of_rows(schema: Schema, tables: Mapping[str, Sequence[Row]]) -> Facts:
    """The rows of each table as a fact set, checked as a file of them would be.

    Money is text in yuan, a date ``YYYY-MM-DD``, a truth ``true`` or ``false``, several words are
    joined by ``|``. What is empty, ``None`` or left out is not known; a table that is left out is
    empty. Raises ``FactsError`` with every fault; row 1 is the first one given."""
    strays = FaultList()
    for name in tables:
        if not schema.has(name):
            strays.add(name, None, name, "a table of the schema")

    def read(table: Table, faults: FaultList) -> tuple[RawTable, Source]:
        rows = tables.get(table.name, ())
        unknown_columns(table, dict.fromkeys(name for row in rows for name in row), faults)
        try:
            raw = RawTable(_frame(table, rows)) if rows else no_rows(table)
        except UnreadableError as error:
            faults.add(table.name, None, error.value, error.expected, error.row)
            raw = no_rows(table, complete=False)
        return raw, Source(None, len(rows), None)

    def size(table: Table) -> int:
        return len(tables.get(table.name, ()))

    return checked_facts(schema, read, size, strays, AtOnce())


def rows_of_facts(facts: Facts, table: str) -> list[dict[str, str]]:
    """The rows of a table as ``facts_of_rows`` takes them, in the order in which they are held;
    an empty text where a fact is not known. Every column of the schema is there."""
    declared = facts.schema.table(table)
    columns = {column.name: _texts(facts, declared, column) for column in declared.columns}
    return pl.DataFrame(columns).fill_null("").rows(named=True)


def _frame(table: Table, rows: Sequence[Row]) -> pl.DataFrame:
    columns = []
    for column in table.columns:
        texts = [row.get(column.name) or None for row in rows]
        try:
            columns.append(pl.Series(column.name, texts, dtype=pl.String))
        except UnicodeEncodeError as error:
            row = texts.index(error.object) + 1
            shown = error.object.encode("utf-8", "backslashreplace").decode()
            raise UnreadableError("text in Unicode", row, shown) from None
    return pl.DataFrame(columns)


def _texts(facts: Facts, table: Table, column: Column) -> pl.Series:
    frame = facts[table.name]
    if column.name not in frame.columns:  # the credit code of the row's organization
        organizations = facts.schema.table(column.references)
        codes = facts[organizations.name][organizations.key[0]]
        return codes.gather(frame["organization_row"]).alias(column.name)
    held = frame[column.name]
    match column.type:
        case Type.MONEY:
            return _decimal(held, MONEY_PLACES)
        case Type.PERCENT:
            return _decimal(held, PERCENT_PLACES)
        case Type.TRUTH:
            return held.replace_strict({True: "true", False: "false"}, return_dtype=pl.String)
        case Type.WORDS:
            words = facts.schema.words(column)
            texts = {
                bits: "|".join(word for place, word in enumerate(words) if bits >> place & 1)
                for bits in held.unique().drop_nulls()
            }
            return held.replace_strict(texts, return_dtype=pl.String)
        case _:
            return held.cast(pl.String)


def _decimal(held: pl.Series, places: int) -> pl.Series:
    whole = held.to_frame("held").select(
        pl.col("held").cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, places))
    )
    return whole.to_series().cast(pl.String)

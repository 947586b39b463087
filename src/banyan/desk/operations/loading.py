"""A fact set of files becomes the records of an empty desk: a million organizations in minutes.

The engine checks the files as a whole; the rows then go to the database at once, by COPY on
PostgreSQL and in large batches on SQLite. Records that people keep are changed elsewhere, row by
row, with their history.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

import polars as pl
from django.db import connection

from banyan.desk.people.models import Account
from banyan.desk.records.bulk import insert_frame
from banyan.desk.records.models import FACTS, Source
from banyan.rules.facts import Facts
from banyan.rules.schema import Column, Table, Type

AT_ONCE = 100_000
"""Rows that are turned into text or tuples at a time."""

CACHE_KIB = 512 * 1024
"""What SQLite may hold of the database in memory while it loads."""

Progress = Callable[[int], None]


def holds_records() -> bool:
    """Whether the desk has a record in any table."""
    return any(model.objects.exists() for model in FACTS.values())


def described(facts: Facts) -> dict[str, dict[str, Any]]:
    """The tables that are there, each with its number of rows and the SHA-256 of its file."""
    return {
        name: {"rows": source.rows, "sha256": source.sha256}
        for name, source in facts.sources.items()
        if source.path is not None
    }


def insert(
    facts: Facts,
    source: Source,
    *,
    verified_by: Account | None = None,
    progress: Progress = lambda done: None,
) -> int:
    """Writes all rows into the tables of the records, which must be empty; the number of rows.

    Call it within a transaction. ``verified_by`` verifies all of them as the source is made;
    ``progress`` hears how many rows are written."""
    provenance = [
        pl.lit(source.pk, dtype=pl.Int64).alias("source_id"),
        pl.lit(verified_by and verified_by.pk, dtype=pl.Int64).alias("verified_by_id"),
        pl.lit(
            verified_by and source.made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
            dtype=pl.String,
        ).alias("verified_at"),
    ]
    done = 0
    with _indexed_afterwards():
        for table in _referenced_first(facts):
            frame = stored(facts, table).with_columns(provenance)
            for rows in frame.iter_slices(AT_ONCE):
                insert_frame(FACTS[table.name], rows)
                done += rows.height
                progress(done)
    return done


def stored(facts: Facts, table: Table) -> pl.DataFrame:
    """The rows of a table as the database holds them, one column a column of the schema: money in
    fen, percent in millionths, several words joined by ``|``, a date and a word as text."""
    return pl.DataFrame({column.name: _stored(facts, table, column) for column in table.columns})


def _stored(facts: Facts, table: Table, column: Column) -> pl.Series:
    frame = facts[table.name]
    if column.name not in frame.columns:  # the credit code of the row's organization
        organizations = facts.schema.table(column.references)
        codes = facts[organizations.name][organizations.key[0]]
        return codes.gather(frame["organization_row"])
    held = frame[column.name]
    match column.type:
        case Type.WORDS:
            words = facts.schema.words(column)
            texts = {
                bits: "|".join(word for place, word in enumerate(words) if bits >> place & 1)
                for bits in held.unique().drop_nulls()
            }
            return held.replace_strict(texts, return_dtype=pl.String)
        case Type.DATE | Type.WORD:
            return held.cast(pl.String)
    return held


def _referenced_first(facts: Facts) -> Iterator[Table]:
    """Each table after those that it refers to."""
    given: set[str] = set()
    waiting = list(facts.schema.tables)
    while waiting:
        for table in list(waiting):
            if {column.references for column in table.columns} - {"", table.name} <= given:
                yield table
                given.add(table.name)
                waiting.remove(table)


@contextmanager
def _indexed_afterwards() -> Iterator[None]:
    """Indexes, and on PostgreSQL references, are taken off the tables and made anew at the end of
    the block: all at once, which is many times faster than row by row."""
    connection.check_constraints()  # none may wait for the end while tables are altered
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES[connection.vendor], [json.dumps(_tables())])
        indexes = cursor.fetchall()
        references = []
        if connection.vendor == "postgresql":
            cursor.execute(_REFERENCES, [_tables()])
            references = cursor.fetchall()
        else:
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        for table, name, _ in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for table in _tables():
            cursor.execute(f"ANALYZE {table}")


def _tables() -> list[str]:
    return [model._meta.db_table for model in FACTS.values()]


_REFERENCES = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
"""

_INDEXES = {
    "postgresql": """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM pg_index
        WHERE indrelid::regclass::text IN (SELECT json_array_elements_text(%s::json))
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    """,
    "sqlite": """
        SELECT '"' || name || '"', sql FROM sqlite_master
        WHERE type = 'index' AND tbl_name IN (SELECT value FROM json_each(%s))
        AND sql NOT LIKE 'CREATE UNIQUE %%'
    """,
}
"""Those that no constraint needs: a key stays, so that references can be made to it."""

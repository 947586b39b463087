"""Many rows at once, from the database as data frames and to it: COPY on PostgreSQL, large batches
on SQLite."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import polars as pl
from django.db import connection, models
from django.db.models import QuerySet

READ_AT_ONCE = 100_000
"""Rows that are read at a time."""


def insert_frame(model: type[models.Model], rows: pl.DataFrame) -> None:
    """Adds the rows to the table of ``model``; their columns are named as the database's. A null
    is unknown, an empty text an empty text."""
    _WRITERS[connection.vendor](model, rows)


def frames_of(
    rows: QuerySet[Any, Any], columns: Mapping[str, pl.DataType], fields: list[str]
) -> Iterator[pl.DataFrame]:
    """``rows`` piece by piece, in their order: the attributes ``fields`` under the names and with
    the types of ``columns``. At least one frame, empty where there is no row. A moment comes
    without its zone, which is UTC."""
    read = _copied if connection.vendor == "postgresql" else _fetched
    yield from read(rows.values_list(*fields), columns)


MANY = 10_000
"""Rows from which a plan of PostgreSQL matters."""


def analyze(model: type[models.Model], rows: int) -> None:
    """Tells PostgreSQL at once of ``rows`` that were added: without it would take a walk over all
    of them for the way to a few, until it finds out by itself."""
    if connection.vendor == "postgresql" and rows > MANY:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _target(model: type[models.Model], rows: pl.DataFrame) -> str:
    names = ", ".join(map(connection.ops.quote_name, rows.columns))
    return f"{connection.ops.quote_name(model._meta.db_table)} ({names})"


def _copy(model: type[models.Model], rows: pl.DataFrame) -> None:
    buffer = io.BytesIO()
    rows.write_csv(buffer, include_header=False)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_target(model, rows)} FROM STDIN (FORMAT csv)") as copy,
    ):
        copy.write(buffer.getvalue())


def _insert(model: type[models.Model], rows: pl.DataFrame) -> None:
    """SQLite's own ``executemany``: Django's cursor would look for placeholders in every row."""
    places = ", ".join(["?"] * rows.width)
    connection.connection.executemany(
        f"INSERT INTO {_target(model, rows)} VALUES ({places})", rows.iter_rows()
    )


_WRITERS: dict[str, Callable[[type[models.Model], pl.DataFrame], None]] = {
    "postgresql": _copy,
    "sqlite": _insert,
}


def _copied(rows: QuerySet[Any, Any], columns: Mapping[str, pl.DataType]) -> Iterator[pl.DataFrame]:
    """What PostgreSQL's COPY says, which comes a row at a time."""
    if rows.query.is_empty():
        yield pl.DataFrame(schema=dict(columns))
        return
    sql, parameters = rows.query.sql_with_params()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", parameters) as copy,
    ):
        said = iter(copy)
        while piece := list(islice(said, READ_AT_ONCE)):
            yield _parsed(b"".join(piece), columns)
    yield pl.DataFrame(schema=dict(columns))


def _parsed(text: bytes, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    numbers = {name: kind for name, kind in columns.items() if kind.is_integer()}
    frame = pl.read_csv(
        text,
        has_header=False,
        new_columns=list(columns),
        schema={name: numbers.get(name, pl.String()) for name in columns},
    )
    return frame.select(_typed(pl.col(name), kind) for name, kind in columns.items())


def _typed(text: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """A column of what PostgreSQL writes for its values."""
    if isinstance(kind, pl.Boolean):
        return text == "t"
    if isinstance(kind, pl.Date):
        return text.str.to_date("%Y-%m-%d")
    if isinstance(kind, pl.Datetime):
        return text.str.strip_suffix("+00").str.to_datetime(time_unit="us")
    return text


def _fetched(
    rows: QuerySet[Any, Any], columns: Mapping[str, pl.DataType]
) -> Iterator[pl.DataFrame]:
    moments = [
        place for place, kind in enumerate(columns.values()) if isinstance(kind, pl.Datetime)
    ]
    found = rows.iterator(chunk_size=READ_AT_ONCE)
    while piece := list(islice(found, READ_AT_ONCE)):
        yield pl.DataFrame(_without_zone(piece, moments), schema=dict(columns), orient="row")
    yield pl.DataFrame(schema=dict(columns))


def _without_zone(rows: list[tuple[Any, ...]], moments: list[int]) -> list[tuple[Any, ...]]:
    if not moments:
        return rows
    changed = []
    for row in rows:
        values = list(row)
        for place in moments:
            if values[place] is not None:
                values[place] = values[place].replace(tzinfo=None)
        changed.append(tuple(values))
    return changed

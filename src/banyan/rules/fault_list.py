"""The faults found in a fact set: each kind counted in full, the first of it shown one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from banyan.rules.errors import Fault
from banyan.rules.schema import Schema

SHOWN_OF_A_KIND = 100
"""A kind of fault is a table, a column and what was expected."""

KEY_SEPARATOR = " / "


class FaultList:
    """Collects the faults of one table, or of files that are no table. ``shown`` of each kind are
    listed one by one, the rest is counted."""

    def __init__(self, shown: int = SHOWN_OF_A_KIND) -> None:
        self.shown = shown
        self.faults: list[Fault] = []

    def add(
        self, table: str, column: str | None, value: str | None, expected: str, row: int = 0
    ) -> None:
        """One fault; row 0 is the header or the file."""
        self.faults.append(Fault(table, row, column, value, expected))

    def add_rows(
        self,
        table: str,
        column: str | None,
        expected: str,
        at_fault: pl.Series,
        values: pl.Series | None,
        key: Sequence[pl.Series],
    ) -> None:
        """A fault for each row where ``at_fault`` is true; once for each kind.

        ``values`` is what stands in the column, as read; without it the key stands there."""
        rows = at_fault.arg_true()
        shown = rows.head(self.shown)
        keys = _texts(key, shown)
        texts = keys if values is None else _text(values, shown)
        self.faults.extend(
            Fault(table, row + 1, column, text, expected, key_text)
            for row, text, key_text in zip(shown, texts, keys, strict=True)
        )
        if rows.len() > shown.len():
            self.faults[-1] = replace(self.faults[-1], more=rows.len() - shown.len())


def in_order(faults: Iterable[Fault], schema: Schema) -> list[Fault]:
    """By table as the schema lists them (unknown ones last), row, and column."""
    tables = {table.name: place for place, table in enumerate(schema.tables)}
    columns = {
        (table.name, column.name): place
        for table in schema.tables
        for place, column in enumerate(table.columns)
    }

    def order(fault: Fault) -> tuple[int, str, int, int, str, str]:
        place = -1
        if fault.column is not None:
            place = columns.get((fault.table, fault.column), len(columns))
        return (
            tables.get(fault.table, len(tables)),
            fault.table,
            fault.row,
            place,
            fault.column or "",
            fault.expected,
        )

    return sorted(faults, key=order)


def _text(series: pl.Series, rows: pl.Series) -> list[str | None]:
    return series.gather(rows).cast(pl.String).to_list()


def _texts(key: Sequence[pl.Series], rows: pl.Series) -> list[str | None]:
    """The key of each row as people read it; none where nothing stands in any of its columns."""
    if not key:
        return [None] * rows.len()
    columns = [_text(series, rows) for series in key]
    return [
        KEY_SEPARATOR.join(part or "" for part in parts) if any(parts) else None
        for parts in zip(*columns, strict=True)
    ]

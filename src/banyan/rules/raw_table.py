"""A table as it stands in its file, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from banyan.rules.schema import Table


class UnreadableError(Exception):
    """A file that is no table. ``row`` is the place, 0 the header or the whole file."""

    def __init__(self, expected: str, row: int = 0, value: str | None = None) -> None:
        super().__init__(expected)
        self.expected = expected
        self.row = row
        self.value = value


@dataclass(frozen=True)
class RawTable:
    """The columns that the schema knows, as text or typed, null where nothing stands.

    ``reported`` tells the rows that have been found at fault as a whole. A table that could not
    be read is not ``complete``: nobody knows what is in it, so nothing is said of it."""

    frame: pl.DataFrame
    reported: pl.Series | None = None
    complete: bool = True


def no_rows(table: Table, *, complete: bool = True) -> RawTable:
    """A table in which nothing stands, or of which nothing could be read."""
    frame = pl.DataFrame({column.name: pl.Series(dtype=pl.String) for column in table.columns})
    return RawTable(frame, complete=complete)

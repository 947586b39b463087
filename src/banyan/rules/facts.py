"""A fact set that has been read and found to hold together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from banyan.rules.schema import Schema


@dataclass(frozen=True)
class Source:
    """Where a table came from: its file, its number of rows, the SHA-256 of the file's bytes.

    ``path`` is ``None`` for a table that is absent (it is empty)."""

    path: Path | None
    rows: int
    sha256: str | None


@dataclass(frozen=True)
class Facts:
    """Checked tables, one data frame each (an absent table is an empty frame).

    Columns have the types of ``Schema.polars_type``. An optional column that was absent is null.
    The organizations are sorted by credit code, so that a row number orders as the code does.
    Every table whose rows belong to an organization has ``organization_row`` (UInt32, the row in
    the organizations' frame); a credit code that is such a reference is not kept beside it. Any
    other reference keeps its text and adds ``<row_of>_row`` (``project_row``, ``expo_row``),
    null where an optional reference is empty. Other tables keep the order of the file.
    """

    schema: Schema
    tables: Mapping[str, pl.DataFrame]
    sources: Mapping[str, Source]

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

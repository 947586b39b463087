"""Tables that grow block by block, each in one file in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from banyan.packs.fuzhou.city.columns import finished

if TYPE_CHECKING:
    from pathlib import Path

    from banyan.rules.schema import Schema

Form = Literal["parquet", "csv"]
ROW_GROUP = 500_000  # rows
GATHERED = 400_000
"""Rows of a table that are held before they are written as one part."""


class Tables:
    """Writes a schema's tables into a folder.

    Parquet files cannot grow: each table is written in parts, which ``close`` streams into one
    file.
    """

    def __init__(self, schema: Schema, folder: Path, form: Form) -> None:
        self._schema = schema
        self._folder = folder
        self._parts = folder / "parts"
        self._parts.mkdir()
        self._form: Form = form
        self._held: dict[str, list[pl.DataFrame]] = {table.name: [] for table in schema.tables}
        self._written: dict[str, int] = {table.name: 0 for table in schema.tables}
        self.rows: dict[str, int] = {table.name: 0 for table in schema.tables}

    def append(self, name: str, frame: pl.DataFrame) -> None:
        ready = finished(self._schema.table(name), frame)
        self.rows[name] += ready.height
        self._held[name].append(ready)
        if sum(held.height for held in self._held[name]) >= GATHERED:
            self._write(name)

    def close(self) -> None:
        for name in self.rows:
            if self._held[name]:
                self._write(name)
            if self._form == "parquet":
                self._join(name)
        self._parts.rmdir()

    def _write(self, name: str) -> None:
        frame = pl.concat(self._held[name])
        self._held[name] = []
        part = self._written[name]
        self._written[name] += 1
        if self._form == "csv":
            with (self._folder / f"{name}.csv").open("ab") as file:
                frame.write_csv(file, include_header=part == 0)
        else:
            frame.write_parquet(self._parts / f"{name}-{part:06}.parquet", compression="lz4")

    def _join(self, name: str) -> None:
        parts = [self._parts / f"{name}-{part:06}.parquet" for part in range(self._written[name])]
        pl.scan_parquet(parts).sink_parquet(
            self._folder / f"{name}.parquet", row_group_size=ROW_GROUP, maintain_order=True
        )
        for part in parts:
            part.unlink()

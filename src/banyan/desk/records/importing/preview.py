"""What is kept of an import between its check and its writing: the rows as they were read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from banyan.desk.records import labels
from banyan.desk.records.checking import Draft, Outcome
from banyan.desk.records.faults import explain
from banyan.desk.records.importing.reading import ReadTable
from banyan.desk.records.models import Import, ImportFault
from banyan.desk.records.progress import Progress
from banyan.desk.records.rows import schema
from banyan.rules.raw_table import RawTable

SHOWN = 50
"""Rows of a page."""

CHANGES = ("faulty", "inserted", "changed", "unchanged", "unjudged")
"""What a row does; of an unjudged one nobody knows, since its whole table is at fault."""


@dataclass(frozen=True)
class CellFault:
    """What was expected, in words; ``label`` is the column where the file has none of it."""

    words: str
    label: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the file, with what is wrong with it."""

    text: str
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True)
class PreviewRow:
    """``number`` counts the rows below the header; ``change`` is one of ``CHANGES``. ``faults``
    are those of the row as a whole, or of a column that the file has not."""

    number: int
    change: str
    cells: list[Cell]
    faults: list[CellFault]


@dataclass(frozen=True)
class PreviewTable:
    """The header of a table as it stands in the file, with the column that each heading means."""

    name: str
    header: list[str]
    columns: list[str]


def keep(of: Import, tables: Sequence[ReadTable], outcome: Outcome) -> None:
    """Writes the rows of an import beside its file."""
    of.folder.mkdir(parents=True, exist_ok=True)
    described = []
    for read in tables:
        name = read.table.name
        cells = read.cells.with_columns(
            pl.Series("row", read.rows, dtype=pl.UInt32),
            pl.Series("change", outcome.kinds[name], dtype=pl.String),
        )
        cells.write_parquet(of.folder / f"{name}.cells.parquet", row_group_size=5_000)
        read.facts.frame.write_parquet(of.folder / f"{name}.facts.parquet")
        described.append({"name": name, "header": read.header, "columns": read.columns})
    (of.folder / "tables.json").write_text(json.dumps(described, ensure_ascii=False))


def tables_of(of: Import) -> list[PreviewTable]:
    try:
        described = json.loads((of.folder / "tables.json").read_text())
    except FileNotFoundError:
        return []
    return [PreviewTable(**one) for one in described]


def draft_of(of: Import) -> Draft:
    """The rows of an import that is ready, to be written."""
    return Draft(
        {
            table.name: RawTable(pl.read_parquet(of.folder / f"{table.name}.facts.parquet"))
            for table in tables_of(of)
        }
    )


def rows_of(
    of: Import, table: PreviewTable, *, change: str = "", after: int = 0
) -> Iterator[PreviewRow]:
    """The next ``SHOWN`` rows and one more, after the row of that number; with ``change`` only
    those."""
    scan = pl.scan_parquet(of.folder / f"{table.name}.cells.parquet")
    scan = scan.filter(pl.col("row") > after)
    if change:
        scan = scan.filter(pl.col("change") == change)
    rows = scan.head(SHOWN + 1).collect().rows(named=True)
    faults: dict[int, list[ImportFault]] = {}
    for fault in of.faults.filter(table=table.name, row__in=[row["row"] for row in rows]):
        faults.setdefault(fault.row, []).append(fault)
    for row in rows:
        found = faults.get(row["row"], [])
        cells = [
            Cell(
                row[str(place)] or "",
                tuple(_said(fault) for fault in found if column and fault.column == column),
            )
            for place, column in enumerate(table.columns)
        ]
        rest = [_said(fault) for fault in found if fault.column not in table.columns]
        yield PreviewRow(row["row"], row["change"], cells, rest)


def _said(fault: ImportFault) -> CellFault:
    words = explain(fault.table, fault.column, fault.expected)
    table = schema().table(fault.table)
    known = bool(fault.column) and table.has(fault.column)
    return CellFault(words, labels.column_label(table.name, fault.column) if known else "")


def progress_of(of: Import) -> Progress:
    """How far the work on an import is, in rows."""
    return Progress(of.folder / "progress")


def say(of: Import, done: int, total: int) -> None:
    progress_of(of).say(done, total)

"""Reads a fact set from its folder and checks it as a whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from banyan.rules import values
from banyan.rules.csv_file import read_csv
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts, Source
from banyan.rules.fault_list import FaultList
from banyan.rules.loading import checked_facts, header_faults
from banyan.rules.raw_table import RawTable, UnreadableError, no_rows
from banyan.rules.schema import Schema, Table
from banyan.rules.workbook import Workbook

WORKBOOK = "facts.xlsx"
_HIDDEN = (".", "~$")


@dataclass(frozen=True)
class _File:
    """A file, or a sheet of the workbook, with the table in it."""

    path: Path
    workbook: Workbook | None = None


def read_facts(folder: Path, schema: Schema) -> Facts:
    """The fact set in a folder: ``NAME.csv`` or ``NAME.parquet`` a table, or ``facts.xlsx``.

    Raises ``FactsError`` with every fault, ``UsageError`` where there is no such folder."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder")
    strays = FaultList()
    files = _files(folder, schema, strays)

    def read(table: Table, faults: FaultList) -> tuple[RawTable, Source]:
        return _read(table, files.get(table.name, []), faults)

    def size(table: Table) -> int:
        return sum(file.path.stat().st_size for file in files.get(table.name, []))

    # Polars lets go of the interpreter at work, and so does the hashing.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        return checked_facts(schema, read, size, strays, threads)


def _files(folder: Path, schema: Schema, faults: FaultList) -> dict[str, list[_File]]:
    """The files of each table of the schema; every other file is a fault."""
    files: dict[str, list[_File]] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_HIDDEN):
            continue
        if path.name == WORKBOOK and path.is_file():
            found = _sheets(path, faults)
        elif path.suffix in _READERS and path.is_file():
            found = [(path.stem, _File(path))]
        else:
            faults.add(path.name, None, path.name, f"a table: NAME.csv, NAME.parquet or {WORKBOOK}")
            continue
        for name, file in found:
            if schema.has(name):
                files.setdefault(name, []).append(file)
            else:
                faults.add(name, None, path.name, "a table of the schema")
    return files


def _sheets(path: Path, faults: FaultList) -> list[tuple[str, _File]]:
    try:
        workbook = Workbook(path)
    except UnreadableError as error:
        faults.add(path.name, None, error.value, error.expected)
        return []
    return [(name, _File(path, workbook)) for name in workbook.sheets]


def _read(table: Table, files: list[_File], faults: FaultList) -> tuple[RawTable, Source]:
    if not files:
        return no_rows(table), Source(None, 0, None)
    if len(files) > 1:
        names = ", ".join(file.path.name for file in files)
        faults.add(table.name, None, names, "one file a table")
        return no_rows(table, complete=False), Source(None, 0, None)
    file = files[0]
    try:
        if file.workbook is not None:
            raw = _from_workbook(table, file.workbook, faults)
        else:
            raw = _READERS[file.path.suffix](table, file.path, faults)
    except UnreadableError as error:
        faults.add(table.name, None, error.value, error.expected, error.row)
        return no_rows(table, complete=False), Source(None, 0, None)
    with file.path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return raw, Source(file.path, raw.frame.height, sha256)


def _from_csv(table: Table, path: Path, faults: FaultList) -> RawTable:
    content = read_csv(path.read_bytes())
    frame = _known(table, content.header, content.frame, faults)
    if content.fields is None:
        return RawTable(frame)
    width = len(content.header)
    uneven = content.fields != width
    key = [frame[name] for name in table.key if name in frame.columns]
    faults.add_rows(table.name, None, f"{width} fields", uneven, content.fields, key)
    return RawTable(frame, uneven)


def _from_workbook(table: Table, workbook: Workbook, faults: FaultList) -> RawTable:
    sheet = workbook.read(table.name)
    # A column without a name is no column, as long as nothing stands in it.
    named = [
        place
        for place, name in enumerate(sheet.header)
        if name or sheet.frame[str(place)].null_count() < sheet.frame.height
    ]
    frame = sheet.frame.select(str(place) for place in named)
    frame.columns = [str(place) for place in range(len(named))]
    return RawTable(_known(table, [sheet.header[place] for place in named], frame, faults))


def _from_parquet(table: Table, path: Path, faults: FaultList) -> RawTable:
    try:
        scan = pl.scan_parquet(path, glob=False, hive_partitioning=False)
        header = scan.collect_schema().names()
        header_faults(table, header, faults)
        names = [name for name in header if table.has(name)]
        frame = scan.select(names).collect(engine="streaming")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise UnreadableError("a table in Parquet", value=str(error).partition("\n")[0]) from None
    return RawTable(frame.with_columns(values.without_blanks(frame[name]) for name in names))


_READERS: Mapping[str, Callable[[Table, Path, FaultList], RawTable]] = {
    ".csv": _from_csv,
    ".parquet": _from_parquet,
}


def _known(table: Table, header: list[str], frame: pl.DataFrame, faults: FaultList) -> pl.DataFrame:
    """The columns that the table has, by their names; they are named by place in ``frame``."""
    header_faults(table, header, faults)
    return pl.DataFrame(
        {
            name: values.without_blanks(frame[str(header.index(name))])
            for name in dict.fromkeys(header)
            if table.has(name)
        }
    )

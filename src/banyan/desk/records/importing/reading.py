"""The tables in a file: the cells as they stand, and what they say as facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from banyan.desk.records import labels
from banyan.desk.records.importing.archive import CSV_TYPE, text_of
from banyan.desk.records.importing.cells import as_facts
from banyan.desk.records.rows import schema
from banyan.rules.csv_file import read_csv
from banyan.rules.errors import Fault
from banyan.rules.fault_list import FaultList
from banyan.rules.loading import header_faults
from banyan.rules.raw_table import RawTable, UnreadableError
from banyan.rules.schema import Table
from banyan.rules.workbook import Workbook

MOST_ROWS = 200_000
"""Rows of an import; more are loaded by an operator."""

NOTES = ("说明", "notes")
"""How a sheet begins that explains and holds no rows."""

ASIDE = frozenset({"序号", "编码序号", "备注", "no", "no.", "#", "remarks", "remark"})
"""Columns that lists have for their readers."""


@dataclass
class ReadTable:
    """``cells`` are named by their place ("0", "1", …); ``columns`` tells which column of the
    table each is, empty for none. ``rows`` are the numbers of the rows in the file, from 1 for the
    first below the header: empty rows are left out. ``facts`` is what the check takes."""

    table: Table
    header: list[str]
    columns: list[str]
    cells: pl.DataFrame
    rows: list[int]
    facts: RawTable
    faults: list[Fault] = field(default_factory=list)


@dataclass
class ReadFile:
    """``faults`` are of the file as a whole."""

    tables: list[ReadTable] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def height(self) -> int:
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True)
class _Sheet:
    name: str
    header: list[str]
    frame: pl.DataFrame
    fields: pl.Series | None = None


def read_file(path: Path, name: str, content_type: str, table: str = "") -> ReadFile:
    """Reads a file that has been found harmless. ``table`` is the one that it was sent for; else
    it is known by the name of the file or the sheet, or by the columns."""
    result = ReadFile()
    try:
        sheets = _csv(path, name) if content_type == CSV_TYPE else _workbook(path, result)
    except UnreadableError as error:
        result.faults.append(Fault("", error.row, None, error.value, error.expected))
        return result
    if not sheets and not result.faults:
        result.faults.append(Fault("", 0, None, None, "a table with a header row"))
    for sheet in sheets:
        found = schema().table(table) if table and len(sheets) == 1 else _table_of(sheet)
        if found is None:
            result.faults.append(Fault("", 0, None, sheet.name, "a table of the schema"))
        elif any(one.table is found for one in result.tables):
            result.faults.append(Fault(found.name, 0, None, sheet.name, "a table once"))
        else:
            result.tables.append(_read(found, sheet))
    if result.height > MOST_ROWS:
        expected = f"at most {MOST_ROWS} rows"
        result.faults.append(Fault("", 0, None, str(result.height), expected))
    return result


def _csv(path: Path, name: str) -> list[_Sheet]:
    content = read_csv(text_of(path.read_bytes()))
    return [_Sheet(Path(name).stem, content.header, content.frame, content.fields)]


def _workbook(path: Path, result: ReadFile) -> list[_Sheet]:
    book = Workbook(path)
    sheets = []
    for name in book.sheets:
        if name.strip().lower().startswith(NOTES):
            continue
        try:
            sheet = book.read(name)
        except UnreadableError as error:
            # An empty sheet, as a new workbook has two of, says nothing.
            if error.expected != "a header row":
                result.faults.append(Fault("", error.row, None, name, error.expected))
            continue
        sheets.append(_Sheet(name, sheet.header, sheet.frame))
    return sheets


def _plain(label: str) -> str:
    """A heading without what is not said: spaces, stars, case."""
    return re.sub(r"[\s*＊]+", "", label).lower()


def _short(label: str) -> str:
    """A heading without its bracket: 升规日期（年月日） is 升规日期."""
    return re.sub(r"[（(].*[)）]$", "", label)


def _headings(table: Table) -> dict[str, str]:
    """What a heading may say for each column."""
    found: dict[str, str] = {}
    short: dict[str, list[str]] = {}
    for column in table.columns:
        found[_plain(column.name)] = column.name
        for of in labels.LANGUAGES:
            label = _plain(labels.column_label(table.name, column.name, of))
            found.setdefault(label, column.name)
            short.setdefault(_short(label), []).append(column.name)
    for label, names in short.items():
        if len(set(names)) == 1:
            found.setdefault(label, names[0])
    return found


def _table_of(sheet: _Sheet) -> Table | None:
    """The table that a sheet is of: by its name, or because its headings are of no other."""
    tables = schema().tables
    names = _plain(sheet.name)
    for table in tables:
        said = {table.name, *(labels.table_label(table.name, of) for of in labels.LANGUAGES)}
        if names in {_plain(name) for name in said}:
            return table
    headings = {_plain(label) for label in sheet.header if label.strip()} - ASIDE
    fitting = []
    for table in tables:
        known = _headings(table)
        found = {known[label] for label in headings if label in known}
        needed = {column.name for column in table.columns if not column.optional}
        if needed <= found:
            fitting.append((len(found), table))
    fitting.sort(key=lambda one: -one[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return fitting[0][1]


def _read(table: Table, sheet: _Sheet) -> ReadTable:
    known = _headings(table)
    places = [
        place
        for place, label in enumerate(sheet.header)
        if label.strip() or sheet.frame[str(place)].null_count() < sheet.frame.height
    ]
    header = [sheet.header[place].strip() for place in places]
    columns = [known.get(_plain(label), "") for label in header]
    faults = FaultList()
    asked = [
        name or label
        for name, label in zip(columns, header, strict=True)
        if name or _plain(label) not in ASIDE
    ]
    try:
        header_faults(table, asked, faults)
    except UnreadableError as error:
        faults.add(table.name, None, error.value, error.expected, error.row)
    cells = sheet.frame.select(str(place) for place in places)
    cells.columns = [str(place) for place in range(len(places))]
    given = cells.select(pl.any_horizontal(pl.all().str.strip_chars() != "").fill_null(False))
    kept = given.to_series() if places else pl.Series([], dtype=pl.Boolean)
    fields = sheet.fields
    reported = None
    if fields is not None:
        fields = fields.filter(kept)
        reported = fields != len(sheet.header)
    cells = cells.filter(kept)
    rows = [place + 1 for place in kept.arg_true()]
    if reported is not None:
        expected = f"{len(sheet.header)} fields"
        for place in reported.arg_true():
            faults.add(table.name, None, str(fields[place]), expected, rows[place])  # type: ignore[index]
    facts = pl.DataFrame(
        {
            name: as_facts(table.column(name), cells[str(place)])
            for place, name in reversed(list(enumerate(columns)))
            if name
        }
    )
    return ReadTable(table, header, columns, cells, rows, RawTable(facts, reported), faults.faults)

"""Tables from a workbook: one sheet a table, the header in its first row that is not empty."""

from __future__ import annotations

import re
import threading
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import polars as pl

from banyan.rules.raw_table import UnreadableError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR_CELL = re.compile(rb'<c [^>]*\bt="e"')
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00$"


@dataclass(frozen=True)
class Sheet:
    """``header`` as it stands (an empty name where there is none); the columns of ``frame`` are
    text and named by their place ("0", "1", …)."""

    header: list[str]
    frame: pl.DataFrame


class Workbook:
    """A workbook. Raises ``UnreadableError`` where the file, or a sheet, cannot be read."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()  # one sheet at a time: the reader refuses two
        try:
            self._book = fastexcel.read_excel(path)
            with zipfile.ZipFile(path) as archive:
                self._with_errors = _sheets_with_errors(archive)
        except (fastexcel.FastExcelError, zipfile.BadZipFile, KeyError) as error:
            raise UnreadableError("a workbook", value=str(error)) from None

    @property
    def sheets(self) -> list[str]:
        return list(self._book.sheet_names)

    def read(self, name: str) -> Sheet:
        """The cells as text: a number as the shortest decimal that means it, a date as
        YYYY-MM-DD, a truth as true or false. A cell that shows an error refuses the sheet: a
        formula without a result is not an empty cell."""
        if name in self._with_errors:
            raise UnreadableError("a sheet without error values (#N/A, #REF! …)")
        try:
            with self._lock:
                texts = self._book.load_sheet(name, header_row=None, dtypes="string").to_polars()
                numbers = self._book.load_sheet(name, header_row=None, dtypes="float").to_polars()
        except fastexcel.FastExcelError as error:
            raise UnreadableError("a sheet with a table", value=str(error)) from None
        if texts.height == 0:
            raise UnreadableError("a header row")
        cells = pl.DataFrame(
            [_exact(texts[name], numbers[name]) for name in texts.columns],
        )
        header = [name or "" for name in cells.row(0)]
        frame = cells.slice(1)
        frame.columns = [str(place) for place in range(len(header))]
        given = frame.select(pl.any_horizontal(pl.all() != "")).to_series().fill_null(False)
        rows = given.arg_true()
        frame = frame.head(int(rows[-1]) + 1 if rows.len() else 0)
        return Sheet(header, frame.with_columns(pl.all().str.replace(_MIDNIGHT, "$1")))


def _exact(texts: pl.Series, numbers: pl.Series) -> pl.Series:
    """The texts, with every number as the shortest decimal that means it.

    The reader writes a number with nine places, which is not always the one that was typed
    (99999999.99 becomes 99999999.989999995); it also tells of text whether it is a number."""
    inexact = texts.str.contains(".", literal=True) | (numbers.abs() < 1) | (numbers.abs() >= 1e15)
    rows = (inexact & numbers.is_not_null()).arg_true()
    if rows.len() == 0:
        return texts
    given = zip(texts.gather(rows), numbers.gather(rows), strict=True)
    return texts.scatter(rows, pl.Series([_shortest(text, number) for text, number in given]))


def _shortest(text: str, number: float) -> str:
    written = f"{number:.9f}".rstrip("0").rstrip(".")
    return format(Decimal(repr(number)), "f").removesuffix(".0") if text == written else text


def _sheets_with_errors(archive: zipfile.ZipFile) -> set[str]:
    """The sheets in which a cell shows an error; the reader of cells takes it for an empty one."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found = set()
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist() and _ERROR_CELL.search(archive.read(part)):
            found.add(sheet.get("name", ""))
    return found

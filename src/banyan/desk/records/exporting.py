"""Records as files: CSV as the engine reads it, or a workbook in words; an import of either gives
the same records back."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.records import labels
from banyan.desk.records.rows import rows_of
from banyan.rules.schema import Column, Table, Type

MOST_IN_A_WORKBOOK = 200_000
"""Rows of a workbook; more go into CSV."""

_FORMULA = re.compile(r"^('*[=+\-@＝＋－＠\t\r])")
NEUTRALISED = r"^'('*[=+\-@＝＋－＠\t\r])"
"""What ``neutral`` makes of a text that a spreadsheet would take for a formula."""

_TEXTS = (Type.ID, Type.TEXT)


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute with it."""
    return _FORMULA.sub(r"'\1", text)


class Echo:
    """A file for ``csv.writer`` that gives back what is written."""

    def write(self, text: str) -> str:
        return text


def csv_of(records: QuerySet[Any]) -> Iterator[str]:
    """The records as CSV, row by row, with the names of columns and words of the facts. It begins
    with the mark by which spreadsheets know UTF-8."""
    table: Table = records.model.table
    names = [column.name for column in table.columns]
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(names)
    for _, row in rows_of(records):
        yield writer.writerow([_neutral(table.column(name), row[name]) for name in names])


def _neutral(column: Column, text: str) -> str:
    return neutral(text) if column.type in _TEXTS else text


def workbook_of(records: QuerySet[Any]) -> IO[bytes]:
    """The records as a workbook for people, in the language of the page, in a temporary file."""
    table: Table = records.model.table
    book = Workbook(write_only=True)
    sheet = book.create_sheet(labels.table_label(table.name)[:31])
    sheet.freeze_panes = "A2"
    heads = []
    for column in table.columns:
        head = WriteOnlyCell(sheet, labels.column_label(table.name, column.name))
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for _, row in rows_of(records):
        sheet.append([_cell(sheet, column, row) for column in table.columns])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, column: Column, row: Mapping[str, str]) -> Any:
    text = row[column.name]
    if text == "":
        return None
    match column.type:
        case Type.MONEY | Type.PERCENT | Type.COUNT | Type.YEAR:
            cell = WriteOnlyCell(sheet, Decimal(text))
            cell.number_format = "#,##0.00" if column.type is Type.MONEY else "General"
        case Type.DATE:
            cell = WriteOnlyCell(sheet, date.fromisoformat(text))
            cell.number_format = "yyyy-mm-dd"
        case _:
            cell = WriteOnlyCell(sheet, _neutral(column, labels.shown(column, text)))
            cell.data_type = "s"  # never a formula, and no digit of a code is lost
    return cell

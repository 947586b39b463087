"""A workbook to fill in: a heading a column, lists to choose from, and what each column means."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from banyan.desk.records import labels
from banyan.desk.records.faults import of_column
from banyan.rules.schema import Column, Table, Type

FILLED_IN = 5_000
"""Rows to which the lists are attached."""

_DJANGO = {"zh": "zh-hans", "en": "en"}
_HEAD = PatternFill("solid", fgColor="E3F0EC")


def workbook_of(*tables: Table) -> bytes:
    """The template of the tables, a sheet each, in the language of the page; the notes in both."""
    book = Workbook()
    book.remove(book.active)
    lists = _Lists(book)
    for table in tables:
        _sheet(book.create_sheet(labels.table_label(table.name)[:31]), table, lists)
    notes = book.create_sheet("说明 Notes")
    _notes(notes, tables)
    lists.hide()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Lists:
    """The words to choose from, on a hidden sheet: in a cell's own rule they would be too long."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.sheet = book.create_sheet("Notes lists")
        self.places: dict[tuple[str, ...], str] = {}

    def reference(self, words: tuple[str, ...]) -> str:
        if words not in self.places:
            letter = get_column_letter(len(self.places) + 1)
            for row, word in enumerate(words, start=1):
                self.sheet[f"{letter}{row}"] = word
            self.places[words] = f"'{self.sheet.title}'!${letter}$1:${letter}${len(words)}"
        return self.places[words]

    def hide(self) -> None:
        """Behind all others, where nobody sees it."""
        self.book.move_sheet(self.sheet, len(self.book.sheetnames))
        self.sheet.sheet_state = "hidden"


def _sheet(sheet: Any, table: Table, lists: _Lists) -> None:
    for place, column in enumerate(table.columns, start=1):
        letter = get_column_letter(place)
        label = labels.column_label(table.name, column.name)
        cell = sheet.cell(1, place, f"{label}{'' if column.optional else ' *'}")
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = min(36, max(14, 2 * len(label)))
        cells = f"{letter}2:{letter}{FILLED_IN}"
        words = _choices(column)
        if words:
            rule = DataValidation("list", formula1=lists.reference(words), allow_blank=True)
            rule.error = _("Choose one of the list.")
            sheet.add_data_validation(rule)
            rule.add(cells)
        if column.type in (Type.ID, Type.TEXT, Type.CREDIT_CODE, Type.DATE):
            # As text: Excel would make numbers of codes, and turn dates round.
            for row in range(2, 202):
                sheet.cell(row, place).number_format = "@"
    sheet.freeze_panes = "A2"


def _choices(column: Column) -> tuple[str, ...]:
    if column.type is Type.TRUTH:
        return (labels.truth_label(True), labels.truth_label(False))
    if column.type is Type.WORDS:
        return ()
    return tuple(labels.word_label(column.name, word) for word in labels.listed(column))


def _notes(sheet: Any, tables: tuple[Table, ...]) -> None:
    heads = ("表 Table", "列 Column", "Column", "必填 Required", "填写要求", "What to write")
    for place, head in enumerate(heads, start=1):
        cell = sheet.cell(1, place, head)
        cell.font, cell.fill = Font(bold=True), _HEAD
    row = 2
    for table in tables:
        for column in table.columns:
            said = [f"{labels.table_label(table.name, 'zh')} {table.name}"]
            said += [
                f"{labels.column_label(table.name, column.name, 'zh')} ({column.name})",
                labels.column_label(table.name, column.name, "en"),
                "" if column.optional else "是 yes",
            ]
            for of in labels.LANGUAGES:
                with override(_DJANGO[of]):
                    said.append(of_column(column))
            for place, text in enumerate(said, start=1):
                sheet.cell(row, place, text).alignment = Alignment(wrap_text=True, vertical="top")
            row += 1
    for letter, width in zip("ABCDEF", (26, 44, 44, 12, 52, 52), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"

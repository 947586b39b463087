"""Lines as files: CSV with codes for programs, a workbook in words for people."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.records import labels
from banyan.desk.records.exporting import Echo, neutral
from banyan.desk.settlement.explaining import names_of
from banyan.desk.settlement.models import Line
from banyan.desk.settlement.wording import marks_of, reason_words, status_words
from banyan.rules.wording import plain_yuan

COLUMNS = (
    "number",
    "measure",
    "uscc",
    "name",
    "subject",
    "county",
    "route",
    "status",
    "reasons",
    "gross",
    "amount",
    "before",
    "exceptions",
)
AT_ONCE = 2_000


def csv_of(lines: QuerySet[Line]) -> Iterator[str]:
    """Row by row, money in yuan. It begins with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for line, name in _named(lines):
        yield writer.writerow(
            [
                line.number,
                line.measure,
                line.uscc,
                neutral(name),
                neutral(line.subject),
                line.county,
                line.route,
                line.status,
                line.reasons,
                plain_yuan(line.gross),
                plain_yuan(line.amount),
                plain_yuan(line.before),
                line.exceptions,
            ]
        )


def workbook_of(lines: QuerySet[Line]) -> IO[bytes]:
    """A workbook in the language of the page, in a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Lines"))
    sheet.freeze_panes = "A2"
    heads = []
    for text in (
        _("Number"),
        _("Measure"),
        _("Credit code"),
        _("Organization"),
        _("Subject"),
        _("County"),
        _("Result"),
        _("Reasons"),
        _("Before caps"),
        _("Amount"),
        _("Awarded before"),
        _("To look at"),
    ):
        head = WriteOnlyCell(sheet, text)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for line, name in _named(lines.select_related("run")):
        texts = (
            labels.word_label("measure", line.measure),
            line.uscc,
            name,
            line.subject,
            labels.word_label("county", line.county),
            status_words(line.status),
            "; ".join(reason_words(line)),
        )
        marks = "; ".join(str(one) for one in marks_of(line, line.run))
        sheet.append(
            [
                line.number,
                *(_text(sheet, one) for one in texts),
                *(_money(sheet, one) for one in (line.gross, line.amount, line.before)),
                _text(sheet, marks),
            ]
        )
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _named(lines: QuerySet[Line]) -> Iterator[tuple[Line, str]]:
    rest = lines.iterator(chunk_size=AT_ONCE)
    while piece := list(islice(rest, AT_ONCE)):
        names = names_of(_distinct(piece))
        for line in piece:
            yield line, names.get(line.uscc, "")


def _distinct(lines: Sequence[Line]) -> list[Line]:
    return list({line.uscc: line for line in lines}.values())


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, neutral(text))
    cell.data_type = "s"  # never a formula, and no digit of a code is lost
    return cell


def _money(sheet: Any, fen: int) -> Any:
    cell = WriteOnlyCell(sheet, Decimal(plain_yuan(fen)))
    cell.number_format = "#,##0.00"
    return cell

"""The list of matches as a workbook."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.matching.exceptions import Word
from banyan.desk.matching.models import Match
from banyan.desk.matching.page import organizations_of
from banyan.desk.records.exporting import MOST_IN_A_WORKBOOK, neutral
from banyan.desk.records.labels import word_label
from banyan.desk.records.rows import in_pieces
from banyan.desk.records.scope import ScopedQuerySet


def workbook_of(matches: ScopedQuerySet[Match]) -> IO[bytes]:
    """The first ``MOST_IN_A_WORKBOOK`` of the matches, in the language of the page, in a temporary
    file. No account numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Matches"))
    sheet.freeze_panes = "A2"
    heads = []
    for words in (
        _("year"),
        _("Measure"),
        _("Credit code"),
        _("Organization"),
        _("County"),
        _("Yuan"),
        _("State"),
        _("To look at"),
        _("Told on"),
        _("Answer until"),
        _("Answered on"),
        _("Remark"),
    ):
        cell = WriteOnlyCell(sheet, words)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for piece in in_pieces(matches.order_by("pk")[:MOST_IN_A_WORKBOOK].iterator(chunk_size=2000)):
        names = organizations_of(piece)
        for match in piece:
            sheet.append(_row(sheet, match, names.get(match.uscc, "")))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _row(sheet: Any, match: Match, name: str) -> list[Any]:
    amount = WriteOnlyCell(sheet, Decimal(match.amount) / 100)
    amount.number_format = "#,##0.00"
    return [
        match.year,
        _text(sheet, word_label("measure", match.measure)),
        _text(sheet, match.uscc),
        _text(sheet, name),
        _text(sheet, word_label("county", match.county)),
        amount,
        _text(sheet, str(match.get_state_display())),
        _text(sheet, "; ".join(str(Word(word).label) for word in match.words)),
        timezone.localdate(match.told_at) if match.told_at else None,
        match.due_on,
        timezone.localdate(match.answered_at) if match.answered_at else None,
        _text(sheet, match.note),
    ]


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, neutral(text))
    cell.data_type = "s"  # never a formula, and no digit of a code is lost
    return cell

"""Lists and rounds as files, with the headings that an import of them reads."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.cases.kinds import Field
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.importing.reading import FIELD, Column, columns
from banyan.desk.lists.listing import county_name
from banyan.desk.lists.models import Candidacy, Entry
from banyan.desk.records.exporting import Echo, neutral
from banyan.desk.records.labels import language

STREAMED = 2_000

Sheet = tuple[list[str], Iterator[list[Any]]]
"""The headings and the rows of a file: texts, days, numbers; None where nothing stands."""


def entries_sheet(of: DeclaredList, entries: QuerySet[Any]) -> Sheet:
    wanted, said = columns(of, entries=True), language()
    heads = [one.words[said] for one in wanted]
    heads += [_("County"), _("Left"), _("Why"), _("Reason"), _("Record")]
    found = entries.select_related("organization").iterator(chunk_size=STREAMED)
    return heads, (_entry(of, one, wanted) for one in found)


def candidates_sheet(of: DeclaredList, candidacies: QuerySet[Any]) -> Sheet:
    wanted, said = columns(of, entries=False), language()
    heads = [one.words[said] for one in wanted]
    heads += [_("County"), _("State"), _("Reason of the decision")]
    found = candidacies.select_related("organization").iterator(chunk_size=STREAMED)
    return heads, (_candidate(of, one, wanted) for one in found)


def template_sheet(of: DeclaredList, *, entries: bool) -> Sheet:
    """The headings alone, to be filled in."""
    return [one.words[language()] for one in columns(of, entries=entries)], iter(())


def _entry(of: DeclaredList, one: Entry, wanted: list[Column]) -> list[Any]:
    cells: dict[str, Any] = {
        "entered_on": one.entered_on,
        "expires_on": one.expires_on,
        "stage": of.stage_name(one.stage),
    }
    return [
        *_cells(of, one, wanted, cells),
        county_name(one.county),
        one.left_on,
        one.get_why_display() if one.why else None,
        one.why_text or None,
        one.recognition or None,
    ]


def _candidate(of: DeclaredList, one: Candidacy, wanted: list[Column]) -> list[Any]:
    cells: dict[str, Any] = {"reason": one.reason, "score": one.score}
    return [
        *_cells(of, one, wanted, cells),
        county_name(one.county),
        one.get_state_display(),
        one.answer or None,
    ]


def _cells(
    of: DeclaredList, one: Entry | Candidacy, wanted: list[Column], more: dict[str, Any]
) -> Iterator[Any]:
    asked = {field.code: field for field in of.fields_of(one.tier)} if one.tier in of.tiers else {}
    known = {
        "uscc": one.organization_id,
        "name": one.organization.name,
        "tier": of.tier_name(one.tier),
        "batch": of.batch_name(one.batch),
        "subject": one.subject,
        **more,
    }
    for column in wanted:
        if column.name.startswith(FIELD):
            code = column.name.removeprefix(FIELD)
            text = one.fields.get(code)
            yield _named(asked.get(code), text)
        else:
            yield known[column.name]


def _named(field: Field | None, text: str | None) -> str | None:
    if field is None or text is None:
        return text
    return next((one.name for one in field.choices if one.code == text), text)


def csv_of(sheet: Sheet) -> Iterator[str]:
    """Row by row. It begins with the mark by which spreadsheets know UTF-8."""
    heads, rows = sheet
    writer = csv.writer(Echo(), lineterminator="\r\n")
    head = "\ufeff" + writer.writerow(heads)
    return chain([head], (writer.writerow([_text(cell) for cell in row]) for row in rows))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else neutral(str(cell))


def workbook_of(sheet: Sheet, title: str) -> IO[bytes]:
    """In a temporary file."""
    heads, rows = sheet
    book = Workbook(write_only=True)
    page = book.create_sheet(title[:31])
    page.freeze_panes = "A2"
    page.append([_bold(page, head) for head in heads])
    for row in rows:
        page.append(list(_in_cells(page, row)))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _bold(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = Font(bold=True)
    return cell


def _in_cells(page: Any, row: Iterable[Any]) -> Iterator[Any]:
    for value in row:
        if isinstance(value, str) and value:
            cell = WriteOnlyCell(page, neutral(value))
            cell.data_type = "s"  # never a formula, and no digit of a code is lost
            yield cell
        else:
            yield value if value != "" else None

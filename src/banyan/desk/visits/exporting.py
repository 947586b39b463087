"""Lists of visits as files: CSV and workbooks in the language of the page."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import IO, Any

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Unit
from banyan.desk.records.exporting import Echo, neutral
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.labels import word_label
from banyan.desk.records.views.downloads import attached
from banyan.desk.visits.models import NEVER, Assignment, Visit
from banyan.desk.visits.scope import OfOfficerQuerySet

STREAMED = 2_000

Row = Sequence[Any]


def answer(name: str, form: str, heads: Row, rows: Iterable[Row]) -> HttpResponseBase:
    """The rows as a file of ``form``: ``csv`` or ``xlsx``. Raises Http404 for another."""
    called = f"{name}-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        text = StreamingHttpResponse(_csv(heads, rows), content_type="text/csv")
        return attached(text, called)
    if form != "xlsx":
        raise Http404
    return attached(FileResponse(_workbook(heads, rows), content_type=WORKBOOK_TYPE), called)


def assignment_heads() -> list[str]:
    """The first three are the columns that the import reads."""
    return [
        *(
            _("Credit code"),
            _("Officer's user name"),
            _("Kind of officer"),
            pgettext("an organization", "Enterprise"),
        ),
        *(
            _("County"),
            _("Officer"),
            pgettext("an officer", "Unit"),
            pgettext("an officer", "Since"),
            _("Last visit"),
        ),
    ]


def assignment_rows(found: OfOfficerQuerySet) -> Iterator[Row]:
    """The words are those of the language in which it is asked for, however late they are read."""
    places, units = _places(), _units()
    kinds = {one.value: str(one.label) for one in Assignment.Kind}
    fields = (
        *("organization_id", "officer__username", "kind", "organization__name"),
        *("organization__county", "officer__name", "unit_id", "since", "visited_on"),
    )
    return (
        (
            *(row[0], row[1], kinds[row[2]], row[3], places.get(row[4], row[4]), row[5]),
            *(units.get(row[6]), row[7], None if row[8] <= NEVER else row[8]),
        )
        for row in found.values_list(*fields).iterator(chunk_size=STREAMED)
    )


def visit_heads() -> list[str]:
    return [
        *(
            _("Visited on"),
            pgettext("an organization", "Enterprise"),
            _("Credit code"),
            _("County"),
            _("Officer"),
        ),
        *(
            pgettext("an officer", "Unit"),
            _("With whom"),
            _("How"),
            _("What was seen"),
            _("What was asked"),
        ),
    ]


def visit_rows(found: OfOfficerQuerySet) -> Iterator[Row]:
    places, units = _places(), _units()
    forms = {one.value: str(one.label) for one in Visit.Form}
    fields = (
        *("held_on", "organization__name", "organization_id", "organization__county"),
        *("officer__name", "officer__unit_id", "companions", "form", "seen", "asked"),
    )
    return (
        (
            *(row[0], row[1], row[2], places.get(row[3], row[3]), row[4], units.get(row[5])),
            *(row[6], forms[row[7]], row[8], row[9]),
        )
        for row in found.values_list(*fields).iterator(chunk_size=STREAMED)
    )


def _places() -> dict[str, str]:
    return {code: word_label("county", code) for code in counties()}


def _units() -> dict[int, str]:
    return {unit.pk: unit.name for unit in Unit.objects.all()}


def _csv(heads: Row, rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(Echo(), lineterminator="\r\n")
    # the mark by which spreadsheets know UTF-8
    head = "\ufeff" + writer.writerow(heads)
    return chain([head], (writer.writerow([_text(cell) for cell in row]) for row in rows))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else neutral(str(cell))


def _workbook(heads: Row, rows: Iterable[Row]) -> IO[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    named = []
    for head in heads:
        cell = WriteOnlyCell(sheet, head)
        cell.font = Font(bold=True)
        named.append(cell)
    sheet.append(named)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value if value != "" else None
    cell = WriteOnlyCell(sheet, neutral(value))
    cell.data_type = "s"  # never a formula, and no digit of a code is lost
    return cell

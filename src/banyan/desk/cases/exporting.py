"""Ledgers as files: CSV and workbooks in the language of the page, streamed."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.listing import county_name
from banyan.desk.cases.states import Gravity, Level, Outcome, State
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Unit
from banyan.desk.records.exporting import Echo, neutral

STREAMED = 2_000

_FIELDS = (
    *("pk", "raised_at", "kind", "category", "title", "text", "organization__name"),
    *("organization_id", "county", "level", "gravity", "state", "lead_id", "due_on", "answer"),
    *("outcome", "closed_at", "rating", "round"),
)

_CHOICES: Mapping[str, Any] = {
    "level": Level,
    "gravity": Gravity,
    "state": State,
    "outcome": Outcome,
}


def heads() -> list[str]:
    return [
        *(_("Number"), _("Raised on"), _("Kind"), _("Category"), _("Title"), _("Description")),
        *(
            _("Organization"),
            _("Credit code"),
            _("County"),
            pgettext("a case", "Ledger"),
            _("Gravity"),
        ),
        *(_("State"), _("Lead unit"), _("Due"), _("What was done"), _("Outcome")),
        *(_("Closed"), _("Rating"), _("Times reopened")),
    ]


def rows(cases: QuerySet[Any]) -> Iterator[list[Any]]:
    """The cells of each case: texts, days, numbers; None where nothing stands. The words are those
    of the language in which it is asked for, however late the rows are read."""
    places = {code: county_name(code) for code in counties()}
    kinds = {
        (kind.code, category.code): (kind.name, category.name)
        for kind in declared_kinds().values()
        for category in kind.categories.values()
    }
    units = {unit.pk: unit.name for unit in Unit.objects.all()}
    words = {
        (name, one.value): str(one.label) for name, choices in _CHOICES.items() for one in choices
    }
    return (
        _row(one, kinds, places, units, words)
        for one in cases.values(*_FIELDS).iterator(chunk_size=STREAMED)
    )


def _row(
    one: dict[str, Any],
    kinds: Mapping[tuple[str, str], tuple[str, str]],
    places: Mapping[str, str],
    units: Mapping[int, str],
    words: Mapping[tuple[str, str], str],
) -> list[Any]:
    raised, closed = timezone.localtime(one["raised_at"]), one["closed_at"]
    what = (one["kind"], one["category"])
    return [
        f"{raised.year}-{one['pk']:07d}",
        raised,
        *kinds.get(what, what),
        one["title"],
        one["text"],
        one["organization__name"],
        one["organization_id"],
        places.get(one["county"], one["county"]),
        *(words[name, one[name]] for name in ("level", "gravity", "state")),
        units.get(one["lead_id"]),
        one["due_on"],
        one["answer"],
        words.get(("outcome", one["outcome"])),
        timezone.localtime(closed) if closed else None,
        one["rating"],
        one["round"],
    ]


def csv_of(cases: QuerySet[Any]) -> Iterator[str]:
    """Row by row. It begins with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    head = "\ufeff" + writer.writerow(heads())
    return chain([head], (writer.writerow([_text(c) for c in row]) for row in rows(cases)))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return neutral(str(cell))


def workbook_of(cases: QuerySet[Any]) -> IO[bytes]:
    """In a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Cases"))
    sheet.freeze_panes = "A2"
    named = []
    for head in heads():
        cell = WriteOnlyCell(sheet, head)
        cell.font = Font(bold=True)
        named.append(cell)
    sheet.append(named)
    for row in rows(cases):
        sheet.append([_cell(sheet, cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    if not isinstance(value, str) or not value:
        return value if value != "" else None
    cell = WriteOnlyCell(sheet, neutral(value))
    cell.data_type = "s"  # never a formula, and no digit of a code is lost
    return cell

"""Entries of the ledger as lists: filtered, each with what it is about, and as files."""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.audit.words import SUBJECT_WORDS
from banyan.desk.funds.budgets import measure_label
from banyan.desk.funds.models import Entry
from banyan.desk.records import labels
from banyan.desk.records.exporting import neutral
from banyan.rules.wording import plain_yuan

AT_ONCE = 2_000
"""Entries whose references are looked up together for a file."""

FILTERS = ("kind", "measure", "county", "since", "until")


def filtered(entries: QuerySet[Entry], asked: Mapping[str, str]) -> QuerySet[Entry]:
    """The entries of a kind, measure or county, or of days; what cannot be read asks nothing."""
    for name in ("kind", "measure", "county"):
        value = asked.get(name, "").replace("\x00", "")
        if value:
            entries = entries.filter(**{name: value})
    since, until = (_day(asked.get(name, "")) for name in ("since", "until"))
    if since:
        entries = entries.filter(made_on__gte=since)
    if until:
        entries = entries.filter(made_on__lte=until)
    return entries


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class About:
    """What an entry is about: in words, and where it is, empty where it has no page."""

    words: str
    link: str


@dataclass(frozen=True)
class Row:
    entry: Entry
    about: About

    @property
    def measure(self) -> str:
        return measure_label(self.entry.measure) if self.entry.measure else ""

    @property
    def county(self) -> str:
        return labels.word_label("county", self.entry.county) if self.entry.county else ""


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    """The entries with what they are about, read together."""
    held = list(entries)
    named = abouts({one.reference for one in held})
    return [Row(one, named[one.reference]) for one in held]


def abouts(references: Iterable[str]) -> dict[str, About]:
    """What references name. A row that has an address of its own (``get_absolute_url``) is linked;
    the part that it belongs to lies above this one and is asked, not known."""
    found: dict[str, About] = {}
    by_label: dict[str, dict[str, str]] = defaultdict(dict)
    for reference in references:
        label, _space, key = reference.partition(" ")
        by_label[label][key] = reference
        found[reference] = About(_kind_of(label), "")
    for label, keys in by_label.items():
        model = _model(label)
        if model is None:
            continue
        rows = model._default_manager.in_bulk([key for key in keys if key.isdecimal()])
        for key, row in rows.items():
            address = getattr(row, "get_absolute_url", None)
            about = About(f"{_kind_of(label)} {row.pk}", address() if address else "")
            found[keys[str(key)]] = about
    return found


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _kind_of(label: str) -> str:
    model = _model(label)
    return str(SUBJECT_WORDS.get(label) or (model._meta.verbose_name if model else label))


def _header() -> list[str]:
    return [
        _("Number"),
        _("When"),
        _("Movement"),
        _("From pot"),
        _("To pot"),
        _("Amount (yuan)"),
        _("Measure"),
        _("County"),
        _("About"),
        _("Reference"),
        _("By"),
    ]


def _cells(row: Row) -> list[str]:
    entry = row.entry
    return [
        str(entry.pk),
        f"{timezone.localtime(entry.made_at):%Y-%m-%d %H:%M:%S}",
        entry.get_kind_display(),
        entry.get_debit_display(),
        entry.get_credit_display(),
        plain_yuan(entry.amount),
        row.measure,
        row.county,
        row.about.words,
        entry.reference,
        str(entry.made_by or ""),
    ]


def _lines(entries: QuerySet[Entry]) -> Iterator[list[str]]:
    batch: list[Entry] = []
    for entry in entries.select_related("made_by").iterator(AT_ONCE):
        batch.append(entry)
        if len(batch) == AT_ONCE:
            yield from map(_cells, rows_of(batch))
            batch = []
    yield from map(_cells, rows_of(batch))


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_of(entries: QuerySet[Entry]) -> Iterator[str]:
    """The entries as CSV, row by row, with the mark by which spreadsheets know UTF-8."""
    writer: Any = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(_header())
    for cells in _lines(entries):
        yield writer.writerow([neutral(cell) for cell in cells])


def workbook_of(entries: QuerySet[Entry]) -> IO[bytes]:
    """The entries as a workbook in a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Ledger"))
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, word) for word in _header()]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for cells in _lines(entries):
        sheet.append([_cell(sheet, place, text) for place, text in enumerate(cells)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, place: int, text: str) -> Any:
    if place == 5:
        cell = WriteOnlyCell(sheet, Decimal(text))
        cell.number_format = "#,##0.00"
    else:
        cell = WriteOnlyCell(sheet, neutral(text))
        cell.data_type = "s"
    return cell

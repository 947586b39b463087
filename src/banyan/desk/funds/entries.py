"""Entries of the ledger as lists: filtered, each with what it is about, and as files."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any, TypeVar

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.funds.budgets import measure_label
from banyan.desk.funds.models import DailyTotal, Entry
from banyan.desk.funds.references import About, abouts
from banyan.desk.funds.stages import REACHES, added
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records import labels
from banyan.desk.records.exporting import neutral
from banyan.rules.wording import plain_yuan

AT_ONCE = 2_000
"""Entries whose references are looked up together for a file."""

FILTERS = ("year", "stage", "kind", "measure", "county", "since", "until")

ELSEWHERE = "elsewhere"
"""As the county that is asked for: all that are none of the policy's."""

R = TypeVar("R", Entry, DailyTotal)


def filtered(rows: QuerySet[R], asked: Mapping[str, str]) -> QuerySet[R]:
    """The entries, or the totals of days, of a year's budgets, a stage, kind, measure or county, or
    of days; what cannot be read asks nothing."""
    year = asked.get("year", "")
    if year.isdecimal() and len(year) == 4:
        rows = rows.filter(budget__year=int(year))
    stage = stage_of(asked)
    if stage:
        rows = rows.filter(kind__in=REACHES[stage])
    for name in ("kind", "measure", "county"):
        value = asked.get(name, "").replace("\x00", "")
        if name == "county" and value == ELSEWHERE:
            rows = rows.exclude(county__in=["", *declared_pack().words["words"]["county"]])
        elif value:
            rows = rows.filter(**{name: value})
    since, until = (_day(asked.get(name, "")) for name in ("since", "until"))
    if since:
        rows = rows.filter(made_on__gte=since)
    if until:
        rows = rows.filter(made_on__lte=until)
    return rows


def stage_of(asked: Mapping[str, str]) -> str:
    """The stage that is asked for, empty for none."""
    stage = asked.get("stage", "")
    return stage if stage in REACHES else ""


@dataclass(frozen=True)
class Together:
    """How many entries there are, and what they come to (fen): of a stage what they add to it, of
    one kind their sum; ``None`` where different movements would be added up."""

    entries: int
    amount: int | None


def together(totals: QuerySet[DailyTotal], asked: Mapping[str, str]) -> Together:
    """What the entries that ``filtered`` leaves come to, from the totals of their days."""
    stage = stage_of(asked)
    rows = filtered(totals, asked).order_by().values_list("kind")
    found = list(rows.annotate(Sum("amount"), Sum("entries")))
    count = sum(entries for _kind, _amount, entries in found)
    if stage:
        return Together(count, sum(added(stage, kind, fen) for kind, fen, _entries in found))
    return Together(count, sum(one[1] for one in found) if asked.get("kind") else None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Row:
    """``amount`` (fen) is what the entry adds to the stage looked at, else what it moves."""

    entry: Entry
    about: About
    amount: int

    @property
    def measure(self) -> str:
        return measure_label(self.entry.measure) if self.entry.measure else ""

    @property
    def county(self) -> str:
        return labels.word_label("county", self.entry.county) if self.entry.county else ""


def rows_of(entries: Iterable[Entry], stage: str = "") -> list[Row]:
    """The entries with what they are about, read together."""
    held = list(entries)
    named = abouts({one.reference for one in held})
    return [
        Row(
            one,
            named[one.reference],
            added(stage, one.kind, one.amount) if stage else one.amount,
        )
        for one in held
    ]


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
        plain_yuan(row.amount),
        row.measure,
        row.county,
        row.about.words,
        entry.reference,
        str(entry.made_by or ""),
    ]


def _lines(entries: QuerySet[Entry], stage: str) -> Iterator[list[str]]:
    batch: list[Entry] = []
    for entry in entries.select_related("made_by").iterator(AT_ONCE):
        batch.append(entry)
        if len(batch) == AT_ONCE:
            yield from map(_cells, rows_of(batch, stage))
            batch = []
    yield from map(_cells, rows_of(batch, stage))


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_of(entries: QuerySet[Entry], stage: str = "") -> Iterator[str]:
    """The entries as CSV, row by row, with the mark by which spreadsheets know UTF-8."""
    writer: Any = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(_header())
    for cells in _lines(entries, stage):
        yield writer.writerow([neutral(cell) for cell in cells])


def workbook_of(entries: QuerySet[Entry], stage: str = "") -> IO[bytes]:
    """The entries as a workbook in a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Ledger"))
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, word) for word in _header()]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for cells in _lines(entries, stage):
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

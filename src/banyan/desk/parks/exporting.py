"""Parks and their tenants as files; and lists of tenants as they come in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook as NewWorkbook

from banyan.desk.parks.amounts import heading, plain
from banyan.desk.parks.models import Facility, Tenant
from banyan.desk.parks.reading import Standing
from banyan.desk.projects.importing import read_day
from banyan.desk.projects.kinds import declared
from banyan.desk.records.exporting import Echo, neutral
from banyan.desk.records.importing.whole import RowFault, open_list
from banyan.desk.records.labels import language
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces

MOST_ROWS = 5_000
COLUMNS = {
    "uscc": ("统一社会信用代码", "Credit code"),
    "name": ("名称", "Name"),
    "since": ("入驻日期", "Since"),
}


def label(name: str) -> str:
    zh, en = COLUMNS[name]
    return zh if language() == "zh" else en


def comparison(parks: Sequence[Standing], year: int) -> Iterator[list[Any]]:
    """The headings, then a row for each park."""
    items, indicators = declared().checklist, declared().indicators
    yield [
        _("Credit code"),
        _("Park"),
        _("County"),
        _("Leading industries"),
        _("Tenants"),
        _("Projects"),
        _("red projects"),
        _("demonstration park"),
        *(f"{group.name} %" for group in declared().groups.values()),
        *(f"{heading(one)} {year}" for one in indicators.values()),
        *(one.name for one in items.values()),
    ]
    words = dict(Facility.There.choices)
    for one in parks:
        figures = one.of_year(year)
        yield [
            one.park.pk,
            one.park.name,
            one.county,
            "; ".join(one.industries),
            one.tenants,
            one.projects,
            one.red,
            _("yes") if one.is_demonstration else "",
            *(one.share(group) // 10_000 for group in declared().groups),
            *(plain(each, figures.get(code)) for code, each in indicators.items()),
            *(str(words.get(one.facilities.get(code, ""), "")) for code in items),
        ]


def tenants(park: Any) -> Iterator[list[Any]]:
    """The headings, then a row for each present tenant; an import takes it again."""
    yield [label(name) for name in COLUMNS]
    rows = Tenant.objects.filter(park=park, until=None).select_related("organization")
    for one in rows.order_by("organization__name"):
        yield [one.organization_id, one.organization.name, one.since.isoformat()]


def csv_of(rows: Iterator[list[Any]]) -> Iterator[str]:
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([neutral(one) if isinstance(one, str) else one for one in row])


def workbook_of(rows: Iterator[list[Any]]) -> bytes:
    book = NewWorkbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([neutral(one) if isinstance(one, str) else one for one in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@dataclass
class ReadTenants:
    given: list[tuple[Any, date]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def read_tenants(path: Path, name: str, park: Any) -> ReadTenants:
    """Reads a list of tenants of a park. Raises RefusedError for a file that is not
    taken."""
    result = ReadTenants()
    needed = {code: label(code) for code in ("uscc", "since")}
    frame, columns = open_list(path, name, _columns, needed, MOST_ROWS, result.faults)
    if not result.faults:
        _read_rows(frame, columns, park, result)
    return result


def _columns(header: list[str]) -> dict[str, str]:
    known = {_plain(said): code for code, names in COLUMNS.items() for said in (code, *names)}
    return {known.get(_plain(head), ""): str(n) for n, head in enumerate(header)}


def _read_rows(frame: Any, columns: dict[str, str], park: Any, into: ReadTenants) -> None:
    rows = [
        (
            (cells[columns["uscc"]] or "").strip().upper(),
            (cells[columns["since"]] or "").strip(),
        )
        for cells in frame.iter_rows(named=True)
    ]
    there: dict[str, Any] = {}
    elsewhere: set[str] = set()
    for piece in in_pieces(sorted({code for code, _since in rows} - {""})):
        there |= Organization.objects.filter(pk__in=piece).exclude(kind="park").in_bulk()
        others = Tenant.objects.filter(organization__in=piece, until=None).exclude(park=park)
        elsewhere |= set(others.values_list("organization_id", flat=True))
    seen: set[str] = set()
    for number, (code, text) in enumerate(rows, start=1):
        if not code and not text:
            continue
        since = read_day(text)
        before = len(into.faults)
        if code not in there:
            into.faults.append(
                RowFault(number, label("uscc"), code, _("No organization of this credit code."))
            )
        elif code in elsewhere:
            into.faults.append(
                RowFault(number, label("uscc"), code, _("It is a tenant of another park."))
            )
        elif code in seen:
            into.faults.append(RowFault(number, label("uscc"), code, _("It stands there twice.")))
        seen.add(code)
        if since is None or since > timezone.localdate():
            into.faults.append(
                RowFault(number, label("since"), text, _("A day that is not still to come."))
            )
        elif len(into.faults) == before:
            into.given.append((there[code], since))


def _plain(text: str | None) -> str:
    return re.sub(r"[\s*＊]+", "", text or "").lower()

"""A list of monthly figures in a file: read, and checked row by row."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from openpyxl import Workbook as NewWorkbook

from banyan.desk.monitoring import amounts
from banyan.desk.monitoring.actions import GivenFigures
from banyan.desk.monitoring.models import KeyEnterprise
from banyan.desk.people.models import Account
from banyan.desk.records.importing.whole import RowFault, open_list
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces

MOST_ROWS = 50_000
_MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:[-/.]\d{1,2})?$|^(\d{4})(\d{2})$")
_LANGUAGES = ("zh-hans", "en")
_ALSO = {"uscc": "organization", "信用代码": "organization", "统一社会信用代码": "organization"}
"""What lists call a column too."""


@dataclass
class ReadFigures:
    given: list[GivenFigures] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def headings() -> dict[str, str]:
    """What each column is called, in the language of the page."""
    named = {code: one.heading for code, one in amounts.ALL.items()}
    return {
        "organization": _("Credit code"),
        "name": pgettext("an organization", "Name"),
        "month": _("Month"),
        **named,
    }


def template() -> bytes:
    """An empty list with its headings."""
    book = NewWorkbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(headings().values()))
    for letter in "ABCDEFGH":
        sheet.column_dimensions[letter].width = 22
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_figures(path: Path, name: str, account: Account | None) -> ReadFigures:
    """Reads a workbook's first sheet or a CSV file. Raises RefusedError for a file that
    is not taken."""
    result = ReadFigures()
    needed = {code: headings()[code] for code in ("organization", "month")}
    frame, columns = open_list(path, name, _columns, needed, MOST_ROWS, result.faults)
    if frame.width and not any(code in columns for code in amounts.ALL):
        result.faults.append(RowFault(0, "", "", _("There is no column of an indicator.")))
    if not result.faults:
        _read_rows(frame, columns, account, result)
    return result


def _plain(text: str) -> str:
    """A heading without its bracket, spaces and case."""
    return re.sub(r"[（(].*[)）]$|[\s*＊]+", "", text.strip()).lower()


def _columns(header: list[str]) -> dict[str, str]:
    """The place of each column by what it is, in either language."""
    known = _ALSO | {code: code for code in ("organization", "month", *amounts.ALL)}
    for language in _LANGUAGES:
        with override(language):
            known |= {_plain(label): code for code, label in headings().items()}
    found: dict[str, str] = {}
    for place, label in enumerate(header):
        code = known.get(_plain(label), "")
        if code and code not in found:
            found[code] = str(place)
    return found


def _read_rows(
    frame: pl.DataFrame, columns: Mapping[str, str], account: Account | None, into: ReadFigures
) -> None:
    cells = {
        code: [(text or "").strip() for text in frame[place].cast(pl.String).to_list()]
        for code, place in columns.items()
    }
    codes = [re.sub(r"[\s-]", "", text).upper() for text in cells["organization"]]
    watched = _watched(set(codes), account)
    this_month = timezone.localdate().replace(day=1)
    names = headings()
    seen: dict[tuple[str, date], int] = {}
    for place, code in enumerate(codes):
        row = place + 1
        if not any(texts[place] for texts in cells.values()):
            continue
        before = len(into.faults)

        def wrong(column: str, why: str, row: int = row, place: int = place) -> None:
            into.faults.append(RowFault(row, names[column], cells[column][place], why))

        month = month_of(cells["month"][place])
        if month is None or month >= this_month:
            wrong("month", _("A month that is over, as 2026-03."))
        if code not in watched:
            wrong("organization", _("No key enterprise that you see."))
        elif month is not None and not any(
            since <= month and (until is None or month < until) for since, until in watched[code]
        ):
            wrong("month", _("The enterprise does not report that month."))
        values: dict[str, int | None] = {}
        for indicator in amounts.ALL:
            text = cells[indicator][place] if indicator in cells else ""
            try:
                values[indicator] = amounts.parsed(indicator, text)
            except ValueError:
                wrong(indicator, _("A number, not below zero, with the decimals of its unit."))
        if len(into.faults) == before and all(value is None for value in values.values()):
            wrong("month", _("No figure in the row."))
        if month is not None and (code, month) in seen:
            earlier = {"row": seen[code, month]}
            wrong("month", _("The same enterprise and month as row %(row)s.") % earlier)
        elif month is not None:
            seen[code, month] = row
            if len(into.faults) == before:
                into.given.append(GivenFigures(code, month, values))


def month_of(text: str) -> date | None:
    """The first day of a month as people write it; ``None`` for what is none."""
    found = _MONTH.match(text.strip())
    if found is None:
        return None
    year, month = found[1] or found[3], found[2] or found[4]
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        return None


def _watched(codes: set[str], account: Account | None) -> dict[str, list[tuple[date, date | None]]]:
    found: dict[str, list[tuple[date, date | None]]] = {}
    seen = Organization.objects.visible_to(account)
    for piece in in_pieces(sorted(codes)):
        rows = KeyEnterprise.objects.filter(organization__in=seen.filter(pk__in=piece).values("pk"))
        for code, since, until in rows.values_list("organization_id", "since", "until"):
            found.setdefault(code, []).append((since, until))
    return found

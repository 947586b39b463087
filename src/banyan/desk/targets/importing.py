"""A list of actual values in a file: read, and checked row by row; and the same list written."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook as NewWorkbook

from banyan.desk.records import labels
from banyan.desk.records.exporting import Echo
from banyan.desk.records.importing.whole import RowFault, open_list
from banyan.desk.targets import amounts
from banyan.desk.targets.actions.reporting import Stated
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.models import Value
from banyan.desk.targets.path import counties
from banyan.desk.targets.periods import last_day, last_over, period_name, read_period
from banyan.desk.targets.scope import may_report

MOST_ROWS = 5_000
COLUMNS = ("indicator", "county", "period", "value")
_LANGUAGES = ("zh-hans", "en")


@dataclass
class ReadValues:
    stated: list[Stated] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def headings() -> dict[str, str]:
    """What each column is called, in the language of the page."""
    return {
        "indicator": _("Indicator"),
        "county": _("County"),
        "period": _("Period"),
        "value": _("Actual value"),
        "unit": _("Unit of the value"),
    }


def template(account: Any) -> bytes:
    """A list with a row for each indicator that the account reports, of its newest period."""
    today = timezone.localdate()
    rows = [
        [one.name, "", period_name(one, last_over(one, today)), None, amounts.expected(one)]
        for one in declared_indicators().values()
        if may_report(account, one)
    ]
    book = NewWorkbook()
    sheet = book.active
    assert sheet is not None
    for row in [list(headings().values()), *rows]:
        sheet.append(row)
    for letter, width in zip("ABCDE", (48, 16, 14, 18, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_values(path: Path, name: str, account: Any) -> ReadValues:
    """Reads a workbook's first sheet or a CSV file; rows without a value are left out. Raises
    RefusedError for a file that is not taken."""
    result = ReadValues()
    needed = {code: headings()[code] for code in ("indicator", "period", "value")}
    frame, places = open_list(path, name, _places, needed, MOST_ROWS, result.faults)
    if result.faults:
        return result
    cells = {
        code: [str(text or "").strip() for text in frame[place].to_list()]
        for code, place in places.items()
    }
    _read_rows(cells, account, result)
    return result


def _plain(text: str) -> str:
    return re.sub(r"[\s*＊]+", "", text.strip()).lower()


def _places(header: list[str]) -> dict[str, str]:
    known = {code: code for code in COLUMNS}
    for language in _LANGUAGES:
        with override(language):
            known |= {_plain(label): code for code, label in headings().items()}
    found: dict[str, str] = {}
    for place, label in enumerate(header):
        code = known.get(_plain(label), "")
        if code in COLUMNS and code not in found:
            found[code] = str(place)
    return found


def _named() -> tuple[dict[str, Indicator], dict[str, str]]:
    """Indicators and counties by their codes and names in both languages."""
    indicators, of_counties = {}, {}
    for one in declared_indicators().values():
        for said in (one.code, *one.words.values()):
            indicators[_plain(said)] = one
    for code in counties():
        for said in (code, *(labels.word_label("county", code, of) for of in ("zh", "en"))):
            of_counties[_plain(said)] = code
    return indicators, of_counties


def _read_rows(cells: Mapping[str, list[str]], account: Any, into: ReadValues) -> None:
    indicators, of_counties = _named()
    names = headings()
    today = timezone.localdate()
    seen: dict[tuple[str, str, date], int] = {}
    for place, text in enumerate(cells["indicator"]):
        row = place + 1
        said = {code: texts[place] for code, texts in cells.items()}
        if not said["value"]:
            continue
        before = len(into.faults)

        def wrong(column: str, why: str, row: int = row, said: Mapping[str, str] = said) -> None:
            into.faults.append(RowFault(row, names[column], said[column], why))

        indicator = indicators.get(_plain(text))
        if indicator is None or not may_report(account, indicator):
            wrong("indicator", _("An indicator that you report."))
            continue
        county = ""
        if said.get("county"):
            county = of_counties.get(_plain(said["county"]), "")
            if not county or not indicator.counties:
                wrong("county", _("Empty, or a county where the indicator is split among them."))
        period = None
        try:
            period = read_period(indicator, said["period"])
            if last_day(period) >= today:
                raise ValueError(_("a period that is over"))
        except ValueError as error:
            wrong("period", str(error))
        value = None
        try:
            value = amounts.parsed(indicator, said["value"])
        except ValueError:
            wrong("value", amounts.expected(indicator))
        if len(into.faults) > before or period is None or value is None:
            continue
        key = (indicator.code, county, period)
        if key in seen:
            wrong("period", _("The same as row %(row)s.") % {"row": seen[key]})
            continue
        seen[key] = row
        into.stated.append(Stated(indicator.code, county, period, value))


def rows_of(values: QuerySet[Any]) -> Iterator[list[Any]]:
    """The headings, then a row for each value."""
    yield [*headings().values(), _("As of"), _("Source"), _("Version")]
    for one in values.iterator(2000):
        indicator = one.declared
        if indicator is None:
            continue
        yield [
            indicator.name,
            labels.word_label("county", one.county) if one.county else "",
            period_name(indicator, one.period),
            amounts.plain(indicator, one.value),
            amounts.expected(indicator),
            one.as_of.isoformat(),
            str(Value.Source(one.source).label),
            one.version,
        ]


def csv_of(values: QuerySet[Any]) -> Iterator[str]:
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield "\ufeff"
    for row in rows_of(values):
        yield writer.writerow(row)


def workbook_of(values: QuerySet[Any]) -> IO[bytes]:
    book = NewWorkbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows_of(values):
        sheet.append(row)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file

"""The figures of a pack: dated, cited, with the document's ceiling and the value adopted below it.

``parameters.toml`` holds one table a figure::

    ["equipment.rate"]
    unit = "rate"
    article = "A3.1"
    zh = "技改设备补助比例"
    en = "rate of the equipment subsidy"
    values = [{ from = 2026-01-01, until = 2031-01-01, ceiling = "3%", adopted = "3%" }]

``until`` is the first day on which the value no longer holds. A figure that the document fixes
has ``value`` in place of ``ceiling`` and ``adopted``; one on which it is silent has
``assumed = true``. A year is settled with the values in force on its last day.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from banyan.rules.errors import PackError, UsageError
from banyan.rules.units import RATE_SCALE, Unit

UNITS = {"money": Unit.MONEY, "rate": Unit.RATE, "count": Unit.COUNT, "date": Unit.DATE}

Value = int | date
"""Money in fen, a rate in millionths, a count, or a date."""


@dataclass(frozen=True)
class Span:
    """What holds from ``start`` until the day before ``end``; ``ceiling`` where there is one."""

    start: date
    end: date
    adopted: Value
    ceiling: Value | None


@dataclass(frozen=True)
class Figure:
    """One parameter with its whole history."""

    key: str
    unit: Unit
    article: str
    words: Mapping[str, str]
    spans: tuple[Span, ...]
    assumed: bool

    def on(self, day: date) -> Span:
        for span in self.spans:
            if span.start <= day < span.end:
                return span
        raise UsageError(f"parameter {self.key} has no value on {day}")

    def in_year(self, year: int) -> Span:
        """What holds for the settlement of ``year``."""
        return self.on(date(year, 12, 31))

    def with_adopted(self, value: Value) -> Figure:
        """The same figure with another adopted value in all its spans (for a what-if)."""
        return replace(self, spans=tuple(replace(span, adopted=value) for span in self.spans))

    def adopting(self, value: Value, start: date, end: date) -> Figure:
        """The same figure with another adopted value from ``start`` until the day before ``end``;
        ceilings stay as they are. Raises PackError where nothing was in force on some of these
        days, where the document fixes the value, and where it is above the ceiling."""
        if start >= end:
            raise PackError(f"{self.key}: from must be a date before until")
        if start < self.spans[0].start or end > self.spans[-1].end:
            raise PackError(
                f"{self.key}: the figure holds from {self.spans[0].start} until "
                f"{self.spans[-1].end}, not from {start} until {end}"
            )
        spans: list[Span] = []
        for span in self.spans:
            first, last = max(span.start, start), min(span.end, end)
            if first >= last:
                spans.append(span)
                continue
            self._check_adoption(span, value)
            if span.start < first:
                spans.append(replace(span, end=first))
            spans.append(Span(first, last, value, span.ceiling))
            if last < span.end:
                spans.append(replace(span, start=last))
        _check_dates(self.key, tuple(spans), (self.spans[0].start, self.spans[-1].end))
        return replace(self, spans=tuple(spans))

    def may_adopt(self, span: Span) -> bool:
        """Whether a value can be adopted in place of the span's: below a ceiling, or where the
        document is silent. What the document fixes only another document changes."""
        return span.ceiling is not None or self.assumed

    def _check_adoption(self, span: Span, value: Value) -> None:
        if not self.may_adopt(span):
            raise PackError(f"{self.key}: the document fixes {show_value(span.adopted, self.unit)}")
        if isinstance(value, date) is not (self.unit is Unit.DATE):
            raise PackError(f"{self.key}: {value!r} is no {self.unit.value}")
        if span.ceiling is not None and value > span.ceiling:  # type: ignore[operator]
            raise PackError(
                f"{self.key}: {show_value(value, self.unit)} is above the ceiling "
                f"{show_value(span.ceiling, self.unit)}"
            )


Parameters = Mapping[str, Figure]


def adopted_in(parameters: Parameters, year: int) -> dict[str, Value]:
    """The values with which ``year`` is settled."""
    return {key: figure.in_year(year).adopted for key, figure in parameters.items()}


def parse_value(text: object, unit: Unit, place: str) -> Value:
    """A value as written (``5000000``, ``3%``, ``0.03``, ``30``, a date). Raises PackError."""
    if unit is Unit.DATE:
        if isinstance(text, str):
            try:
                text = date.fromisoformat(text)
            except ValueError:
                raise PackError(f"{place}: {text!r} is no date") from None
        if type(text) is date:
            return text
        raise PackError(f"{place}: {text!r} is no date")
    if isinstance(text, bool) or not isinstance(text, int | str):
        raise PackError(f"{place}: {text!r} is no {unit.value}; write it as text or a whole number")
    written = str(text)
    percent = written.endswith("%")
    if percent and unit is not Unit.RATE:
        raise PackError(f"{place}: {written} is a rate, but the unit is {unit.value}")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?%?", written):
        raise PackError(f"{place}: {written!r} is no {unit.value}")
    try:
        number = Decimal(written.removesuffix("%"))
    except InvalidOperation:  # pragma: no cover - the pattern admits only decimals
        raise PackError(f"{place}: {written!r} is no {unit.value}") from None
    scale = {Unit.MONEY: 100, Unit.RATE: RATE_SCALE, Unit.COUNT: 1}[unit]
    scaled = number * scale / (100 if percent else 1)
    if scaled != int(scaled):
        raise PackError(f"{place}: {written} has too many places for a {unit.value}")
    return int(scaled)


def show_value(value: Value, unit: Unit) -> str:
    """A value as a person writes it: ``5000000.00``, ``3%``, ``30``, ``2026-02-13``."""
    if isinstance(value, date):
        return value.isoformat()
    if unit is Unit.MONEY:
        return f"{value // 100}.{value % 100:02d}"
    if unit is Unit.RATE:
        percent = Decimal(value) * 100 / RATE_SCALE
        return f"{percent.normalize():f}%"
    return str(value)


def load_parameters(path: Path, in_force: tuple[date, date]) -> dict[str, Figure]:
    """All figures of a file. Each must cover ``in_force`` (first day, first day after) without a
    gap or an overlap, cite an article, and adopt nothing above its ceiling. Raises PackError."""
    with path.open("rb") as file:
        try:
            tables = tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            raise PackError(f"{path.name}: {error}") from None
    return {
        key: _figure(f"{path.name}: {key}", key, table, in_force) for key, table in tables.items()
    }


def _figure(place: str, key: str, table: Any, in_force: tuple[date, date]) -> Figure:
    if not isinstance(table, dict):
        raise PackError(f"{place}: a figure is a table")
    unknown = set(table) - {"unit", "article", "zh", "en", "values", "assumed"}
    if unknown:
        raise PackError(f"{place}: unknown entry {sorted(unknown)[0]}")
    if table.get("unit") not in UNITS:
        raise PackError(f"{place}: the unit must be one of {', '.join(UNITS)}")
    if not table.get("article"):
        raise PackError(f"{place}: no article")
    if not (table.get("zh") and table.get("en")):
        raise PackError(f"{place}: no words in Chinese (zh) and English (en)")
    unit = UNITS[table["unit"]]
    values = table.get("values", [])
    if not isinstance(values, list):
        raise PackError(f"{place}: values is a list of tables")
    spans = tuple(
        sorted(
            (
                _span(f"{place}, value {number}", unit, entry)
                for number, entry in enumerate(values, 1)
            ),
            key=lambda span: span.start,
        )
    )
    _check_dates(place, spans, in_force)
    return Figure(
        key=key,
        unit=unit,
        article=table["article"],
        words={"zh": table["zh"], "en": table["en"]},
        spans=spans,
        assumed=bool(table.get("assumed", False)),
    )


def _span(place: str, unit: Unit, entry: Any) -> Span:
    if not isinstance(entry, dict):
        raise PackError(f"{place}: a value is a table with from, until and what holds")
    names = set(entry)
    if names not in ({"from", "until", "value"}, {"from", "until", "ceiling", "adopted"}):
        raise PackError(f"{place}: needs from, until, and either value or ceiling and adopted")
    start, end = entry["from"], entry["until"]
    if type(start) is not date or type(end) is not date or start >= end:
        raise PackError(f"{place}: from must be a date before until")
    if "value" in names:
        return Span(start, end, parse_value(entry["value"], unit, place), None)
    ceiling = parse_value(entry["ceiling"], unit, place)
    adopted = parse_value(entry["adopted"], unit, place)
    if adopted > ceiling:  # type: ignore[operator]  # both have the figure's unit
        raise PackError(
            f"{place}: adopted {show_value(adopted, unit)} is above the ceiling "
            f"{show_value(ceiling, unit)}"
        )
    return Span(start, end, adopted, ceiling)


def _check_dates(place: str, spans: tuple[Span, ...], in_force: tuple[date, date]) -> None:
    if not spans:
        raise PackError(f"{place}: no values")
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise PackError(f"{place}: two values hold on {after.start}")
        if after.start > before.end:
            raise PackError(f"{place}: no value from {before.end} until {after.start}")
    first, last = in_force
    if spans[0].start > first:
        raise PackError(f"{place}: no value from {first} until {spans[0].start}")
    if spans[-1].end < last:
        raise PackError(f"{place}: no value from {spans[-1].end} until {last}")

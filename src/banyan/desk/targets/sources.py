"""Where actual values come from. What the desk can say better than people report it has a source,
in ``drawn_from.py`` or ``drawn_from_lists.py``::

    declare("expos", Source(rows=_expos, county=""))

A source of *rows* counts them, or adds up a column of theirs; the same rows are the list behind the
value. A source of *figures* computes with values that the desk has already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum

from banyan.desk.targets.indicators import Indicator

Rows = Callable[[Indicator, date], QuerySet[Any]]


@dataclass(frozen=True)
class Measured:
    """What an indicator shows on a day, of the whole city and by county."""

    value: int
    by_county: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """Where to go: what it is called in the language of the request, and its address."""

    words: str
    address: str


@dataclass(frozen=True)
class Source:
    """``rows`` are the records that count for a day. ``county`` is the path from a row to its
    county; ``organization`` that to its organization, empty for organizations themselves, ``None``
    for rows of which no list is shown here. ``amount`` is the column that is added up (fen), empty
    where rows are counted. ``dated`` is false where rows have a year only, so that no day within a
    year can be told. ``begun`` is the first day of which the rows can tell anything (``None`` while
    there are none): before it there is no value, which is not zero. ``figures`` stands in place of
    rows. ``link`` leads to the list that another part of the desk has of them. ``words`` name a row
    that is no record and has a page of its own."""

    rows: Rows | None = None
    county: str = "organization__county"
    organization: str | None = "organization"
    amount: str = ""
    dated: bool = True
    figures: Callable[[Indicator, date], int | None] | None = None
    begun: Callable[[Indicator], date | None] | None = None
    link: Callable[[Indicator, date, str], Link] | None = None
    words: Callable[[Any], str] | None = None

    def measured(self, indicator: Indicator, day: date) -> Measured | None:
        """``None`` where there is nothing to compute it from."""
        if self.rows is None:
            value = None if self.figures is None else self.figures(indicator, day)
            return None if value is None else Measured(value)
        counted = Sum(self.amount) if self.amount else Count("pk")
        rows = self.rows(indicator, day).order_by()
        if not self.county:
            return Measured(rows.aggregate(all=counted)["all"] or 0)
        by_county = {
            county: value or 0
            for county, value in rows.values_list(self.county).annotate(all=counted)
        }
        return Measured(sum(by_county.values()), by_county)


_declared: dict[str, Source] = {}


def declare(code: str, source: Source) -> None:
    """Gives the source that ``targets.toml`` names ``code``."""
    _declared[code] = source


def source_of(indicator: Indicator) -> Source | None:
    """``None`` for what is reported, and for a source that no part of the desk gives."""
    return _declared.get(indicator.source)


def is_declared(code: str) -> bool:
    return code in _declared

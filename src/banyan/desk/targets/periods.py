"""Months, and the periods for which values are reported: a month, a quarter, a year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from banyan.desk.targets.indicators import Indicator

FIRST = date(2016, 1, 1)
"""Nothing is reported of what was before."""

_WRITTEN = re.compile(
    r"^(?P<year>\d{4})\s*年?\s*(?:[-/.]?\s*(?:Q(?P<quarter>[1-4])|第?(?P<said>[1-4一二三四])季度?"
    r"|(?P<month>\d{1,2})\s*月?))?$",
    re.IGNORECASE,
)
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_before(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def same_months_before(day: date) -> date:
    """The same end of a month in the year before."""
    return last_day(date(day.year - 1, day.month, 1))


def period_of(indicator: Indicator, month: date) -> date:
    """The last month of the period that holds ``month``: how a period is named in the rows."""
    every = indicator.every or 1
    end = -(-month.month // every) * every
    return date(month.year, end, 1)


def last_over(indicator: Indicator, today: date) -> date:
    """The newest period that is over."""
    period = period_of(indicator, month_of(today))
    if last_day(period) < today:
        return period
    return months_before(period, indicator.every or 1)


def periods_over(indicator: Indicator, today: date, count: int) -> list[date]:
    """The newest periods that are over, the newest first."""
    newest = last_over(indicator, today)
    return [months_before(newest, number * (indicator.every or 1)) for number in range(count)]


def period_name(indicator: Indicator, period: date) -> str:
    """``2026-06``, ``2026-Q2`` or ``2026``."""
    if indicator.every == 12:
        return f"{period.year}"
    if indicator.every == 3:
        return f"{period.year}-Q{period.month // 3}"
    return f"{period:%Y-%m}"


def read_period(indicator: Indicator, text: str) -> date:
    """A period as people write it. ValueError, with what is expected, for what is none that is
    over."""
    found = _WRITTEN.match(text.strip())
    expected = {
        1: _("a month that is over, as 2026-03"),
        3: _("a quarter that is over, as 2026-Q1"),
        12: _("a year that is over, as 2026"),
    }[indicator.every or 1]
    if found is None:
        raise ValueError(expected)
    year, quarter, month = int(found["year"]), found["quarter"] or found["said"], found["month"]
    number = int(month) if month else 12
    if quarter:
        number = 3 * (_CHINESE.get(quarter) or int(quarter))
    if not 1 <= number <= 12 or not 1 <= year <= 9998:
        raise ValueError(expected)
    period = date(year, number, 1)
    if (quarter and indicator.every != 3) or (not quarter and not month and indicator.every != 12):
        raise ValueError(expected)
    if period_of(indicator, period) != period:
        raise ValueError(expected)
    return period


def ends_of_months(today: date, count: int) -> list[date]:
    """The ends of the last months that are over, the oldest first."""
    this = month_of(today)
    return [last_day(months_before(this, number)) for number in range(count, 0, -1)]

"""Months as their first days, and until when each is reported."""

from __future__ import annotations

import re
from datetime import date, timedelta

from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.policy_pack import adopted_count

LAST_DAY = 28
"""A day that every month has."""

_MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$")


def month_of(day: date) -> date:
    return day.replace(day=1)


def moved(month: date, by: int) -> date:
    """The month so many later (earlier where negative)."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def read_month(text: str) -> date | None:
    """A month as people write it: ``2026-03``, ``2026年3月``; ``None`` for what is none."""
    found = _MONTH.match(text.strip())
    try:
        return date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None


def due_on(month: date) -> date:
    """The last day to report ``month``: the pack's day of the next one, or the next working day."""
    day = min(adopted_count("projects.report_day"), LAST_DAY)
    found = moved(month, 1).replace(day=day)
    calendar = read_calendar(found)
    while not calendar.is_working(found):
        found += timedelta(days=1)
    return found


def last_due(today: date) -> date:
    """The last month whose time to be reported is over."""
    before = moved(month_of(today), -1)
    return before if due_on(before) < today else moved(before, -1)

"""The calendar of working days: the official one where it is published, the week where it is not,
and over both what administrators say of single days.

The official calendar comes with ``chinesecalendar``, whose releases follow the yearly notices of
the State Council; a year that it does not know counts as not published until an administrator has
completed it. A deadline that was set does not move when the calendar changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import Holiday, holidays

from banyan.desk.obligations.models import Day, Year

OFFICIAL = frozenset(day.year for day in holidays)
"""The years whose official calendar the desk knows."""

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The calendar of some days, read at once. ``said`` is what administrators say of them."""

    said: dict[date, bool]

    def is_working(self, day: date) -> bool:
        said = self.said.get(day)
        return is_officially_working(day) if said is None else said

    def working_days_between(self, day: date, until: date) -> int:
        """The working days after ``day`` up to ``until`` itself; negative where that lies before
        ``day``: the working days that have passed since."""
        if until < day:
            return -self.working_days_between(until, day)
        count = 0
        while day < until:
            day += _ONE
            count += self.is_working(day)
        return count


def read_calendar(first: date, last: date | None = None) -> Calendar:
    """The calendar from ``first`` on, until ``last`` where given."""
    said = Day.objects.filter(date__gte=first)
    if last is not None:
        said = said.filter(date__lte=last)
    return Calendar(dict(said.values_list("date", "working")))


def is_officially_working(day: date) -> bool:
    """By the official calendar, or the week where none is published."""
    return chinese_calendar.is_workday(day) if day.year in OFFICIAL else day.weekday() < 5


def official_name(day: date) -> dict[str, str] | None:
    """The holiday to which a day off or a day worked instead belongs, in both languages."""
    if day.year not in OFFICIAL:
        return None
    name = chinese_calendar.get_holiday_detail(day)[1]
    if name is None:
        return None
    return {"zh": Holiday(name).chinese, "en": name}


def is_working(day: date) -> bool:
    return read_calendar(day, day).is_working(day)


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which itself does not count: what is to be done
    within ``count`` working days from ``day`` is due then."""
    calendar = read_calendar(day)
    while count > 0:
        day += _ONE
        count -= calendar.is_working(day)
    return day


def unpublished(years: Iterable[int]) -> list[int]:
    """Those of ``years`` of which only the week is known."""
    unknown = set(years) - OFFICIAL
    if not unknown:
        return []
    completed = Year.objects.filter(year__in=unknown).values_list("year", flat=True)
    return sorted(unknown - set(completed))

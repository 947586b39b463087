"""The calendar of working days."""

from __future__ import annotations

from datetime import date, timedelta

from banyan.desk.obligations.models import Day


def is_working(day: date) -> bool:
    said = Day.objects.filter(pk=day).values_list("working", flat=True).first()
    return day.weekday() < 5 if said is None else said


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which itself does not count: what is to be done
    within ``count`` working days from ``day`` is due then."""
    said = dict(
        Day.objects.filter(
            date__gt=day, date__lte=day + timedelta(days=3 * count + 30)
        ).values_list("date", "working")
    )
    while count > 0:
        day += timedelta(days=1)
        count -= said.get(day, day.weekday() < 5)
    return day

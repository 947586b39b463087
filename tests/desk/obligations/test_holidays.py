"""Deadlines across the Spring Festival and the National Day of 2026, with days worked instead.

The official calendar of 2026: off from 15 to 23 February (worked instead: Saturday 14 and Saturday
28 February), and from 1 to 7 October (worked instead: Sunday 20 September, Saturday 10 October)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from banyan.desk.obligations.calendar import is_working, read_calendar, working_days_after
from banyan.desk.obligations.opening import pause_obligation, resume_obligation
from desk.making import Making
from desk.obligations.scenarios import opened

OFF = [
    *(date(2026, 2, day) for day in (15, 16, 17, 20, 22, 23)),
    *(date(2026, 10, day) for day in (1, 2, 5, 6, 7)),
]
WORKED_INSTEAD = [
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 9, 20),
    date(2026, 10, 10),
]


@pytest.mark.parametrize("day", OFF)
@pytest.mark.django_db
def test_holidays_are_off_whatever_their_weekday(day: date) -> None:
    assert not is_working(day)


@pytest.mark.parametrize("day", WORKED_INSTEAD)
@pytest.mark.django_db
def test_days_worked_instead_are_worked_though_they_lie_in_a_weekend(day: date) -> None:
    assert day.weekday() >= 5
    assert is_working(day)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        # Saturday 14 February is worked, then nine days off
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 2, 18), 1, date(2026, 2, 24)),
        (date(2026, 2, 23), 5, date(2026, 2, 28)),
        (date(2026, 2, 27), 2, date(2026, 3, 2)),
        # Sunday 20 September is worked; October begins with seven days off
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 18), 2, date(2026, 9, 21)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 10, 3), 4, date(2026, 10, 12)),
    ],
)
@pytest.mark.django_db
def test_a_deadline_counts_the_days_that_are_worked(day: date, count: int, due: date) -> None:
    assert working_days_after(day, count) == due
    assert read_calendar(day).working_days_between(day, due) == count


@pytest.mark.parametrize(
    ("began", "days", "paused", "resumed", "due"),
    [
        # two days are left on Friday 13 (14 and 24 February); resumed within the holiday
        (date(2026, 2, 12), 3, date(2026, 2, 13), date(2026, 2, 18), date(2026, 2, 25)),
        # resumed on the worked Saturday: it counts no more
        (date(2026, 2, 12), 3, date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 25)),
        # paused within the holiday, resumed in it: nothing is lost
        (date(2026, 2, 13), 3, date(2026, 2, 17), date(2026, 2, 20), date(2026, 2, 25)),
        # paused before the National Day and resumed after the worked Saturday
        (date(2026, 9, 28), 5, date(2026, 9, 30), date(2026, 10, 10), date(2026, 10, 14)),
    ],
)
@pytest.mark.django_db
def test_a_pause_across_a_holiday_gives_back_the_working_days_left(
    making: Making,
    on: Callable[[date], None],
    began: date,
    days: int,
    paused: date,
    resumed: date,
    due: date,
) -> None:
    on(began)
    made = opened(making, days=days)
    on(paused)
    left = read_calendar(paused).working_days_between(paused, made.due_on)
    pause_obligation(made, "waits for the enterprise")
    on(resumed)
    resume_obligation(made)
    made.refresh_from_db()
    assert read_calendar(resumed).working_days_between(resumed, made.due_on) == left
    assert made.due_on == due

"""Green, yellow, red: by points behind the plan and by days after a milestone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.tasks.lights import Limits, days_of, light_of, planned
from banyan.desk.tasks.models import Milestone, Task, TaskList

FIGURES = Limits(10, 30, 15)
HUNDRED = {"starts_on": date(2026, 1, 1), "due_on": date(2026, 4, 10)}
"""A task of a hundred days: a day is a point."""


def task(percent: int = 0, state: str = "under_way", **more: date) -> Task:
    days = HUNDRED | more
    found = TaskList(year=2026, state="published")
    return Task(list=found, percent=percent, state=state, **days)


def on(points: int) -> date:
    """The day on which so many points should be done."""
    return HUNDRED["starts_on"] + timedelta(days=points)


def test_ten_points_behind_are_yellow_and_thirty_red() -> None:
    assert days_of(task(5), None, FIGURES) == (on(15), on(35))


def test_who_has_done_all_but_the_last_is_yellow_when_the_last_day_is_over() -> None:
    assert days_of(task(99), None, FIGURES) == (date(2026, 4, 11), date(2026, 4, 11))


def test_a_milestone_that_is_missed_is_yellow_and_later_red() -> None:
    missed = on(20)
    assert days_of(task(90), missed, FIGURES) == (on(21), on(36))


def test_who_waits_for_a_second_person_and_what_is_over_has_no_light_to_turn() -> None:
    for state in ("reported", "done", "dropped", "carried"):
        assert days_of(task(0, state), on(1), FIGURES) == (None, None)


@given(
    percent=st.integers(0, 100),
    length=st.integers(0, 2000),
    yellow=st.integers(1, 50),
    more=st.integers(0, 50),
    passed=st.integers(-10, 2100),
)
def test_the_day_kept_says_what_the_points_of_the_day_say(
    percent: int, length: int, yellow: int, more: int, passed: int
) -> None:
    start = date(2026, 1, 1)
    one = task(percent, starts_on=start, due_on=start + timedelta(days=length))
    figures = Limits(yellow, yellow + more, 15)
    day = start + timedelta(days=passed)
    turned = days_of(one, None, figures)
    behind = planned(one, day) - percent
    for limit, turns in zip((figures.yellow, figures.red), turned, strict=True):
        assert turns is not None
        assert (turns <= day) == (behind >= limit or day > one.due_on)


@pytest.mark.django_db
def test_a_light_says_why() -> None:
    found = TaskList.objects.create(year=2026, pack="", state="published", published_at=_now())
    one = Task.objects.create(
        list=found, code="a", article="P1", title_zh="甲", title_en="A", percent=5, **HUNDRED
    )
    Milestone.objects.create(task=one, code="m", words_zh="过半", words_en="half", due_on=on(30))
    one.yellow_on, one.red_on = days_of(one, on(30), FIGURES)
    with translation.override("en"):
        light = light_of(one, on(40))
        assert light is not None
        assert light.colour == "red"
        assert light.behind == 35
        assert light.words == "35 points behind the plan; not reached: half (2026-01-31)"
        overdue = light_of(one, date(2026, 4, 12))
        assert overdue is not None
        assert overdue.reasons[0] == "2 days overdue"
        assert light_of(one, on(3)).words == "on schedule"  # type: ignore[union-attr]


def _now() -> object:
    from django.utils import timezone

    return timezone.now()

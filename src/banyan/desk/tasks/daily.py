"""What happens to tasks by itself when a day begins. Each step is many small transactions, and
done twice it does nothing the second time: a worker may die anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from banyan.desk.audit import Actor
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.policy_pack import adopted_count
from banyan.desk.tasks.actions import ask_due, ask_month_of, recompute
from banyan.desk.tasks.holding import ASK_DAYS, lacking, running
from banyan.desk.tasks.lights import AT_ONCE, days_of, first_open, limits
from banyan.desk.tasks.models import Milestone, MonthAsked, Task, TaskList
from banyan.desk.tasks.states import WITH_UNIT

T = TypeVar("T")

ASKED_AT_ONCE = 200
LAST_DAY = 28
"""A day that every month has."""


def every_day(actor: Actor, day: date) -> None:
    """Asks for what becomes due, for the month before, and sets lights where figures changed."""
    ask(actor, day)
    for piece in _pieces(list(_wrongly_lit())):
        recompute(actor, piece)


def ask(actor: Actor, day: date) -> None:
    """Puts into the to-dos of the units what is due soon, and the report of the month before."""
    until = day + timedelta(days=adopted_count(ASK_DAYS))
    for piece in _pieces(_milestones_to_ask(until)):
        ask_due(actor, piece, [])
    for piece in _pieces(_ends_to_ask(until)):
        ask_due(actor, [], piece)
    month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    for piece in _pieces(_units_to_ask(month)):
        ask_month_of(actor, piece, month, report_due(month))


def report_due(month: date) -> date:
    """The last day to report ``month``: the pack's day of the next one, or the next working day."""
    day = min(adopted_count("task.report_day"), LAST_DAY)
    found = (month + timedelta(days=31)).replace(day=day)
    calendar = read_calendar(found)
    while not calendar.is_working(found):
        found += timedelta(days=1)
    return found


def _milestones_to_ask(until: date) -> list[int]:
    found = Milestone.objects.filter(
        due_on__lte=until,
        reached_on=None,
        asked_on=None,
        task__state__in=WITH_UNIT,
        task__lead__isnull=False,
        task__list__state=TaskList.State.PUBLISHED,
    )
    return list(found.order_by("due_on", "pk").values_list("pk", flat=True))


def _ends_to_ask(until: date) -> list[int]:
    found = Task.objects.filter(
        due_on__lte=until,
        asked_on=None,
        state__in=WITH_UNIT,
        lead__isnull=False,
        list__state=TaskList.State.PUBLISHED,
    )
    return list(found.order_by("due_on", "pk").values_list("pk", flat=True))


def _units_to_ask(month: date) -> list[int]:
    end = (month + timedelta(days=31)).replace(day=1)
    asked = MonthAsked.objects.filter(month=month).values("unit")
    units = running(end).exclude(lead=None).exclude(lead__in=asked).order_by()
    return [
        unit
        for unit in sorted(units.values_list("lead", flat=True).distinct())
        if lacking(unit, month).exists()
    ]


def _wrongly_lit() -> Iterator[int]:
    """The tasks whose lights would turn on other days than are kept with them."""
    figures = limits()
    rows = Task.objects.filter(
        state__in=WITH_UNIT, list__state=TaskList.State.PUBLISHED
    ).select_related("list")
    for piece in _pieces(list(rows.order_by("pk")), AT_ONCE):
        first = first_open(piece)
        for task in piece:
            if days_of(task, first.get(task.pk), figures) != (task.yellow_on, task.red_on):
                yield task.pk


def _pieces(rows: Sequence[T], size: int = ASKED_AT_ONCE) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]

"""What the desk does by itself: asks for what is due, and keeps the lights right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.tasks.holding import ask_finish, ask_milestone, ask_month
from banyan.desk.tasks.lights import relight
from banyan.desk.tasks.models import Milestone, MonthAsked, Task
from banyan.desk.tasks.states import WITH_UNIT


@action("tasks.ask_due")
def ask_due(actor: Actor, milestones: Collection[int], tasks: Collection[int]) -> int:
    """Puts milestones and ends of tasks into the to-do of their units; how many. What is asked, or
    is not to be done any more, is left. Only the desk itself may."""
    require(actor)
    rows = (
        Milestone.objects.select_for_update(of=("self",))
        .filter(pk__in=milestones, asked_on=None, reached_on=None, task__state__in=WITH_UNIT)
        .select_related("task__lead", "task__list")
        .order_by("pk")
    )
    ends = (
        Task.objects.select_for_update(of=("self",))
        .filter(pk__in=tasks, asked_on=None, state__in=WITH_UNIT)
        .select_related("lead", "list")
        .order_by("pk")
    )
    asked = 0
    for milestone in rows:
        ask_milestone(milestone)
        asked += 1
    for task in ends:
        ask_finish(task)
        asked += 1
    log("tasks", after={"asked": asked})
    return asked


@action("tasks.ask_month")
def ask_month_of(actor: Actor, units: Collection[int], month: date, due: date) -> int:
    """Asks units how far their tasks are at the end of the month; how many were not asked before.
    Only the desk itself may."""
    require(actor)
    asked = 0
    for unit in units:
        try:
            with transaction.atomic():
                made = MonthAsked.objects.create(unit_id=unit, month=month)
        except IntegrityError:
            continue
        ask_month(made, due)
        asked += 1
    log("tasks", after={"month": f"{month:%Y-%m}", "units": asked})
    return asked


@action("tasks.recompute")
def recompute(actor: Actor, tasks: Collection[int]) -> int:
    """Sets anew when lights turn, after a figure of the policy has changed; how many changed. Only
    the desk itself may."""
    require(actor)
    rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=tasks).order_by("pk")
    changed = relight(rows.select_related("list"))
    log("tasks", after={"lights": changed})
    return changed

"""Who acts on a task, and what stands in whose to-do because of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations import kinds
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.tasks.models import Milestone, MonthAsked, Task
from banyan.desk.tasks.scope import WORKING

MILESTONE, FINISH, REPORT = "tasks.milestone", "tasks.finish", "tasks.report"
CHECK, CHECK_DROPPING = "tasks.check", "tasks.check_dropping"
ASK_DAYS, CHECK_DAYS = "task.ask_days", "task.check_days"


def declare_obligations() -> None:
    kinds.declare(
        MILESTONE,
        gettext_lazy("%(milestone)s (task: %(task)s)"),
        name=gettext_lazy("Milestones of tasks"),
    )
    kinds.declare(
        FINISH,
        gettext_lazy("Finish the task and report it as done: %(task)s"),
        name=gettext_lazy("Tasks to be finished"),
    )
    kinds.declare(
        REPORT,
        gettext_lazy("Report the progress of your tasks in %(month)s"),
        name=gettext_lazy("Monthly reports on tasks"),
    )
    kinds.declare(CHECK, gettext_lazy("Check whether the task is done: %(task)s"))
    kinds.declare(CHECK_DROPPING, gettext_lazy("Decide whether the task is dropped: %(task)s"))


def leads(account: Account | None, task: Task) -> bool:
    """Whether the account's unit leads the task."""
    return (
        account is not None
        and account.is_active
        and Role(account.role) in WORKING
        and account.unit_id is not None
        and account.unit_id == task.lead_id
    )


def takes_part(account: Account | None, task: Task) -> bool:
    """Whether the account's unit leads the task or helps with it."""
    if leads(account, task):
        return True
    if account is None or not account.is_active or Role(account.role) not in WORKING:
        return False
    return bool(task.help.filter(unit=account.unit_id).exists())


def hold(task: Task) -> Task:
    """The task as it is now, held until the transaction ends. RefusedError where its list is a
    draft still."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("list", "lead")
    found: Task = rows.get(pk=task.pk)
    if found.list.is_draft:
        raise RefusedError(_("The list of this year is not published yet."))
    return found


def hold_as_lead(actor: Actor, task: Task) -> Task:
    """The same, for people of the lead unit."""
    require(actor, *WORKING)
    found = hold(task)
    if not leads(actor.account, found):
        raise PermissionDenied
    return found


def ask_milestone(milestone: Milestone) -> None:
    """The lead unit has it in the to-do, until the end of its day."""
    task = milestone.task
    _open(
        MILESTONE,
        milestone,
        task,
        milestone.due_on,
        milestone={"zh": milestone.words_zh, "en": milestone.words_en},
    )
    milestone.asked_on = timezone.localdate()
    milestone.save(update_fields=["asked_on"])


def ask_finish(task: Task, until: date | None = None) -> None:
    """The lead unit has the end of the task in the to-do, until the end of its day or ``until``."""
    _open(FINISH, task, task, until or task.due_on)
    task.asked_on = timezone.localdate()
    task.save(update_fields=["asked_on"])


def ask_month(asked: MonthAsked, due: date) -> None:
    """The unit has the report of the month in the to-do."""
    open_obligation(
        REPORT,
        asked,
        Holder(unit=asked.unit),
        working_days=_working_days_until(due),
        link=reverse("tasks:month", args=[f"{asked.month:%Y-%m}"]),
        words={"month": f"{asked.month:%Y-%m}"},
    )


def nothing_left(actor: Actor, task: Task) -> None:
    """The task is over: nobody has anything of it to do."""
    close_obligations(actor, task, FINISH, dropped=True)
    for one in task.milestones.filter(reached_on=None).exclude(asked_on=None):
        close_obligations(actor, one, dropped=True)


def hand_to(actor: Actor, task: Task) -> None:
    """Another unit leads: what the one before had to do is asked of it."""
    was_asked = task.asked_on is not None
    nothing_left(actor, task)
    task.asked_on = None
    task.save(update_fields=["asked_on"])
    task.milestones.update(asked_on=None)
    if task.lead is None or not task.with_unit:
        return
    ask_what_is_near(task)
    if was_asked and task.asked_on is None:
        ask_finish(task)


def ask_what_is_near(task: Task) -> None:
    """What is due soon of a task that a unit leads is in the to-do at once."""
    if task.lead is None:
        return
    if task.due_on <= asked_until():
        ask_finish(task)
    for one in task.milestones.filter(reached_on=None, due_on__lte=asked_until()):
        ask_milestone(one)


def lacking(unit: int, month: date) -> Any:
    """The tasks that the unit leads and has not reported for the month (its first day)."""
    end = (month + timedelta(days=31)).replace(day=1)
    reported = models.Exists(Task.objects.filter(pk=models.OuterRef("pk"), reports__month=month))
    return running(end).filter(~reported, lead=unit)


def running(end: date) -> Any:
    """The tasks of published lists that are worked on and have begun before ``end``."""
    return Task.objects.filter(
        list__state="published",
        state__in=["planned", "under_way", "returned"],
        starts_on__lt=end,
    )


def close_month(actor: Actor, unit: int | None, month: date) -> None:
    """Ends the unit's obligation of the month where it has reported all its tasks."""
    asked = MonthAsked.objects.filter(unit=unit, month=month).first()
    if asked is not None and not lacking(asked.unit_id, month).exists():
        close_obligations(actor, asked)


def close_months(actor: Actor, unit: int | None) -> None:
    """The same for all months that are open: a task that is over need not be reported."""
    waiting = Obligation.objects.open().filter(
        kind=REPORT, subject=MonthAsked._meta.label_lower, unit=unit
    )
    numbers = [int(key) for key in waiting.values_list("key", flat=True)]
    for asked in MonthAsked.objects.filter(pk__in=numbers):
        close_month(actor, asked.unit_id, asked.month)


def asked_until() -> date:
    """What is due then or before is in the to-do."""
    return timezone.localdate() + timedelta(days=adopted_count(ASK_DAYS))


def words_of(task: Task) -> dict[str, Any]:
    """What fills the titles of obligations and messages."""
    return {"task": {"zh": task.title_zh, "en": task.title_en}}


def _open(
    kind: str, subject: models.Model, task: Task, due: date, **more: Mapping[str, str]
) -> None:
    open_obligation(
        kind,
        subject,
        Holder(unit=task.lead),
        working_days=_working_days_until(due),
        link=task.get_absolute_url(),
        words=words_of(task) | more,
    )


def _working_days_until(due: date) -> int:
    """The working days from today to ``due``, or to the first working day after it; none where it
    is over."""
    today = timezone.localdate()
    calendar = read_calendar(today)
    while not calendar.is_working(due):
        due += timedelta(days=1)
    return max(calendar.working_days_between(today, due), 0)

"""What a unit says of its tasks: progress by month, milestones, and what is in the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.keeping import keep
from banyan.desk.tasks.holding import MILESTONE, close_month, hold, hold_as_lead, takes_part
from banyan.desk.tasks.lights import relight
from banyan.desk.tasks.models import Evidence, Milestone, RaisedCase, Report, Task
from banyan.desk.tasks.scope import WORKING
from banyan.desk.tasks.states import State, target_of

MOST_FILES = 10
PROBLEM = "problem"
"""The kind of case that is raised from a task."""


@dataclass(frozen=True)
class Given:
    """How far a task is at the end of ``month`` (its first day): ``number`` of its target, or
    ``percent`` where it has none."""

    task: Task
    month: date
    words: str
    percent: int | None = None
    number: int | None = None
    obstacles: str = ""


@action("tasks.report")
def report(actor: Actor, given: Given, files: Sequence[tuple[Path, str]] = ()) -> Report:
    """The lead unit reports a month, or corrects what it reported. RefusedError for a month that is
    to come or before the task, without words or a number, and where the task is not with its
    unit."""
    return _report(actor, given, files)


@action("tasks.report_month")
def report_month(actor: Actor, given: Collection[Given]) -> list[Report]:
    """Several tasks at once; all or none. RefusedError as ``report``, with the task's number."""
    made = []
    for one in given:
        try:
            made.append(_report(actor, one, ()))
        except RefusedError as error:
            raise RefusedError(f"{one.task.reference} {error}", str(one.task.pk)) from None
    if not made:
        raise RefusedError(_("Write how far at least one task is."))
    return made


@action("tasks.reach")
def reach(actor: Actor, milestone: Milestone, note: str) -> None:
    """The lead unit has reached a milestone. RefusedError without words, and where it is
    reached."""
    task = hold_as_lead(actor, milestone.task)
    target_of("report", task.state)
    found: Milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if found.reached_on is not None:
        raise RefusedError(_("This milestone is reached already."))
    if not note.strip():
        raise RefusedError(_("Say what was done."), "note")
    found.reached_on, found.reached_by = timezone.localdate(), actor.account
    found.note = note.strip()[:500]
    found.save(update_fields=["reached_on", "reached_by", "note"])
    close_obligations(actor, found, MILESTONE)
    if task.state == State.PLANNED:
        task.state = State.UNDER_WAY
        task.save(update_fields=["state"])
    relight([task])
    log(task, after={"milestone": found.words_zh, "note": found.note})


@action("tasks.raise_problem")
def raise_problem(actor: Actor, task: Task, *, category: str, title: str, text: str = "") -> Case:
    """A unit that leads or helps puts what is in the way into the ledger of problems. RefusedError
    without a title."""
    require(actor, *WORKING)
    task = hold(task)
    if not takes_part(actor.account, task):
        raise PermissionDenied
    if task.is_over:
        raise RefusedError(_("This task is over."))
    if not title.strip():
        raise RefusedError(_("Give the problem a title."), "title")
    if category not in kind_of(PROBLEM).categories:
        raise RefusedError(_("Choose what it is about."), "category")
    case = open_case(
        actor,
        Wanted(
            kind=PROBLEM,
            category=category,
            title=title.strip()[:200],
            text="\n".join(filter(None, [text.strip(), f"{task.reference} {task.title_zh}"])),
            county=task.county,
        ),
        Case.Origin.DESK,
    )
    RaisedCase.objects.create(task=task, case=case)
    log(task, after={"case": case.reference})
    return case


def _report(actor: Actor, given: Given, files: Sequence[tuple[Path, str]]) -> Report:
    task = hold_as_lead(actor, given.task)
    state = target_of("report", task.state)
    today = timezone.localdate()
    if given.month > today or given.month < task.starts_on.replace(day=1):
        raise RefusedError(_("Choose a month of the task that has begun."), "month")
    if not given.words.strip():
        raise RefusedError(_("Say what was done."), "words")
    if len(files) > MOST_FILES:
        raise RefusedError(
            _("At most %(most)s files are kept with a report.") % {"most": MOST_FILES}, "files"
        )
    percent = _percent(task, given)
    made: Report = Report.objects.create(
        task=task,
        month=given.month.replace(day=1),
        percent=percent,
        number=given.number if task.target is not None else None,
        words=given.words.strip(),
        obstacles=given.obstacles.strip(),
        by=actor.account,
    )
    for path, name in files:
        kept = keep(actor, path, name, file_type(path, name))
        Evidence.objects.create(report=made, upload=kept)
    latest = task.reports.order_by("-month", "-pk")[0]
    before = {"state": task.state, "percent": task.percent}
    task.state, task.percent, task.number = state, latest.percent, latest.number
    task.save(update_fields=["state", "percent", "number"])
    relight([task])
    close_month(actor, task.lead_id, made.month)
    log(
        task,
        before=before,
        after={
            "state": task.state,
            "percent": task.percent,
            "month": f"{made.month:%Y-%m}",
            "reported": percent,
            "files": len(files),
        },
    )
    return made


def _percent(task: Task, given: Given) -> int:
    """What the report says in percent; of a target what is reached of it, at most all."""
    if task.target is None:
        if given.percent is None or not 0 <= given.percent <= 100:
            raise RefusedError(_("Write how far it is, from 0 to 100 percent."), "percent")
        return given.percent
    if given.number is None or not 0 <= given.number < 2**31:
        raise RefusedError(_("Write the number that is reached."), "number")
    return min(100 * given.number // task.target, 100)

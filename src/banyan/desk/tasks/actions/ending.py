"""How a task ends: two people say that it is done, or that it is dropped."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.opening import Holder, close_obligations
from banyan.desk.obligations.proposals import confirm, given_reason, propose, refuse, withdraw
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.tasks.holding import (
    CHECK,
    CHECK_DAYS,
    CHECK_DROPPING,
    FINISH,
    ask_finish,
    close_months,
    hold,
    hold_as_lead,
    leads,
    nothing_left,
    words_of,
)
from banyan.desk.tasks.lights import relight
from banyan.desk.tasks.models import Ending, Task
from banyan.desk.tasks.scope import WORKING
from banyan.desk.tasks.states import State, target_of

RETURN_DAYS = "task.return_days"


@action("tasks.report_done")
def report_done(actor: Actor, task: Task, reason: str) -> Ending:
    """The lead unit says that a task is done and what shows it; a second person of the city checks.
    RefusedError without words, with a milestone that is not reached, short of the target, and where
    the task waits for a second person."""
    task = hold_as_lead(actor, task)
    state = target_of("report_done", task.state)
    reason = given_reason(reason, "reason")
    if task.milestones.filter(reached_on=None).exists():
        raise RefusedError(_("Not every milestone is reached."))
    if task.target is not None and (task.number or 0) < task.target:
        raise RefusedError(
            _("The target is %(target)s, and %(number)s is reported.")
            % {"target": task.target, "number": task.number or 0}
        )
    ending = _proposed(actor, task, Ending.Outcome.DONE, reason, CHECK)
    before = task.state
    _move(task, state)
    close_obligations(actor, task, FINISH)
    close_months(actor, task.lead_id)
    log(task, before={"state": before}, after={"state": task.state, "reason": reason})
    return ending


@action("tasks.confirm_done")
def confirm_done(actor: Actor, ending: Ending) -> None:
    """A second person of the city finds it done."""
    task = _city(actor, ending)
    ending = confirm(actor, ending)
    _end(actor, task, "confirm_done", full=True)
    log(task, before={"state": State.REPORTED}, after={"state": task.state})


@action("tasks.return")
def return_task(actor: Actor, ending: Ending, answer: str) -> None:
    """A second person of the city gives it back with the reason; the lead unit has some days."""
    task = _city(actor, ending)
    ending = refuse(actor, ending, answer)
    _move(task, target_of("return", task.state))
    again = working_days_after(timezone.localdate(), adopted_count(RETURN_DAYS))
    ask_finish(task, max(again, task.due_on))
    log(
        task, before={"state": State.REPORTED}, after={"state": task.state, "answer": ending.answer}
    )


@action("tasks.take_back")
def take_back(actor: Actor, ending: Ending) -> None:
    """Whoever reported a task as done, or proposed to drop it, takes that back."""
    require(actor, *WORKING)
    task = hold(ending.task)
    ending = withdraw(actor, ending)
    before = task.state
    if ending.outcome == Ending.Outcome.DONE:
        _move(task, target_of("take_back", task.state))
        if task.asked_on is not None:
            ask_finish(task)
    log(task, before={"state": before}, after={"state": task.state, "outcome": ending.outcome})


@action("tasks.propose_dropping")
def propose_dropping(actor: Actor, task: Task, reason: str) -> Ending:
    """A city officer, or the lead unit, proposes to drop a task; another city officer decides."""
    require(actor, *WORKING)
    task = hold(task)
    if Role(actor.account.role) is not Role.CITY and not leads(actor.account, task):
        raise PermissionDenied
    target_of("drop", task.state)
    reason = given_reason(reason, "reason")
    ending = _proposed(actor, task, Ending.Outcome.DROPPED, reason, CHECK_DROPPING)
    log(task, after={"dropping": reason})
    return ending


@action("tasks.confirm_dropping")
def confirm_dropping(actor: Actor, ending: Ending) -> None:
    """A second person of the city drops it."""
    task = _city(actor, ending)
    ending = confirm(actor, ending)
    before = task.state
    _end(actor, task, "drop", full=False)
    log(task, before={"state": before}, after={"state": task.state, "reason": ending.reason})


@action("tasks.refuse_dropping")
def refuse_dropping(actor: Actor, ending: Ending, answer: str) -> None:
    """It stays as it is."""
    task = _city(actor, ending)
    ending = refuse(actor, ending, answer)
    log(task, after={"state": task.state, "answer": ending.answer})


def _proposed(actor: Actor, task: Task, outcome: Ending.Outcome, reason: str, kind: str) -> Ending:
    ending = Ending(task=task, outcome=outcome, reason=reason)
    try:
        with transaction.atomic():
            propose(
                actor,
                ending,
                kind,
                Holder(role=Role.CITY),
                working_days=adopted_count(CHECK_DAYS),
                words=words_of(task),
            )
    except IntegrityError:
        raise RefusedError(
            _("A second person has this task before them; that comes first.")
        ) from None
    return ending


def _city(actor: Actor, ending: Ending) -> Task:
    """The task of a proposal, held before the proposal as everywhere, for a city officer."""
    require(actor, Role.CITY)
    return hold(ending.task)


def _move(task: Task, state: State) -> None:
    task.state = state
    task.save(update_fields=["state"])
    relight([task])


def _end(actor: Actor, task: Task, move: str, *, full: bool) -> None:
    task.state, task.ended_at = target_of(move, task.state), timezone.now()
    if full:
        task.percent = 100
    task.save(update_fields=["state", "ended_at", "percent"])
    relight([task])
    nothing_left(actor, task)
    close_months(actor, task.lead_id)

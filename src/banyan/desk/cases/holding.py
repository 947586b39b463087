"""Who has a case, in which capacity somebody acts on it, and whose obligation follows a move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.cases.models import Case, Help, Stage
from banyan.desk.cases.states import By, Level, State
from banyan.desk.obligations.calendar import read_calendar, working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import (
    Holder,
    close_obligations,
    open_obligation,
    pause_obligation,
    resume_obligation,
)
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Representation

DISPATCH, ACCEPT, DISPUTE = "cases.dispatch", "cases.accept", "cases.decide_dispute"
STEP, AGREE, SILENT = "cases.step", "cases.agree", "cases.decide_silence"
HELP, REVISIT = "cases.help", "cases.revisit"
CLOSING, EXTENSION = "cases.decide_closing", "cases.decide_extension"


def capacities(account: Account | None, case: Case) -> set[By]:
    """In what the account may act on the case."""
    if account is None or not account.is_active:
        return set()
    role = Role(account.role)
    found: set[By] = set()
    if role is Role.CITY or (
        role is Role.COUNTY and case.level == Level.COUNTY and account.county == case.county
    ):
        found |= {By.LEDGER, By.SECOND}
    if case.lead_id is not None and account.unit_id == case.lead_id:
        found.add(By.LEAD)
    if Help.objects.filter(case=case, unit=account.unit_id).exists():
        found.add(By.HELPER)
    if role is Role.ENTERPRISE and case.declared_kind.seen_by_enterprise:
        speaks = Representation.objects.filter(account=account, organization=case.organization_id)
        if speaks.exists():
            found.add(By.ENTERPRISE)
    return found


def hand_over(
    actor: Actor,
    case: Case,
    *,
    source: str = "",
    working_days: int | None = None,
) -> None:
    """Ends the obligations of the state that the case has left (``source``) and opens those of the
    one that it is in; ``working_days`` stands for the pack's days of its steps where somebody set
    others.

    The clock of the steps starts when a unit accepts (or is told that the case is its own). It
    stands still while the case is paused and goes on with the days that were left; so it does
    where an answer is handed back. A transfer gives the new unit its days to accept and, from its
    acceptance, the days of the steps: it answers for its own time, and the enterprise sees the
    whole in the time line. A case that is opened again is another round, with all its days."""
    close_obligations(actor, case)
    if case.state == State.PAUSED:
        for one in _of_stages(case):
            pause_obligation(one, case.moves.order_by("-pk")[0].note[:500])
        _due(case, None)
        return
    if case.state == State.UNDER_WAY:
        if source == State.PAUSED:
            for one in _of_stages(case):
                resumed = resume_obligation(one)
                Stage.objects.filter(pk=int(one.key)).update(due_on=resumed.due_on)
        elif source == State.ANSWERED:
            _go_on(case)
        else:
            _start(case, working_days)
        follow_steps(case)
        return
    for stage in case.stages.filter(done_at=None):
        close_obligations(actor, stage, dropped=True)
    if case.state == State.RECORDED:
        _one(case, DISPATCH, ledger_of(case), adopted_count("case.dispatch_days"))
    elif case.state == State.DISPATCHED:
        _one(case, ACCEPT, Holder(unit=case.lead), adopted_count("case.accept_days"))
    elif case.state == State.DISPUTED:
        _one(case, DISPUTE, ledger_of(case), adopted_count("case.dispute_days"))
    elif case.state == State.ANSWERED and awaits_enterprise(case):
        _one(case, AGREE, Holder(role=Role.ENTERPRISE), adopted_count("case.agree_days"))
    elif case.state == State.ANSWERED:
        _due(case, working_days_after(timezone.localdate(), adopted_count("case.decide_days")))
    else:
        for help_asked in case.help.filter(answered_at=None):
            close_obligations(actor, help_asked, dropped=True)
        _due(case, None)


def awaits_enterprise(case: Case) -> bool:
    """Whether the enterprise is asked if it is solved; else a second person decides."""
    return case.declared_kind.agreement and case.organization_id is not None


def ledger_of(case: Case) -> Holder:
    """Who keeps the ledger that the case is in."""
    if case.level == Level.COUNTY:
        return Holder(role=Role.COUNTY, county=case.county)
    return Holder(role=Role.CITY)


def wait_for_decision(case: Case) -> None:
    """The enterprise was silent: who keeps the ledger sees to it that two people decide."""
    _one(case, SILENT, ledger_of(case), adopted_count("case.decide_days"))


def wait_for_revisit(case: Case) -> None:
    """A bad rating: somebody who keeps the ledger asks the enterprise what was wrong."""
    _open(case, case, REVISIT, ledger_of(case), adopted_count("case.revisit_days"))


def ask_unit(asked: Help) -> None:
    """A helping unit has some days to answer."""
    days = adopted_count("case.help_days")
    _open(asked.case, asked, HELP, Holder(unit=asked.unit), days)


def follow_steps(case: Case) -> None:
    """The case is due when the first of its steps that are not done is."""
    first = case.stages.filter(round=case.round, done_at=None).order_by("due_on").first()
    _due(case, None if first is None else first.due_on)


def words_of(case: Case) -> dict[str, Any]:
    """What fills the titles of obligations and messages."""
    return {"case": case.title, "reference": case.reference}


def step_obligation(stage: Stage) -> Obligation | None:
    """The open obligation of a step."""
    found: Obligation | None = Obligation.objects.filter(
        kind=STEP, subject=stage._meta.label_lower, key=str(stage.pk), state__in=["open", "paused"]
    ).first()
    return found


def _of_stages(case: Case) -> Iterator[Obligation]:
    for stage in case.stages.filter(round=case.round, done_at=None):
        one = step_obligation(stage)
        if one is not None:
            yield one


def _due(case: Case, day: date | None) -> None:
    case.due_on = day
    case.save(update_fields=["due_on"])


def _one(case: Case, kind: str, holder: Holder, days: int) -> None:
    _due(case, _open(case, case, kind, holder, days).due_on)


def _open(
    case: Case, subject: Model, kind: str, holder: Holder, days: int, **more: Any
) -> Obligation:
    return open_obligation(
        kind,
        subject,
        holder,
        working_days=days,
        link=reverse("cases:case", args=[case.pk]),
        words=words_of(case) | more,
        organization=case.organization_id or "",
    )


def _start(case: Case, working_days: int | None) -> None:
    """Each step of the pack that is not done has its days from today, with its own obligation."""
    today = timezone.localdate()
    for step in case.declared_kind.steps:
        days = step.working_days(case.gravity) if working_days is None else working_days
        stage, _new = Stage.objects.get_or_create(
            case=case, round=case.round, code=step.code, defaults={"due_on": today}
        )
        if stage.done_at is None:
            stage.due_on = _open_step(case, stage, dict(step.words), days).due_on
            stage.save(update_fields=["due_on"])


def _go_on(case: Case) -> None:
    """The last step is to be done still: it has the days that were left when it was answered, at
    least one."""
    step = case.declared_kind.steps[-1]
    stage = case.stages.get(round=case.round, code=step.code)
    answered_on = timezone.localdate(case.answered_at)
    left = 0
    if stage.due_on > answered_on:
        calendar = read_calendar(answered_on, stage.due_on)
        left = calendar.working_days_between(answered_on, stage.due_on)
    stage.done_at, stage.done_by = None, None
    stage.due_on = _open_step(case, stage, dict(step.words), max(1, left)).due_on
    stage.save(update_fields=["done_at", "done_by", "due_on"])


def _open_step(case: Case, stage: Stage, words: dict[str, str], days: int) -> Obligation:
    return _open(case, stage, STEP, Holder(unit=case.lead), days, step=words)

"""Longer for a step: asked before its last day is over, decided by another."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.actions.moving import after, allow, hold, write_move
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.holding import (
    EXTENSION,
    follow_steps,
    ledger_of,
    step_obligation,
    words_of,
)
from banyan.desk.cases.models import Case, Extension, Stage
from banyan.desk.cases.states import By, State
from banyan.desk.obligations import proposals
from banyan.desk.obligations.calendar import is_working
from banyan.desk.obligations.opening import extend_obligation
from banyan.desk.obligations.proposals import Proposal, given_reason
from banyan.desk.policy_pack import adopted_count


@action("cases.ask_extension")
def ask_extension(actor: Actor, stage: Stage, until: date | None, reason: str) -> Extension:
    """The lead unit asks for longer. Raises RefusedError after the last day, for a day that is no
    later working day, and where it is asked already."""
    allow(actor, stage.case, By.LEAD)
    case = hold(stage.case)
    stage = Stage.objects.get(pk=stage.pk)
    if case.state != State.UNDER_WAY or stage.done_at is not None or stage.round != case.round:
        raise MovedError(case)
    if timezone.localdate() > stage.due_on:
        raise RefusedError(_("Longer is asked for before the last day is over."))
    if until is None or until <= stage.due_on or not is_working(until):
        raise RefusedError(_("Choose a working day after the present last day."), "until")
    if Extension.objects.filter(stage=stage, state=Proposal.State.PROPOSED).exists():
        raise RefusedError(_("It is asked already, and waits for the second person."))
    extension = Extension(
        case=case,
        stage=stage,
        before=stage.due_on,
        until=until,
        reason=given_reason(reason, "reason"),
    )
    proposals.propose(
        actor,
        extension,
        EXTENSION,
        ledger_of(case),
        working_days=adopted_count("case.decide_days"),
        words=words_of(case),
        organization=case.organization_id or "",
    )
    made = write_move(actor, case, "ask_extension", extension.reason, inside=True)
    after(actor, case, made, step=stage.code, until=until)
    return extension


@action("cases.confirm_extension")
def confirm_extension(actor: Actor, extension: Extension) -> Case:
    """The second person gives longer; the obligation's last day moves."""
    case = _case(actor, extension)
    if case.state != State.UNDER_WAY:
        raise MovedError(case)
    extension = proposals.confirm(actor, extension)
    stage = Stage.objects.get(pk=extension.stage_id)
    obligation = step_obligation(stage)
    if obligation is None or stage.done_at is not None:
        raise RefusedError(_("This step is done already."))
    if extension.until <= stage.due_on:
        raise RefusedError(_("The step has until %(day)s already.") % {"day": stage.due_on})
    stage.due_on = extend_obligation(obligation, extension.until).due_on
    stage.save(update_fields=["due_on"])
    follow_steps(case)
    made = write_move(actor, case, "extend", extension.reason)
    after(actor, case, made, before={"until": extension.before}, until=extension.until)
    return case


@action("cases.refuse_extension")
def refuse_extension(actor: Actor, extension: Extension, answer: str) -> Case:
    """The second person does not give longer, with a reason."""
    case = _case(actor, extension)
    proposals.refuse(actor, extension, answer)
    after(actor, case, write_move(actor, case, "refuse_extension", answer.strip(), inside=True))
    return case


@action("cases.withdraw_extension")
def withdraw_extension(actor: Actor, extension: Extension) -> None:
    """Whoever asked takes it back."""
    case = hold(extension.case)
    extension = proposals.withdraw(actor, extension)
    log(extension, after={"reference": case.reference, "state": extension.state})


def _case(actor: Actor, extension: Extension) -> Case:
    if actor.account is None:
        raise PermissionDenied
    allow(actor, extension.case, By.LEDGER)
    return hold(extension.case)

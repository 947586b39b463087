"""Closed without the enterprise's word: one asks with a reason, another who keeps the ledger
decides."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.actions.moving import after, allow, hold, move, write_move
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.holding import CLOSING, awaits_enterprise, ledger_of, words_of
from banyan.desk.cases.models import Case, Closing
from banyan.desk.cases.states import By, Outcome, State
from banyan.desk.obligations import proposals
from banyan.desk.obligations.proposals import Proposal, given_reason
from banyan.desk.policy_pack import adopted_count


@action("cases.ask_closing")
def ask_closing(
    actor: Actor, read: Case, outcome: str, reason: str, *, same_as: Case | None = None
) -> Closing:
    """The lead unit, or somebody who keeps the ledger, asks that the case be closed. Raises
    RefusedError where it is asked already, or without the case that it repeats."""
    allow(actor, read, By.LEAD, By.LEDGER)
    case = hold(read)
    if case.closed or case.version != read.version:
        raise MovedError(case)
    if outcome not in Outcome.values or outcome == Outcome.AGREED:
        raise RefusedError(_("Choose how it ends."), "outcome")
    if outcome == Outcome.FALSE_ALARM and case.kind != "warning":
        raise RefusedError(_("Only a warning can be a false alarm."), "outcome")
    if (outcome == Outcome.DUPLICATE) != (same_as is not None):
        raise RefusedError(_("Give the number of the case that it repeats."), "same_as")
    if same_as is not None and same_as.pk == case.pk:
        raise RefusedError(_("A case cannot repeat itself."), "same_as")
    if Closing.objects.filter(case=case, state=Proposal.State.PROPOSED).exists():
        raise RefusedError(_("It is asked already, and waits for the second person."))
    return ask_to_close(actor, case, outcome, reason, same_as=same_as)


def ask_to_close(
    actor: Actor, case: Case, outcome: str, reason: str, *, same_as: Case | None = None
) -> Closing:
    """Asks within a running action."""
    closing = Closing(
        case=case, outcome=outcome, same_as=same_as, reason=given_reason(reason, "reason")[:1000]
    )
    proposals.propose(
        actor,
        closing,
        CLOSING,
        ledger_of(case),
        working_days=adopted_count("case.decide_days"),
        words=words_of(case),
        organization=case.organization_id or "",
    )
    after(actor, case, write_move(actor, case, "ask_closing", closing.reason), outcome=outcome)
    return closing


@action("cases.confirm_closing")
def confirm_closing(actor: Actor, closing: Closing) -> Case:
    """The second person closes the case. Raises RefusedError for who asked, or where somebody has
    decided meanwhile."""
    read = _read(actor, closing)
    closing = proposals.confirm(actor, closing)
    return move(
        actor,
        "close",
        read,
        closing.reason,
        outcome=closing.outcome,
        same_as=closing.same_as,
        closed_at=timezone.now(),
    )


@action("cases.refuse_closing")
def refuse_closing(actor: Actor, closing: Closing, answer: str) -> Case:
    """The second person does not close it. What waits for no enterprise's word goes back to the
    lead unit."""
    read = _read(actor, closing)
    closing = proposals.refuse(actor, closing, answer)
    if read.state == State.ANSWERED and not awaits_enterprise(read):
        return move(actor, "hand_back", read, answer)
    case = hold(read)
    after(actor, case, write_move(actor, case, "refuse_closing", answer.strip(), inside=True))
    return case


@action("cases.withdraw_closing")
def withdraw_closing(actor: Actor, closing: Closing) -> None:
    """Whoever asked takes it back. Raises RefusedError where the case would wait for nobody."""
    case = hold(closing.case)
    if case.state == State.ANSWERED and not awaits_enterprise(case):
        raise RefusedError(_("It is answered, and waits for the second person's word."))
    closing = proposals.withdraw(actor, closing)
    log(closing, after={"reference": case.reference, "state": closing.state})


def _read(actor: Actor, closing: Closing) -> Case:
    if actor.account is None:
        raise PermissionDenied
    allow(actor, closing.case, By.SECOND)
    return hold(closing.case)

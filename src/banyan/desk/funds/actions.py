"""Changes of budgets: one finance officer proposes, another confirms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.funds.budgets import funds, standings, title_words
from banyan.desk.funds.ledger import OverCommittedError, Posting, fund_of, post, reference_to
from banyan.desk.funds.models import Budget, BudgetChange, Entry
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy.errors import RefusedError
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy.simulation_charts import signed_yuan
from banyan.rules.wording import yuan

TO_CONFIRM = "funds.confirm_change"
"""The kind of obligation of the second person."""

DAYS = "budget.decision_days"
"""The pack's figure: working days within which the second person decides."""

LARGEST = 10**15
"""Fen of the largest change; more is a slip of the pen."""


@action("funds.propose_change")
def propose_change(
    actor: Actor, year: int, fund: str, measure: str, county: str, amount: int, reason: str
) -> BudgetChange:
    """Proposes ``amount`` fen more (or less, below zero) for a budget, which is made where there
    is none. Raises RefusedError where the policy knows no such fund, measure or payer, where a
    change of the budget waits already, and where more would be taken than is available."""
    _require_finance(actor)
    _check_names(year, fund, measure, county)
    if amount == 0 or abs(amount) > LARGEST:
        raise RefusedError(_("Enter an amount."), "amount")
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    budget, _made = Budget.objects.get_or_create(
        year=year, fund=fund, measure=measure, county=county
    )
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    if budget.changes.filter(state=BudgetChange.State.PROPOSED).exists():
        raise RefusedError(_("A change of this budget is waiting for the second person already."))
    _check_available(budget, amount)
    change = BudgetChange.objects.create(
        budget=budget, amount=amount, reason=reason.strip(), proposed_by=actor.account
    )
    log(change, after=_said(change))
    open_obligation(
        TO_CONFIRM,
        change,
        Holder(role=Role.FINANCE),
        working_days=_days_to_decide(),
        link=change.get_absolute_url(),
        words={"budget": title_words(budget), "year": budget.year},
    )
    return change


@action("funds.confirm_change")
def confirm_change(actor: Actor, change: BudgetChange) -> None:
    """Posts the change to the ledger. Raises RefusedError where the actor proposed it, where
    somebody else has decided meanwhile, and where what is to be taken is no longer available."""
    _require_finance(actor)
    change = _waiting(change)
    if change.proposed_by == actor.account:
        raise RefusedError(_("Whoever proposed a change cannot confirm it."))
    more = change.amount > 0
    posting = Posting(
        kind=Entry.Kind.APPROPRIATION if more else Entry.Kind.REDUCTION,
        budget=change.budget,
        amount=abs(change.amount),
        reference=reference_to(change),
        key=reference_to(change),
        measure=change.budget.measure,
    )
    try:
        post(actor, [posting])
    except OverCommittedError:
        _check_available(change.budget, change.amount)
        raise
    _decide(actor, change, BudgetChange.State.CONFIRMED)


@action("funds.refuse_change")
def refuse_change(actor: Actor, change: BudgetChange, answer: str) -> None:
    """The second person refuses, with a reason."""
    _require_finance(actor)
    change = _waiting(change)
    if change.proposed_by == actor.account:
        raise RefusedError(_("Whoever proposed a change can withdraw it, not refuse it."))
    if not answer.strip():
        raise RefusedError(_("Say why."), "answer")
    _decide(actor, change, BudgetChange.State.REFUSED, answer.strip())


@action("funds.withdraw_change")
def withdraw_change(actor: Actor, change: BudgetChange) -> None:
    """Whoever proposed the change takes it back."""
    _require_finance(actor)
    change = _waiting(change)
    if change.proposed_by != actor.account:
        raise RefusedError(_("Only whoever proposed a change can withdraw it."))
    _decide(actor, change, BudgetChange.State.WITHDRAWN)


def _require_finance(actor: Actor) -> None:
    """A finance officer with a name: a change is made by two people, and a command is nobody."""
    require(actor, Role.FINANCE)
    if actor.account is None:
        raise PermissionDenied


def _check_names(year: int, fund: str, measure: str, county: str) -> None:
    pack = pack_in_force()
    if year not in pack.years:
        raise RefusedError(_("The policy is not in force in that year."), "year")
    if fund not in funds():
        raise RefusedError(_("The policy has no such fund."), "fund")
    if measure and measure not in pack.measures:
        raise RefusedError(_("The policy has no such measure."), "measure")
    if measure and fund_of(pack, measure) != fund:
        raise RefusedError(_("This measure is not paid from that fund."), "measure")
    if county not in pack.words["words"]["county"]:
        raise RefusedError(_("The policy has no such payer."), "county")


def _check_available(budget: Budget, amount: int) -> None:
    (standing,) = standings(Budget.objects.filter(pk=budget.pk))
    available = standing.pots.available
    if available + amount < 0:
        said = {"available": yuan(available)}
        raise RefusedError(_("Only %(available)s yuan are available.") % said, "amount")


def _waiting(change: BudgetChange) -> BudgetChange:
    """The change as it is now, held; RefusedError where it has been decided on."""
    change = BudgetChange.objects.select_for_update().get(pk=change.pk)
    if change.state != BudgetChange.State.PROPOSED:
        decided = {"name": str(change.decided_by), "state": change.get_state_display()}
        raise RefusedError(_("%(name)s was first: this change is %(state)s.") % decided)
    return change


def _decide(
    actor: Actor, change: BudgetChange, state: BudgetChange.State, answer: str = ""
) -> None:
    change.state, change.answer = state, answer
    change.decided_by, change.decided_at = actor.account, timezone.now()
    change.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    dropped = state is BudgetChange.State.WITHDRAWN
    close_obligations(actor, change, TO_CONFIRM, dropped=dropped)
    log(change, before={"state": BudgetChange.State.PROPOSED}, after=_said(change))


def _days_to_decide() -> int:
    days = pack_in_force().parameters[DAYS].on(timezone.localdate()).adopted
    assert isinstance(days, int)
    return days


def _said(change: BudgetChange) -> dict[str, Any]:
    budget = change.budget
    return {
        "year": budget.year,
        "fund": budget.fund,
        "measure": budget.measure,
        "county": budget.county,
        "amount": signed_yuan(change.amount),
        "reason": change.reason,
        "state": change.state,
        "answer": change.answer,
    }

"""Changes of budgets: one finance officer proposes, another confirms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.funds.budgets import funds, standings, title_words
from banyan.desk.funds.ledger import OverCommittedError, Posting, fund_of, post, reference_to
from banyan.desk.funds.models import Budget, BudgetChange, Entry
from banyan.desk.obligations.opening import Holder
from banyan.desk.obligations.proposals import confirm, given_reason, propose, refuse, withdraw
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy.simulation_charts import signed_yuan
from banyan.desk.policy_pack import adopted_count
from banyan.rules.wording import yuan

TO_CONFIRM = "funds.confirm_change"
"""The kind of obligation of the second person."""

LARGEST = 10**15
"""Fen of the largest change; more is a slip of the pen."""


@action("funds.propose_change")
def propose_change(
    actor: Actor, year: int, fund: str, measure: str, county: str, amount: int, reason: str
) -> BudgetChange:
    """Proposes ``amount`` fen more (or less, below zero) for a budget, which is made where there
    is none. Raises RefusedError where the policy knows no such fund, measure or payer, where a
    change of the budget waits already, and where more would be taken than is available."""
    require(actor, Role.FINANCE)
    _check_names(year, fund, measure, county)
    if amount == 0 or abs(amount) > LARGEST:
        raise RefusedError(_("Enter an amount."), "amount")
    reason = given_reason(reason, "reason")
    budget, _made = Budget.objects.get_or_create(
        year=year, fund=fund, measure=measure, county=county
    )
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    if budget.changes.filter(state=BudgetChange.State.PROPOSED).exists():
        raise RefusedError(_("A change of this budget is waiting for the second person already."))
    _check_available(budget, amount)
    change = BudgetChange(budget=budget, amount=amount, reason=reason)
    propose(
        actor,
        change,
        TO_CONFIRM,
        Holder(role=Role.FINANCE),
        working_days=adopted_count("budget.decision_days"),
        words={"budget": title_words(budget), "year": budget.year},
    )
    log(change, after=_said(change))
    return change


@action("funds.confirm_change")
def confirm_change(actor: Actor, change: BudgetChange) -> None:
    """Posts the change to the ledger. Raises RefusedError where the actor proposed it, where
    somebody else has decided meanwhile, and where what is to be taken is no longer available."""
    require(actor, Role.FINANCE)
    change = confirm(actor, change)
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
    _log_decision(change)


@action("funds.refuse_change")
def refuse_change(actor: Actor, change: BudgetChange, answer: str) -> None:
    """The second person refuses, with a reason."""
    require(actor, Role.FINANCE)
    _log_decision(refuse(actor, change, answer))


@action("funds.withdraw_change")
def withdraw_change(actor: Actor, change: BudgetChange) -> None:
    """Whoever proposed the change takes it back."""
    require(actor, Role.FINANCE)
    _log_decision(withdraw(actor, change))


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


def _log_decision(change: BudgetChange) -> None:
    log(change, before={"state": BudgetChange.State.PROPOSED}, after=_said(change))


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

"""A budget is changed by two finance officers, and by nobody alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.desk.funds import actions
from banyan.desk.funds.ledger import CITY, post
from banyan.desk.funds.models import Budget, BudgetChange, Entry
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from desk.funds.moving import moved, pots
from desk.funds.scenarios import funded, officer, proposed, second
from desk.making import Making

pytestmark = pytest.mark.django_db


def _propose(making: Making, fen: int = 1000, reason: str = "why", **named: Any) -> BudgetChange:
    values = {"year": 2026, "fund": "software", "measure": "", "county": CITY} | named
    return actions.propose_change(officer(making), **values, amount=fen, reason=reason)


def test_what_is_proposed_is_not_in_the_ledger(making: Making) -> None:
    change = proposed(making)
    assert pots(change.budget) == {}


def test_what_a_second_officer_confirms_is_in_the_ledger(making: Making) -> None:
    change = proposed(making, 1000)
    actions.confirm_change(second(making), change)
    assert pots(change.budget) == {"treasury": -1000, "available": 1000}
    entry = change.budget.entries.get()
    assert (entry.kind, entry.reference) == ("appropriation", f"funds.budgetchange {change.pk}")
    assert entry.made_by == second(making).account


def test_whoever_proposed_cannot_confirm_or_refuse(making: Making) -> None:
    change = proposed(making)
    with pytest.raises(RefusedError):
        actions.confirm_change(officer(making), change)
    with pytest.raises(RefusedError):
        actions.refuse_change(officer(making), change, "no")
    assert Entry.objects.count() == 0


def test_the_database_too_wants_two_people(making: Making) -> None:
    change = proposed(making)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetChange.objects.filter(pk=change.pk).update(
            state="confirmed", decided_by=change.proposed_by, decided_at=timezone.now()
        )


def test_only_whoever_proposed_withdraws(making: Making) -> None:
    change = proposed(making)
    with pytest.raises(RefusedError):
        actions.withdraw_change(second(making), change)
    actions.withdraw_change(officer(making), change)
    change.refresh_from_db()
    assert change.state == "withdrawn"


def test_a_refusal_says_why(making: Making) -> None:
    change = proposed(making)
    with pytest.raises(RefusedError):
        actions.refuse_change(second(making), change, "  ")
    actions.refuse_change(second(making), change, "too much")
    change.refresh_from_db()
    assert (change.state, change.answer) == ("refused", "too much")


def test_what_is_decided_is_not_decided_again(making: Making) -> None:
    change = proposed(making)
    actions.confirm_change(second(making), change)
    with pytest.raises(RefusedError):
        actions.confirm_change(second(making), change)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FINANCE])
def test_nobody_but_finance_officers_changes_budgets(making: Making, role: Role) -> None:
    change = proposed(making)
    actor = making.actor(role)
    with pytest.raises(PermissionDenied):
        actions.propose_change(actor, 2026, "general", "", CITY, 1000, "why")
    with pytest.raises(PermissionDenied):
        actions.confirm_change(actor, change)


def test_a_command_changes_no_budget(making: Making) -> None:
    with pytest.raises(PermissionDenied):
        actions.confirm_change(Actor(origin=Origin("command")), proposed(making))


def test_one_change_of_a_budget_waits_at_a_time(making: Making) -> None:
    proposed(making)
    with pytest.raises(RefusedError):
        _propose(making)
    assert _propose(making, county="350102").pk


SOFTWARE = next(code for code, one in declared_pack().measures.items() if one.fund)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"year": 2025}, "year"),
        ({"fund": "roads"}, "fund"),
        ({"measure": "roads"}, "measure"),
        ({"fund": "general", "measure": SOFTWARE}, "measure"),
        ({"county": "350200"}, "county"),
        ({"fen": 0}, "amount"),
        ({"fen": 10**15 + 1}, "amount"),
        ({"reason": " "}, "reason"),
    ],
    ids=str,
)
def test_only_what_the_policy_names_has_a_budget(
    making: Making, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        _propose(making, **wrong)
    assert refused.value.field == field
    assert not Budget.objects.exists()


def test_less_is_not_proposed_than_what_is_available(making: Making) -> None:
    budget = funded(making, 1000)
    post(Actor(), [moved("commitment", budget, 600)])
    with pytest.raises(RefusedError, match=r"4\.00"), translation.override("en"):
        _propose(making, -401)
    actions.confirm_change(second(making), _propose(making, -400))
    assert pots(budget) == {"treasury": -600, "committed": 600}


def test_what_was_committed_meanwhile_cannot_be_taken_away(making: Making) -> None:
    budget = funded(making, 1000)
    change = _propose(making, -500)
    post(Actor(), [moved("commitment", budget, 600)])
    with pytest.raises(RefusedError):
        actions.confirm_change(second(making), change)
    change.refresh_from_db()
    assert change.state == "proposed"
    assert pots(budget)["available"] == 400


def test_the_second_person_is_obliged_until_it_is_decided(making: Making) -> None:
    change = proposed(making)
    obligation = Obligation.objects.get(kind="funds.confirm_change", key=str(change.pk))
    assert (obligation.role, obligation.state) == ("finance", "open")
    assert obligation.link == change.get_absolute_url()
    actions.confirm_change(second(making), change)
    obligation.refresh_from_db()
    assert (obligation.state, obligation.ended_by) == ("done", second(making).account)


def test_nobody_is_obliged_by_what_was_withdrawn(making: Making) -> None:
    change = proposed(making)
    actions.withdraw_change(officer(making), change)
    assert Obligation.objects.get(key=str(change.pk)).state == "dropped"

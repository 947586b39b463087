"""One proposes, another decides, whatever it is about; here about a budget."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.funds.actions import TO_CONFIRM
from banyan.desk.funds.models import Budget, BudgetChange
from banyan.desk.incentives.models import Proposal as Award
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder
from banyan.desk.obligations.proposals import (
    Proposal,
    confirm,
    given_reason,
    propose,
    refuse,
    withdraw,
)
from banyan.desk.people.roles import Role
from banyan.desk.policy.models import FigureChange
from desk.making import Making

pytestmark = pytest.mark.django_db

WORDS = {"budget": {"zh": "软件", "en": "software"}, "year": 2026}


@pytest.fixture
def first(making: Making) -> Actor:
    return making.actor(Role.FINANCE, username="first")


@pytest.fixture
def second(making: Making) -> Actor:
    return making.actor(Role.FINANCE, username="second")


def proposed(actor: Actor) -> BudgetChange:
    budget, _made = Budget.objects.get_or_create(year=2026, fund="software", county="350100")
    change = BudgetChange(budget=budget, amount=100, reason="more software")
    holder = Holder(role=Role.FINANCE)
    propose(actor, change, TO_CONFIRM, holder, working_days=5, words=WORDS)
    return change


@pytest.fixture
def change(first: Actor) -> BudgetChange:
    return proposed(first)


def test_it_is_the_second_persons_to_do_and_not_the_first_ones(
    change: BudgetChange, first: Actor, second: Actor
) -> None:
    assert not Obligation.objects.held_by(first.account).exists()
    (obligation,) = Obligation.objects.held_by(second.account)
    assert (obligation.key, obligation.link) == (str(change.pk), change.get_absolute_url())


def test_a_command_is_nobody_of_two_people(change: BudgetChange) -> None:
    for act in (
        lambda: proposed(Actor()),
        lambda: confirm(Actor(), change),
        lambda: refuse(Actor(), change, "no"),
        lambda: withdraw(Actor(), change),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            act()


def test_whoever_proposed_it_does_not_decide_it(change: BudgetChange, first: Actor) -> None:
    with pytest.raises(RefusedError):
        confirm(first, change)
    with pytest.raises(RefusedError):
        refuse(first, change, "no")


def test_only_whoever_proposed_it_withdraws_it(
    change: BudgetChange, first: Actor, second: Actor
) -> None:
    with pytest.raises(RefusedError):
        withdraw(second, change)
    assert withdraw(first, change).state == "withdrawn"


def test_a_refusal_says_why(change: BudgetChange, second: Actor) -> None:
    with pytest.raises(RefusedError) as refused:
        refuse(second, change, "  ")
    assert refused.value.field == "answer"
    refuse(second, change, " too much ")
    change.refresh_from_db()
    assert (change.state, change.answer) == ("refused", "too much")


def test_a_reason_is_words(first: Actor) -> None:
    assert given_reason(" why ", "reason") == "why"
    with pytest.raises(RefusedError):
        given_reason("\n", "reason")


@pytest.mark.parametrize(
    ("by", "step", "ended"),
    [
        ("second", confirm, "done"),
        ("second", lambda actor, change: refuse(actor, change, "no"), "done"),
        ("first", withdraw, "dropped"),
    ],
    ids=["confirmed", "refused", "withdrawn"],
)
def test_once_it_is_decided_nobody_has_it_to_do_and_nobody_decides_again(
    change: BudgetChange, first: Actor, second: Actor, by: str, step: Any, ended: str
) -> None:
    actor = first if by == "first" else second
    step(actor, change)
    change.refresh_from_db()
    assert change.decided_by == actor.account
    assert change.decided_at is not None
    obligation = Obligation.objects.get()
    assert (obligation.state, obligation.ended_by) == (ended, actor.account)
    for again in (confirm, withdraw, lambda actor, change: refuse(actor, change, "no")):
        with pytest.raises(RefusedError, match=by):
            again(actor, change)


@pytest.mark.parametrize(
    ("state", "decided", "by", "answer"),
    [
        ("confirmed", True, "first", ""),
        ("refused", True, "first", "no"),
        ("refused", True, "second", ""),
        ("confirmed", False, "second", ""),
        ("confirmed", True, "", ""),
        ("proposed", True, "second", ""),
    ],
)
def test_the_database_too_wants_two_people_and_an_answer(
    change: BudgetChange,
    first: Actor,
    second: Actor,
    state: str,
    decided: bool,
    by: str,
    answer: str,
) -> None:
    people = {"first": first.account, "second": second.account, "": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetChange.objects.filter(pk=change.pk).update(
            state=state,
            decided_by=people[by],
            decided_at=timezone.now() if decided else None,
            answer=answer,
        )


def test_every_model_of_proposals_has_the_constraints() -> None:
    wanted = ("decided_by_somebody", "by_two_people", "refused_with_answer")
    models = [one for one in apps.get_models() if issubclass(one, Proposal)]
    assert {Award, BudgetChange, FigureChange} <= set(models)
    for model in models:
        names = {one.name for one in model._meta.constraints}
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        assert {f"{label}_{end}" for end in wanted} <= names

"""Of two who decide on a proposal at the same moment one wins, the other is told."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.funds.models import BudgetChange
from banyan.desk.obligations import proposals
from banyan.desk.people.roles import Role
from desk.at_once import at_once
from desk.making import Making
from desk.obligations.test_proposals import proposed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> list[Actor]:
    making = Making()
    return [making.actor(Role.FINANCE, username=f"officer-{n}") for n in range(2)]


def _refuse_and_withdraw(people: list[Actor], change: BudgetChange) -> list[BaseException | None]:
    def refuse() -> None:
        with transaction.atomic():
            proposals.refuse(people[1], change, "no")

    def withdraw() -> None:
        with transaction.atomic():
            proposals.withdraw(people[0], change)

    return at_once(refuse, withdraw)


def test_one_wins_and_the_other_is_told(people: list[Actor]) -> None:
    change = proposed(people[0])
    raised = _refuse_and_withdraw(people, change)
    assert [type(error) for error in raised if error] == [RefusedError]
    change.refresh_from_db()
    assert change.state in ("refused", "withdrawn")


def test_without_the_guard_both_would_decide(
    people: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the row is held: the guard off, two who read before either writes both go through."""
    if connection.vendor == "sqlite":
        pytest.skip("a transaction of SQLite that writes is alone from its start")
    change = proposed(people[0])
    both_have_read = threading.Barrier(2)

    def unguarded(given: BudgetChange) -> BudgetChange:
        found = BudgetChange.objects.get(pk=given.pk)
        both_have_read.wait(timeout=20)
        return found

    monkeypatch.setattr(proposals, "held", unguarded)
    assert _refuse_and_withdraw(people, change) == [None, None]

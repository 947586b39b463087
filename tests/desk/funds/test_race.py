"""Of two who commit the last money at once, one is refused, whatever the code above does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from banyan.desk.audit import Actor
from banyan.desk.funds import guards, ledger
from banyan.desk.funds.ledger import OverCommittedError, post
from banyan.desk.funds.models import Budget, Entry
from desk.at_once import at_once
from desk.funds.moving import budget_of, moved, pots

pytestmark = pytest.mark.django_db(transaction=True)

postgresql_only = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one transaction in at a time"
)


@pytest.fixture
def guard_off() -> Iterator[None]:
    """The database without what it does with entries."""
    _execute(guards.removals(connection.vendor))
    yield
    _execute(guards.removals(connection.vendor))
    _execute(guards.statements(connection.vendor))


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _available(budget: Budget) -> int:
    """What a careful program would find by adding up the entries itself."""

    def total(**of: str) -> int:
        return budget.entries.filter(**of).aggregate(sum=Sum("amount"))["sum"] or 0

    return total(credit="available") - total(debit="available")


def _two_who_check_first(budget: Budget) -> list[BaseException | None]:
    """Two commit 700 each, having seen that it is there before either writes. On PostgreSQL they
    look within their transactions; on SQLite before them, as there only one is let in."""
    both_have_looked = threading.Barrier(2)
    within = connection.vendor == "postgresql"

    def commit(key: str) -> None:
        with transaction.atomic() if within else nullcontext():
            there = _available(budget)
            both_have_looked.wait(timeout=20)
            assert there >= 700
            Entry.objects.create(
                budget=budget,
                kind="commitment",
                debit="available",
                credit="committed",
                amount=700,
                reference="test.thing 1",
                key=key,
            )

    return at_once(lambda: commit("first"), lambda: commit("second"))


@pytest.mark.usefixtures("guard_off")
def test_without_the_guard_two_who_check_first_commit_more_than_there_is() -> None:
    budget = Budget.objects.create(year=2026, fund="software", county="350100")
    Entry.objects.create(
        budget=budget,
        kind="appropriation",
        debit="treasury",
        credit="available",
        amount=1000,
        reference="test.thing 1",
        key="money",
    )
    assert _two_who_check_first(budget) == [None, None]
    assert _available(budget) == -400


def test_with_the_guard_the_database_refuses_the_second_of_them() -> None:
    budget = budget_of(1000)
    raised = _two_who_check_first(budget)
    assert sorted(type(error).__name__ for error in raised) == ["IntegrityError", "NoneType"]
    assert isinstance(next(filter(None, raised)), IntegrityError)
    assert pots(budget) == {"treasury": -1000, "available": 300, "committed": 700}


def test_of_two_who_post_at_once_one_is_told_what_lacks() -> None:
    budget = budget_of(1000)

    def commit() -> None:
        with transaction.atomic():
            post(Actor(), [moved("commitment", budget, 700)])

    refused = [error for error in at_once(commit, commit) if error is not None]
    assert [type(error) for error in refused] == [OverCommittedError]
    assert refused[0].lacking == {budget: 400}  # type: ignore[attr-defined]
    assert pots(budget)["committed"] == 700


def test_two_who_post_the_same_at_once_post_it_once() -> None:
    budget = budget_of(1000)
    posting = moved("commitment", budget, 300, key="commit:award:1")
    posted: list[int] = []

    def commit() -> None:
        with transaction.atomic():
            posted.append(post(Actor(), [posting]))

    assert at_once(commit, commit) == [None, None]
    assert sorted(posted) == [0, 1]
    assert pots(budget)["committed"] == 300


@postgresql_only
def test_without_holding_the_pots_one_of_two_who_post_the_same_is_turned_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Why ``post`` holds them before it looks for what was posted: else both find nothing."""
    budget = budget_of(1000)
    posting = moved("commitment", budget, 300, key="commit:award:1")
    both_have_looked = threading.Barrier(2)
    look = ledger._not_posted

    def look_and_wait(asked: list[ledger.Posting]) -> list[ledger.Posting]:
        found = look(asked)
        both_have_looked.wait(timeout=20)
        return found

    monkeypatch.setattr(ledger, "_hold", lambda budgets: {})
    monkeypatch.setattr(ledger, "_not_posted", look_and_wait)

    def commit() -> None:
        with transaction.atomic():
            post(Actor(), [posting])

    refused = [error for error in at_once(commit, commit) if error is not None]
    assert [type(error) for error in refused] == [IntegrityError]
    assert pots(budget)["committed"] == 300


def test_two_who_post_to_the_same_budgets_in_opposite_order_do_not_block_each_other() -> None:
    budgets = [budget_of(1000, fund=fund) for fund in ("software", "general")]

    def commit(order: list[Budget]) -> None:
        for _ in range(20):
            with transaction.atomic():
                post(Actor(), [moved("commitment", budget, 1) for budget in order])

    assert at_once(lambda: commit(budgets), lambda: commit(budgets[::-1])) == [None, None]
    assert [pots(budget)["committed"] for budget in budgets] == [40, 40]

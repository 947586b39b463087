"""The ledger: what is posted, what is refused, and by whom."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import KeyTakenError, OverCommittedError, post
from banyan.desk.funds.models import MOVES, Balance, Budget, DailyTotal, Entry
from desk.funds.moving import budget_of, moved, pots

pytestmark = pytest.mark.django_db

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="words of SQLite")


def test_money_goes_from_the_treasury_to_the_bank() -> None:
    budget = budget_of(1000)
    assert pots(budget) == {"treasury": -1000, "available": 1000}
    post(Actor(), [moved("commitment", budget, 600), moved("approval", budget, 500)])
    post(Actor(), [moved("payment", budget, 200)])
    assert pots(budget) == {
        "treasury": -1000,
        "available": 400,
        "committed": 100,
        "approved": 300,
        "paid": 200,
    }


def test_every_kind_has_its_way_back() -> None:
    budget = budget_of(1000)
    forth = ("commitment", "approval", "payment")
    post(Actor(), [moved(kind, budget, 300) for kind in forth])
    post(Actor(), [moved("return", budget, 100), moved("recovery", budget, 200)])
    assert pots(budget) == {"treasury": -1000, "available": 900, "approved": 100}
    post(Actor(), [moved("cancellation", budget, 100), moved("commitment", budget, 50)])
    post(Actor(), [moved("release", budget, 50), moved("reduction", budget, 1000)])
    assert pots(budget) == {}


def test_a_budget_has_its_pots_from_the_beginning() -> None:
    budget = budget_of(0)
    assert set(budget.balances.values_list("pot", "amount")) == {
        (pot, 0) for pot in ("treasury", "available", "committed", "approved", "paid")
    }


def test_more_than_there_is_cannot_be_committed_and_it_is_said_what_lacks() -> None:
    first, second = budget_of(1000), budget_of(500, fund="general")
    with pytest.raises(OverCommittedError) as refused:
        post(
            Actor(),
            [
                moved("commitment", first, 1000),
                moved("commitment", second, 400),
                moved("commitment", second, 350),
            ],
        )
    assert refused.value.lacking == {second: 250}
    assert pots(first) == {"treasury": -1000, "available": 1000}
    assert Entry.objects.filter(kind="commitment").count() == 0


def test_after_a_refusal_the_transaction_goes_on() -> None:
    budget = budget_of(100)
    with pytest.raises(OverCommittedError):
        post(Actor(), [moved("commitment", budget, 101)])
    assert post(Actor(), [moved("commitment", budget, 100)]) == 1


@pytest.mark.parametrize("kind", [kind for kind in MOVES if kind != "appropriation"])
def test_nothing_is_taken_from_an_empty_pot(kind: str) -> None:
    budget = budget_of(0)
    with pytest.raises(OverCommittedError):
        post(Actor(), [moved(kind, budget, 1)])


def test_the_same_is_never_posted_twice() -> None:
    budget = budget_of(1000)
    posting = moved("commitment", budget, 300, key="commit:award:1")
    assert post(Actor(), [posting, posting]) == 1
    assert post(Actor(), [posting, moved("commitment", budget, 1)]) == 1
    assert pots(budget)["committed"] == 301


def test_a_key_stands_for_one_movement() -> None:
    budget = budget_of(1000)
    post(Actor(), [moved("commitment", budget, 300, key="commit:award:1")])
    with pytest.raises(KeyTakenError):
        post(Actor(), [moved("commitment", budget, 301, key="commit:award:1")])


def test_many_postings_are_one_statement_of_many_rows() -> None:
    budget = budget_of(20_000)
    many = [moved("commitment", budget, 1, measure="srdi", county="350102") for _ in range(12_000)]
    assert post(Actor(), many) == 12_000
    assert pots(budget)["committed"] == 12_000
    total = DailyTotal.objects.get(kind="commitment")
    assert (total.amount, total.entries) == (12_000, 12_000)
    assert (total.measure, total.county) == ("srdi", "350102")


def test_the_totals_of_a_day_are_the_sums_of_its_entries() -> None:
    budget = budget_of(1000)
    post(Actor(), [moved("commitment", budget, 10, measure="srdi", county="350102")])
    post(Actor(), [moved("commitment", budget, 20, measure="srdi", county="350102")])
    post(Actor(), [moved("commitment", budget, 40, measure="srdi", county="350103")])
    found = DailyTotal.objects.filter(kind="commitment", made_on=timezone.localdate())
    assert set(found.values_list("county", "amount", "entries")) == {
        ("350102", 30, 2),
        ("350103", 40, 1),
    }


def _entry(budget: Budget, **other: object) -> Entry:
    values = {
        "budget": budget,
        "kind": "commitment",
        "debit": "available",
        "credit": "committed",
        "amount": 1,
        "reference": "test.thing 1",
        "key": "by hand",
    }
    return Entry(**(values | other))


@pytest.mark.parametrize(
    "wrong",
    [
        {"debit": "treasury"},
        {"credit": "paid"},
        {"debit": "committed", "credit": "available"},
        {"kind": "gift"},
        {"amount": 0},
        {"amount": -1},
    ],
    ids=str,
)
def test_the_database_refuses_an_entry_that_does_not_fit_its_kind(wrong: dict[str, object]) -> None:
    budget = budget_of(1000)
    post(Actor(), [moved("commitment", budget, 500)])
    with pytest.raises(IntegrityError), transaction.atomic():
        _entry(budget, **wrong).save()


def test_the_database_refuses_to_change_or_delete_an_entry() -> None:
    budget = budget_of(1000)
    entry = budget.entries.get()
    for attempt in (
        lambda: Entry.objects.update(amount=1),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.parametrize("model", [Balance, DailyTotal])
def test_the_database_refuses_to_change_by_hand_what_follows_from_the_entries(
    model: type[Balance],
) -> None:
    budget = budget_of(1000)
    post(Actor(), [moved("commitment", budget, 10)])
    other = budget_of(0, fund="general")
    for attempt in (
        lambda: model.objects.filter(budget=budget).update(amount=999_999),
        lambda: model.objects.filter(budget=budget).update(budget=other),
        lambda: model.objects.filter(budget=budget).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with pytest.raises(DatabaseError), transaction.atomic():
        DailyTotal.objects.create(
            budget=budget, kind="payment", made_on=timezone.localdate(), amount=5, entries=1
        )


def test_no_balance_is_put_below_zero_by_an_entry_made_without_the_ledger() -> None:
    budget = budget_of(100)
    with pytest.raises(IntegrityError), transaction.atomic():
        _entry(budget, amount=101).save()
    assert pots(budget) == {"treasury": -100, "available": 100}


@sqlite_only
@pytest.mark.parametrize("leniency", ["IGNORE", "REPLACE"])
def test_leniency_in_a_statement_gets_nothing_past_the_guard(leniency: str) -> None:
    """SQLite would hand it on to the triggers, and replace rows without asking them."""
    budget = budget_of(100)
    post(Actor(), [moved("commitment", budget, 60, key="taken")])
    before = pots(budget)
    for amount, key in ((41, "too much"), (1, "taken")):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"""INSERT OR {leniency} INTO funds_entry
                (budget_id, kind, debit, credit, amount, measure, county, reference, key, made_at,
                made_on) VALUES (%s, 'commitment', 'available', 'committed', %s, '', '', '', %s,
                '2026-01-01', '2026-01-01')""",
                [budget.pk, amount, key],
            )
    assert pots(budget) == before
    assert Entry.objects.count() == 2

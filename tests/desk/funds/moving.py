"""Budgets with money for the tests of the ledger, without the two people that it takes."""

from __future__ import annotations

from itertools import count
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import CITY, Posting, post
from banyan.desk.funds.models import Balance, Budget, Entry

_numbers = count(1)

Kind = Entry.Kind


def moved(kind: str, budget: Budget, amount: int, key: str = "", **more: Any) -> Posting:
    """A posting with a key that no other has, where none is given."""
    key = key or f"test-{next(_numbers)}"
    return Posting(Kind(kind), budget, amount, "test.thing 1", key, **more)


def budget_of(fen: int, **named: Any) -> Budget:
    """A budget of the city with so much money, appropriated already."""
    values = {"year": 2026, "fund": "software", "measure": "", "county": CITY}
    made, _ = Budget.objects.get_or_create(**(values | named))
    if fen:
        post(Actor(), [moved("appropriation", made, fen)])
    return made


def pots(budget: Budget) -> dict[str, int]:
    """What lies in each pot, the empty ones left out."""
    rows = Balance.objects.filter(budget=budget).exclude(amount=0)
    return dict(rows.values_list("pot", "amount"))

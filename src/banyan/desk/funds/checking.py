"""Whether what the database keeps still follows from the entries of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from banyan.desk.funds.models import MOVES, Balance, Budget, DailyTotal, Entry, Pot

Sums = Counter[tuple[int, str]]
"""Fen by budget and pot."""


@dataclass(frozen=True)
class Difference:
    """A pot that does not hold what its entries say, in fen."""

    budget: Budget
    pot: Pot
    held: int
    summed: int


@dataclass(frozen=True)
class Check:
    """``entries`` were added up; ``differences`` should be none."""

    entries: int
    differences: list[Difference]

    @property
    def good(self) -> bool:
        return not self.differences


def check() -> Check:
    """Adds up every entry, and compares with the balances and with the totals of days."""
    rows = list(Entry.objects.order_by().values_list("budget", "kind").annotate(Sum("amount")))
    by_entry = _pots(rows)
    differing = [*_differences(by_entry, _held()), *_differences(by_entry, _of_days())]
    return Check(Entry.objects.count(), list(dict.fromkeys(differing)))


def balanced() -> bool:
    """Whether the balances are the sums of the days' totals, which is seen at once; ``check`` reads
    every entry."""
    return _of_days() == _held()


def _held() -> Sums:
    rows = Balance.objects.exclude(amount=0).values_list("budget", "pot", "amount")
    return Counter({(budget, pot): amount for budget, pot, amount in rows})


def _of_days() -> Sums:
    rows = DailyTotal.objects.order_by().values_list("budget", "kind").annotate(Sum("amount"))
    return _pots(rows)


def _pots(rows: Iterable[tuple[int, str, int]]) -> Sums:
    found: Sums = Counter()
    for budget, kind, amount in rows:
        debit, credit = MOVES[kind]
        found[budget, debit.value] -= amount
        found[budget, credit.value] += amount
    return Counter({place: fen for place, fen in found.items() if fen})


def _differences(summed: Sums, held: Sums) -> list[Difference]:
    places = sorted(place for place in {*summed, *held} if summed[place] != held[place])
    budgets = Budget.objects.in_bulk({budget for budget, _pot in places})
    return [
        Difference(budgets[budget], Pot(pot), held[budget, pot], summed[budget, pot])
        for budget, pot in places
    ]

"""Whatever is posted, balances and totals are the sums of the entries, and none is below zero."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import OverCommittedError, Posting, post
from banyan.desk.funds.models import MOVES, Balance, DailyTotal, Entry
from desk.funds.moving import Kind, budget_of

FUNDS = ("software", "general")

POSTINGS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(MOVES)),
            st.sampled_from(FUNDS),
            st.integers(1, 50),
            st.integers(1, 30),  # few keys, so that some come again
        ),
        min_size=1,
        max_size=6,
    ),
    max_size=12,
)


class TestSums(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(POSTINGS)
    def test_balances_are_the_sums_of_the_entries_and_never_below_zero(
        self, calls: list[list[tuple[str, str, int, int]]]
    ) -> None:
        budgets = {fund: budget_of(100, fund=fund) for fund in FUNDS}
        for call in calls:
            before, lacking = _summed(), None
            postings = [
                Posting(Kind(kind), budgets[fund], fen, "x 1", f"{kind} {fund} {fen} {key}")
                for kind, fund, fen, key in call
            ]
            try:
                post(Actor(), postings)
            except OverCommittedError as refused:
                lacking = refused.lacking
            if lacking is not None:
                assert _summed() == before
                assert min(lacking.values(), default=0) > 0
            assert _summed() == _held()
            assert all(fen >= 0 for (_, pot), fen in _held().items() if pot != "treasury")
        assert sum(_held().values()) == 0
        _assert_totals()


def _summed() -> Counter[tuple[int, str]]:
    found: Counter[tuple[int, str]] = Counter()
    for budget, debit, credit, amount in Entry.objects.values_list(
        "budget", "debit", "credit", "amount"
    ):
        found[budget, debit] -= amount
        found[budget, credit] += amount
    return Counter({key: fen for key, fen in found.items() if fen})


def _held() -> Counter[tuple[int, str]]:
    rows = Balance.objects.exclude(amount=0).values_list("budget", "pot", "amount")
    return Counter({(budget, pot): fen for budget, pot, fen in rows})


def _assert_totals() -> None:
    by_kind: Counter[tuple[int, str]] = Counter()
    for budget, kind, amount in Entry.objects.values_list("budget", "kind", "amount"):
        by_kind[budget, kind] += amount
    totals: Counter[tuple[int, str]] = Counter()
    for budget, kind, amount in DailyTotal.objects.values_list("budget", "kind", "amount"):
        totals[budget, kind] += amount
    assert totals == by_kind

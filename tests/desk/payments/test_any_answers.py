"""Whatever the bank answers, in whatever order: no award is paid more than it is, and ledger,
orders and awards say the same."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.desk.audit import RefusedError
from banyan.desk.payments import actions
from banyan.desk.payments.models import BankResult, PaymentOrder
from banyan.desk.settlement.models import Award
from desk.making import Making
from desk.payments.paying import Paying, none_is_overpaid, sums

OUTCOMES = ["成功", "部分成功", "失败", "退汇"]
ANSWER = st.tuples(
    st.integers(0, 3),  # which of the orders, the newest first
    st.sampled_from(OUTCOMES),
    st.sampled_from(["whole", "rest", "half", "fen", "more"]),
)
STEP = st.one_of(
    st.tuples(st.just("answer"), st.lists(ANSWER, min_size=1, max_size=4)),
    st.tuples(st.just("order"), st.just([])),
    st.tuples(st.just("work off"), st.just([])),
    st.tuples(st.just("recover"), st.just([])),
)


def _yuan(order: PaymentOrder, outcome: str, size: str) -> str:
    if outcome == "失败":
        return "0"
    fen = {
        "whole": order.amount,
        "rest": max(order.amount - order.paid, 1),
        "half": max(order.amount // 2, 1),
        "fen": 1,
        "more": order.amount + 1,
    }[size]
    return f"{fen // 100}.{fen % 100:02d}"


class City:
    """Three awards, and what is done with them."""

    def __init__(self, folder: Path) -> None:
        self.paying, self.folder, self.files = Paying(Making()), folder, 0
        for number, amount in enumerate((1, 333, 100_000), start=1):
            self.paying.award(number, amount)
        self.paying.sent()

    def do(self, what: str, answers: list[tuple[int, str, str]]) -> None:
        with suppress(RefusedError):  # what cannot be done is not done
            getattr(self, what.replace(" ", "_"))(answers)
        assert len(set(sums())) == 1, (what, answers, sums())
        assert none_is_overpaid()
        assert not Award.objects.filter(paid__lt=0).exists()

    def answer(self, answers: list[tuple[int, str, str]]) -> None:
        orders = list(PaymentOrder.objects.order_by("-pk")[:4])
        rows = []
        for place, outcome, size in answers:
            order = orders[place % len(orders)]
            rows.append((order.reference, outcome, _yuan(order, outcome, size)))
        self.files += 1
        self.paying.answer(self.folder / f"{self.files}.csv", *rows)

    def order(self, _answers: object) -> None:
        self.paying.sent()

    def work_off(self, _answers: object) -> None:
        """Gives every unclear answer the order that it names, or the newest."""
        for result in BankResult.objects.filter(resolved_at=None).exclude(doubt=""):
            try:
                actions.resolve_result(self.paying.first, result, "looked into", result.reference)
            except RefusedError:
                actions.resolve_result(self.paying.first, result, "not ours")

    def recover(self, _answers: object) -> None:
        from django.utils import timezone

        award = Award.objects.filter(paid__gt=0).order_by("-paid").first()
        if award is None:
            return
        amount = (award.paid + 1) // 2
        made = actions.propose_recovery(self.paying.first, award, amount, "too much")
        actions.confirm_recovery(self.paying.second, made)
        self.files += 1
        serial, today = f"back {self.files}", timezone.localdate()
        actions.receive_money(self.paying.first, made, amount, today, serial)


@pytest.mark.django_db
@given(steps=st.lists(STEP, min_size=1, max_size=6))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_books_agree_whatever_the_bank_answers(
    steps: list[tuple[str, list[tuple[int, str, str]]]],
) -> None:
    from django.db import transaction

    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        city = City(Path(folder))
        for what, answers in steps:
            city.do(what, answers)
        transaction.set_rollback(True)

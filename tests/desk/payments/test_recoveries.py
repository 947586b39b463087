"""Money that must be given back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from banyan.desk.audit import RefusedError
from banyan.desk.funds.models import Balance
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.payments import actions
from banyan.desk.payments.models import Recovery
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.settlement.models import Award, Line, Run
from desk.payments.paying import Paying, only_order, sums
from desk.payments.runs import approval, approve_less

TODAY = timezone.localdate


@pytest.fixture
def paid(paying: Paying, tmp_path: Path) -> Award:
    """An award of 1,000 yuan that was paid."""
    award = paying.award(1, 100_000)
    paying.answer(tmp_path / "paid.csv", (only_order(paying.sent()).reference, "成功", "1000"))
    award.refresh_from_db()
    return award


def _demanded(paying: Paying, award: Award, amount: int = 40_000) -> Recovery:
    made = actions.propose_recovery(paying.first, award, amount, "the project was given up")
    return actions.confirm_recovery(paying.second, made)


def test_two_people_demand_money_back(paying: Paying, paid: Award) -> None:
    made = actions.propose_recovery(paying.first, paid, 40_000, "given up")
    with pytest.raises(RefusedError):
        actions.confirm_recovery(paying.first, made)
    assert actions.confirm_recovery(paying.second, made).state == "demanded"
    with pytest.raises(RefusedError):
        actions.confirm_recovery(paying.second, made)


def test_the_enterprise_is_told_and_has_it_to_do(paying: Paying, paid: Award) -> None:
    account = paying.making.account(Role.ENTERPRISE)
    paying.making.representation(account, Organization.objects.get(pk=paid.uscc))
    recovery = _demanded(paying, paid)
    told = Message.objects.get(account=account)
    assert (told.kind, told.context["amount"]) == ("payments.recovery_demanded", "400.00")
    duty = Obligation.objects.get(kind="payments.recover")
    assert (duty.role, duty.organization) == (Role.ENTERPRISE, paid.uscc)
    assert duty.due_on == recovery.due_on


def test_no_more_is_demanded_than_was_paid(paying: Paying, paid: Award) -> None:
    for amount in (0, 100_001):
        with pytest.raises(RefusedError):
            actions.propose_recovery(paying.first, paid, amount, "too much")
    actions.propose_recovery(paying.first, paid, 60_000, "one")
    with pytest.raises(RefusedError):
        actions.propose_recovery(paying.first, paid, 40_001, "two")


def test_money_comes_back_in_parts(paying: Paying, paid: Award) -> None:
    available = Balance.objects.get(budget=paying.budget, pot="available").amount
    recovery = _demanded(paying, paid)
    actions.receive_money(paying.first, recovery, 10_000, TODAY(), "R1")
    recovery.refresh_from_db()
    paid.refresh_from_db()
    assert (recovery.state, recovery.received) == ("partly", 10_000)
    assert (paid.paid, paid.reduced, paid.unpaid) == (90_000, 10_000, 0)
    assert sums() == (90_000,) * 3
    actions.receive_money(paying.first, recovery, 30_000, TODAY(), "R2")
    recovery.refresh_from_db()
    assert recovery.state == "recovered"
    assert sums() == (60_000,) * 3
    now = Balance.objects.get(budget=paying.budget, pot="available").amount
    assert now == available + 40_000
    assert not Obligation.objects.filter(kind="payments.recover", state="open").exists()


def test_what_came_back_is_not_paid_again(paying: Paying, paid: Award) -> None:
    actions.receive_money(paying.first, _demanded(paying, paid), 40_000, TODAY(), "R1")
    with pytest.raises(RefusedError):
        paying.batch()


@pytest.mark.parametrize(("amount", "serial"), [(40_001, "R2"), (0, "R2"), (100, "R1"), (100, " ")])
def test_a_receipt_that_cannot_be_is_refused(
    paying: Paying, paid: Award, amount: int, serial: str
) -> None:
    recovery = _demanded(paying, paid)
    actions.receive_money(paying.first, recovery, 100, TODAY(), "R1")
    with pytest.raises(RefusedError):
        actions.receive_money(paying.first, recovery, amount, TODAY(), serial)
    assert sums() == (99_900,) * 3


def test_a_demand_is_withdrawn_by_somebody_else(paying: Paying, paid: Award) -> None:
    recovery = _demanded(paying, paid)
    with pytest.raises(RefusedError):
        actions.withdraw_recovery(paying.first, recovery, "no more")
    actions.withdraw_recovery(paying.second, recovery, "upheld on appeal")
    assert not Obligation.objects.filter(kind="payments.recover", state="open").exists()
    with pytest.raises(RefusedError):
        actions.receive_money(paying.first, recovery, 100, TODAY(), "R1")


def test_a_run_that_gives_less_than_was_paid_demands_the_rest(paying: Paying, paid: Award) -> None:
    run = approve_less(paying, 100_000, 70_000)
    recovery = Recovery.objects.get()
    assert (recovery.amount, recovery.state) == (30_000, "demanded")
    assert recovery.line == run.lines.get()


def test_what_the_run_took_from_unpaid_money_is_not_demanded(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1, 100_000)
    reference = only_order(paying.sent()).reference
    paying.answer(tmp_path / "part.csv", (reference, "部分成功", "800"))
    approve_less(paying, 100_000, 70_000)
    assert Recovery.objects.get().amount == 10_000


def test_a_second_run_demands_only_what_the_first_did_not(paying: Paying, paid: Award) -> None:
    approve_less(paying, 100_000, 70_000)
    run = Run.objects.create(year=2026, state=Run.State.APPROVED, note="again")
    line = Line.objects.get(run__note="less")
    Line.objects.create(
        run=run,
        number=1,
        measure=line.measure,
        uscc=line.uscc,
        subject="",
        county=line.county,
        status="granted",
        gross=60_000,
        amount=60_000,
        before=70_000,
    )
    approval(paying, run)
    amounts = Recovery.objects.order_by("pk").values_list("amount", flat=True)
    assert list(amounts) == [30_000, 10_000]


def test_a_run_takes_waiting_orders_of_what_it_reduced_out_of_their_batch(
    paying: Paying,
) -> None:
    paying.award(1, 100_000)
    batch = paying.batch()
    approve_less(paying, 100_000, 70_000)
    assert only_order(batch).state == "cancelled"
    assert not Recovery.objects.exists()
    assert only_order(paying.batch()).amount == 70_000


def test_what_a_run_takes_of_money_with_the_bank_is_demanded(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1, 100_000)
    reference = only_order(paying.sent()).reference
    approve_less(paying, 100_000, 70_000)
    paying.answer(tmp_path / "a.csv", (reference, "成功", "1000"))
    recovery = Recovery.objects.get()
    assert (recovery.amount, recovery.state) == (30_000, "demanded")
    assert sums() == (100_000,) * 3


@pytest.mark.parametrize("answers", [["失败"], ["成功", "退汇"]])
def test_what_was_demanded_is_set_off_where_the_bank_did_not_pay(
    paying: Paying, tmp_path: Path, answers: list[str]
) -> None:
    award = paying.award(1, 100_000)
    reference = only_order(paying.sent()).reference
    approve_less(paying, 100_000, 70_000)
    rows = [(reference, answer, "0" if answer == "失败" else "1000") for answer in answers]
    paying.answer(tmp_path / "a.csv", *rows)
    recovery = Recovery.objects.get()
    assert (recovery.state, recovery.set_off, recovery.received) == ("recovered", 30_000, 0)
    award.refresh_from_db()
    assert award.unpaid == 70_000
    again = paying.sent()
    assert only_order(again).amount == 70_000
    paying.answer(tmp_path / "b.csv", (only_order(again).reference, "成功", "700"))
    assert sums() == (70_000,) * 3
    assert Balance.objects.get(budget=paying.budget, pot="approved").amount == 0


def test_a_proposal_is_not_confirmed_once_the_money_came_back_from_the_bank(
    paying: Paying, paid: Award, tmp_path: Path
) -> None:
    made = actions.propose_recovery(paying.first, paid, 40_000, "given up")
    reference = paid.orders.get().reference
    paying.answer(tmp_path / "back.csv", (reference, "退汇", "1000"))
    with pytest.raises(RefusedError):
        actions.confirm_recovery(paying.second, made)


def test_an_approved_run_is_to_be_paid_until_it_is_ordered(paying: Paying) -> None:
    paying.award(1)
    approval(paying, paying.run)
    assert Obligation.objects.get(kind="payments.draw_up").state == "open"
    paying.batch()
    assert Obligation.objects.get(kind="payments.draw_up").state == "done"

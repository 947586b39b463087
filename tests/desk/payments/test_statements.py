"""An order that the bank does not answer: it is seen, asked about, and settled by the bank's letter
that two people have read; what the bank's files say later is compared with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.desk.obligations.models import Obligation
from banyan.desk.payments import actions, tasks
from banyan.desk.payments.actions.parts import to_work_off
from banyan.desk.payments.models import BankResult, Batch, PaymentOrder, Statement
from banyan.desk.payments.unanswered import unanswered
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.settlement.models import Award
from desk.payments.paying import LETTER, Paying, letter_on, only_order, sums
from desk.payments.runs import approve_less


@pytest.fixture
def order(paying: Paying) -> PaymentOrder:
    """1,000 yuan that the bank has, and says nothing of."""
    paying.award(1, 100_000)
    return only_order(paying.sent())


def state_of(order: PaymentOrder) -> str:
    return PaymentOrder.objects.get(pk=order.pk).state


def days_pass(days: int = 60) -> None:
    Batch.objects.update(sent_at=timezone.now() - timedelta(days=days))
    tasks.each_day(Actor(origin=Origin("task")), timezone.localdate())


def account_of(actor: Actor) -> Account:
    assert actor.account is not None
    return actor.account


def settled(paying: Paying, order: PaymentOrder, outcome: str) -> Statement:
    return actions.confirm_statement(paying.second, letter_on(paying.first, order, outcome))


def open_kinds() -> set[str]:
    return set(Obligation.objects.filter(state="open").values_list("kind", flat=True))


def test_an_order_without_an_answer_is_seen_after_the_days_of_the_figure(
    paying: Paying, order: PaymentOrder
) -> None:
    days_pass(2)
    assert not unanswered()
    assert "payments.ask_bank" not in open_kinds()
    days_pass()
    assert list(unanswered()) == [order]
    assert "payments.ask_bank" in open_kinds()
    days_pass()
    assert Obligation.objects.filter(kind="payments.ask_bank").count() == 1


def test_a_letter_that_it_was_paid_pays_once_a_second_person_has_read_it(
    paying: Paying, order: PaymentOrder
) -> None:
    days_pass()
    statement = letter_on(paying.first, order, "paid")
    assert sums() == (0, 0, 0)
    with pytest.raises(RefusedError):
        actions.confirm_statement(paying.first, statement)
    actions.confirm_statement(paying.second, statement)
    assert state_of(order) == "paid"
    assert sums() == (100_000,) * 3
    assert not open_kinds()
    assert Batch.objects.get().state == "closed"


def test_a_letter_that_it_was_not_paid_makes_the_award_payable_again(
    paying: Paying, order: PaymentOrder
) -> None:
    settled(paying, order, "failed")
    assert list(to_work_off()) == [order]
    assert only_order(paying.batch()).amount == 100_000
    assert sums() == (0, 0, 0)


def test_what_a_run_demanded_is_set_off_where_the_letter_says_not_paid(
    paying: Paying, order: PaymentOrder
) -> None:
    approve_less(paying, 100_000, 70_000)
    settled(paying, order, "failed")
    assert Award.objects.get().unpaid == 70_000


def test_a_letter_is_refused_or_withdrawn_without_effect(
    paying: Paying, order: PaymentOrder
) -> None:
    actions.refuse_statement(paying.second, letter_on(paying.first, order, "paid"), "unsigned")
    actions.withdraw_statement(paying.first, letter_on(paying.first, order, "paid"))
    assert state_of(order) == "sent"
    assert sums() == (0, 0, 0)


def test_one_letter_waits_at_a_time(paying: Paying, order: PaymentOrder) -> None:
    letter_on(paying.first, order, "paid")
    with pytest.raises(RefusedError):
        letter_on(paying.second, order, "failed")


def test_a_letter_on_what_the_bank_answered_meanwhile_has_no_effect(
    paying: Paying, order: PaymentOrder, tmp_path: Path
) -> None:
    statement = letter_on(paying.first, order, "paid")
    paying.answer(tmp_path / "a.csv", (order.reference, "失败", ""))
    with pytest.raises(RefusedError):
        actions.confirm_statement(paying.second, statement)
    assert state_of(order) == "failed"
    with pytest.raises(RefusedError):
        letter_on(paying.first, order, "paid")


def test_only_finance_officers_enter_letters(paying: Paying, order: PaymentOrder) -> None:
    with pytest.raises(PermissionDenied):
        letter_on(paying.making.actor(Role.CITY), order, "paid")


def test_a_batch_of_which_a_letter_says_something_is_not_recalled(paying: Paying) -> None:
    paying.award(1)
    paying.award(2)
    batch = paying.sent()
    order = batch.orders.earliest("pk")
    settled(paying, order, "paid")
    with pytest.raises(RefusedError):
        actions.recall_batch(paying.second, batch, "never sent")


@pytest.mark.parametrize(
    ("outcome", "answer", "yuan"), [("paid", "成功", "1000"), ("failed", "失败", "")]
)
def test_a_late_answer_that_agrees_changes_nothing_and_leaves_nothing_to_do(
    paying: Paying, order: PaymentOrder, tmp_path: Path, outcome: str, answer: str, yuan: str
) -> None:
    settled(paying, order, outcome)
    before = sums()
    paying.answer(tmp_path / "a.csv", (order.reference, answer, yuan))
    assert state_of(order) == outcome
    assert sums() == before
    assert not BankResult.objects.exclude(doubt="").exists()


def test_a_second_answer_after_one_that_agreed_is_left_to_a_person(
    paying: Paying, order: PaymentOrder, tmp_path: Path
) -> None:
    settled(paying, order, "paid")
    row = (order.reference, "成功", "1000")
    paying.answer(tmp_path / "a.csv", row, row)
    assert list(BankResult.objects.exclude(doubt="").values_list("doubt", flat=True)) == [
        "answered"
    ]
    assert sums() == (100_000,) * 3


@pytest.mark.parametrize(("answer", "yuan"), [("失败", ""), ("部分成功", "400"), ("成功", "900")])
def test_a_late_answer_that_contradicts_a_payment_is_listed(
    paying: Paying, order: PaymentOrder, tmp_path: Path, answer: str, yuan: str
) -> None:
    settled(paying, order, "paid")
    paying.answer(tmp_path / "a.csv", (order.reference, answer, yuan))
    assert BankResult.objects.get(statement=None).doubt == "contradicts"
    assert "payments.unmatched" in open_kinds()
    assert sums() == (100_000,) * 3


@pytest.mark.parametrize(
    ("answer", "yuan", "state", "paid"),
    [("失败", "", "failed", 0), ("部分成功", "400", "partial", 40_000)],
)
def test_what_the_bank_contradicts_is_taken_back_by_hand(
    paying: Paying,
    order: PaymentOrder,
    tmp_path: Path,
    answer: str,
    yuan: str,
    state: str,
    paid: int,
) -> None:
    settled(paying, order, "paid")
    paying.answer(tmp_path / "a.csv", (order.reference, answer, yuan))
    result = BankResult.objects.get(statement=None)
    actions.resolve_result(paying.first, result, "the letter was wrong", order.reference)
    assert state_of(order) == state
    assert sums() == (paid,) * 3
    assert only_order(paying.batch()).amount == 100_000 - paid


def test_a_payment_that_the_letter_denied_is_posted_by_hand(
    paying: Paying, order: PaymentOrder, tmp_path: Path
) -> None:
    settled(paying, order, "failed")
    paying.answer(tmp_path / "a.csv", (order.reference, "成功", "1000"))
    result = BankResult.objects.get(statement=None)
    assert result.doubt == "contradicts"
    actions.resolve_result(paying.first, result, "the letter was wrong", order.reference)
    assert sums() == (100_000,) * 3


def test_what_is_ordered_again_is_not_paid_by_a_late_answer(
    paying: Paying, order: PaymentOrder, tmp_path: Path
) -> None:
    settled(paying, order, "failed")
    again = only_order(paying.sent())
    paying.answer(tmp_path / "a.csv", (order.reference, "成功", "1000"))
    result = BankResult.objects.get(statement=None)
    with pytest.raises(RefusedError):
        actions.resolve_result(paying.first, result, "it was paid after all", order.reference)
    paying.answer(tmp_path / "b.csv", (again.reference, "成功", "1000"))
    assert sums() == (100_000,) * 3


def test_from_the_list_to_the_letter_in_the_browser(
    paying: Paying, order: PaymentOrder, client: Client
) -> None:
    days_pass()
    first, second = client, Client()
    first.force_login(account_of(paying.first))
    second.force_login(account_of(paying.second))
    page = first.get("/payments/unsettled/").content.decode()
    assert f"/payments/orders/{order.reference}/letter/" in page
    given = {
        "outcome": "paid",
        "day": timezone.localdate().isoformat(),
        "letter": SimpleUploadedFile("letter.pdf", LETTER),
    }
    address = f"/payments/orders/{order.reference}/letter/"
    wrong = given | {"letter": SimpleUploadedFile("letter.pdf", b"MZ")}
    assert first.post(address, wrong).status_code == 422
    given["letter"] = SimpleUploadedFile("letter.pdf", LETTER)
    shown = first.post(address, given)
    statement = Statement.objects.get()
    assert shown["Location"] == statement.get_absolute_url()
    letter = first.get(f"{statement.get_absolute_url()}file/")
    assert b"".join(letter.streaming_content) == LETTER  # type: ignore[attr-defined]
    assert "confirm" in second.get(statement.get_absolute_url()).content.decode()
    second.post(f"{statement.get_absolute_url()}decide/", {"decision": "confirm"})
    assert state_of(order) == "paid"
    page = second.get(f"/payments/orders/{order.reference}/").content.decode()
    assert statement.get_absolute_url() in page

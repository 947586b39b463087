"""What the bank answers: read in whole, posted once, the rest worked off by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from banyan.desk.audit import RefusedError
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.payments import actions, tasks
from banyan.desk.payments.actions.parts import to_work_off
from banyan.desk.payments.models import BankFile, BankResult, PaymentOrder
from banyan.desk.payments.result_file import FaultyFileError
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Upload
from desk.payments.paying import Paying, only_order, sums, written


def kinds_to_do() -> set[str]:
    return set(Obligation.objects.filter(state="open").values_list("kind", flat=True))


def test_a_paid_order_pays_its_award_and_the_ledger_once(paying: Paying, tmp_path: Path) -> None:
    award = paying.award(1, 123_405)
    batch = paying.sent()
    paying.answer(tmp_path / "a.csv", (only_order(batch).reference, "成功", "1234.05"))
    award.refresh_from_db()
    batch.refresh_from_db()
    assert (award.paid, award.unpaid) == (123_405, 0)
    assert only_order(batch).state == "paid"
    assert batch.state == "closed"
    assert sums() == (123_405,) * 3
    assert not kinds_to_do()


def test_who_speaks_for_the_enterprise_is_told(paying: Paying, tmp_path: Path) -> None:
    award = paying.award(1)
    account = paying.making.account(Role.ENTERPRISE)
    paying.making.representation(account, paying.making.organization(9))
    from banyan.desk.records.models import Organization

    paying.making.representation(account, Organization.objects.get(pk=award.uscc))
    batch = paying.sent()
    paying.answer(tmp_path / "a.csv", (only_order(batch).reference, "成功", "1000"))
    told = Message.objects.get(account=account)
    assert told.kind == "payments.paid"
    assert told.context["amount"] == "1,000.00"
    assert told.organization == award.uscc


def test_a_part_leaves_the_rest_to_be_ordered_again(paying: Paying, tmp_path: Path) -> None:
    award = paying.award(1, 100_000)
    batch = paying.sent()
    paying.answer(tmp_path / "a.csv", (only_order(batch).reference, "部分成功", "400"))
    assert only_order(batch).state == "partial"
    assert kinds_to_do() == {"payments.work_off"}
    again = paying.sent()
    assert only_order(again).amount == 60_000
    assert "payments.work_off" not in kinds_to_do()
    paying.answer(tmp_path / "b.csv", (only_order(again).reference, "成功", "600"))
    award.refresh_from_db()
    assert award.unpaid == 0
    assert sums() == (100_000,) * 3


def test_a_failure_pays_nothing_and_can_be_ordered_again(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    batch = paying.sent()
    paying.answer(tmp_path / "a.csv", (only_order(batch).reference, "失败", ""))
    assert only_order(batch).state == "failed"
    assert list(to_work_off()) == [only_order(batch)]
    assert sums() == (0, 0, 0)
    assert only_order(paying.batch()).amount == 100_000


def test_money_that_came_back_can_be_paid_again(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    batch = paying.sent()
    reference = only_order(batch).reference
    paying.answer(tmp_path / "a.csv", (reference, "退汇", "1000"), (reference, "成功", "1000"))
    assert only_order(batch).state == "returned"
    assert sums() == (0, 0, 0)
    again = paying.sent()
    paying.answer(tmp_path / "b.csv", (only_order(again).reference, "成功", "1000"))
    assert sums() == (100_000,) * 3


def test_the_same_file_changes_nothing_again(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    batch = paying.sent()
    path = tmp_path / "a.csv"
    paying.answer(path, (only_order(batch).reference, "部分成功", "400"))
    before = sums()
    with pytest.raises(RefusedError):
        actions.receive_file(paying.first, path, "renamed.csv")
    with pytest.raises(actions.PostedError):
        actions.post_file(paying.first, BankFile.objects.get())
    assert sums() == before
    assert BankFile.objects.count() == 1


def test_a_transaction_counts_once_in_whatever_file_it_comes(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1)
    paying.award(2)
    batch = paying.sent()
    first, second = batch.orders.all()
    paying.answer(tmp_path / "a.csv", (first.reference, "部分成功", "400", "T1"))
    again = paying.answer(
        tmp_path / "b.csv",
        (first.reference, "部分成功", "400", "T1"),
        (second.reference, "成功", "1000", "T2"),
    )
    assert (again.rows, again.known) == (2, 1)
    assert sums() == (140_000,) * 3


def test_the_rest_of_a_part_may_come_later(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    batch = paying.sent()
    reference = only_order(batch).reference
    paying.answer(tmp_path / "a.csv", (reference, "部分成功", "400"))
    paying.answer(tmp_path / "b.csv", (reference, "成功", "600"))
    assert only_order(batch).state == "paid"
    assert sums() == (100_000,) * 3


@pytest.mark.parametrize(
    ("outcome", "yuan", "doubt"),
    [
        ("成功", "999.99", "amount"),
        ("成功", "1000.01", "amount"),
        ("部分成功", "1000", "amount"),
        ("退汇", "1000", "amount"),
    ],
)
def test_an_amount_that_does_not_fit_is_left_to_a_person(
    paying: Paying, tmp_path: Path, outcome: str, yuan: str, doubt: str
) -> None:
    paying.award(1)
    batch = paying.sent()
    paying.answer(tmp_path / "a.csv", (only_order(batch).reference, outcome, yuan))
    assert BankResult.objects.get().doubt == doubt
    assert only_order(batch).state == "sent"
    assert sums() == (0, 0, 0)
    assert "payments.unmatched" in kinds_to_do()


def test_a_second_payment_of_a_paid_order_is_left_to_a_person(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    paying.answer(tmp_path / "a.csv", (reference, "成功", "1000"), (reference, "成功", "1000"))
    assert list(BankResult.objects.values_list("doubt", flat=True)) == ["", "answered"]
    assert sums() == (100_000,) * 3


def test_an_answer_to_an_order_that_the_bank_was_not_given_is_left_to_a_person(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1)
    reference = only_order(paying.batch()).reference
    paying.answer(tmp_path / "a.csv", (reference, "成功", "1000"))
    assert BankResult.objects.get().doubt == "not_with_bank"
    assert sums() == (0, 0, 0)


def test_the_rest_of_a_part_is_not_paid_while_it_is_ordered_again(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    paying.answer(tmp_path / "a.csv", (reference, "部分成功", "400"))
    paying.sent()
    paying.answer(tmp_path / "b.csv", (reference, "成功", "600"))
    assert BankResult.objects.last().doubt == "ordered_again"  # type: ignore[union-attr]
    assert sums() == (40_000,) * 3


def test_an_unknown_reference_is_worked_off_with_a_reason(paying: Paying, tmp_path: Path) -> None:
    file = paying.answer(tmp_path / "a.csv", ("BY26999999000011", "成功", "5"))
    result = BankResult.objects.get()
    assert (result.doubt, result.order) == ("unknown", None)
    with pytest.raises(RefusedError):
        actions.resolve_result(paying.first, result, " ")
    actions.resolve_result(paying.first, result, "of another department")
    assert sums() == (0, 0, 0)
    assert not kinds_to_do()
    with pytest.raises(RefusedError):
        actions.resolve_result(paying.first, result, "again")
    assert file.results.filter(resolved_at=None).count() == 0


def test_an_unknown_reference_can_be_given_its_order(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    batch = paying.sent()
    paying.answer(tmp_path / "a.csv", ("MISTYPED", "成功", "1000"))
    result = BankResult.objects.get()
    with pytest.raises(RefusedError):
        actions.resolve_result(paying.first, result, "the bank mistyped it", "NOTHING")
    actions.resolve_result(
        paying.first, result, "the bank mistyped it", only_order(batch).reference
    )
    assert sums() == (100_000,) * 3
    batch.refresh_from_db()
    assert batch.state == "closed"


def test_by_hand_no_more_is_posted_than_the_award_has(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    paying.answer(tmp_path / "a.csv", (reference, "成功", "1000"), ("MISTYPED", "成功", "1000"))
    with pytest.raises(RefusedError):
        actions.resolve_result(
            paying.first, BankResult.objects.get(doubt="unknown"), "is it this?", reference
        )
    assert sums() == (100_000,) * 3


FAULTS = [
    (("", "成功", "1", "T"), "业务参考号"),
    (("R", "好", "1", "T"), "处理结果"),
    (("R", "成功", "一", "T"), "金额"),
    (("R", "成功", "1.234", "T"), "金额"),
    (("R", "成功", "-1", "T"), "金额"),
    (("R", "成功", "", "T"), "金额"),
    (("R", "失败", "1", "T"), "金额"),
    (("R", "成功", "1", ""), "交易流水号"),
]


@pytest.mark.parametrize(("row", "column"), FAULTS)
def test_a_fault_is_shown_in_its_place_and_nothing_is_taken(
    paying: Paying, tmp_path: Path, row: tuple[str, ...], column: str
) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    path = written(tmp_path / "a.csv", [(reference, "成功", "1000"), row])
    with pytest.raises(FaultyFileError) as caught:
        actions.receive_file(paying.first, path, "a.csv")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, column)]
    assert (BankFile.objects.count(), Upload.objects.count()) == (0, 0)


def test_every_fault_is_found_at_once(paying: Paying, tmp_path: Path) -> None:
    rows = [(reference, outcome, yuan, serial) for (reference, outcome, yuan, serial), _ in FAULTS]
    path = written(tmp_path / "a.csv", rows)
    with pytest.raises(FaultyFileError) as caught:
        actions.receive_file(paying.first, path, "a.csv")
    found = [(fault.row, fault.column) for fault in caught.value.faults]
    expected = [(row, column) for row, (_row, column) in enumerate(FAULTS, start=2)]
    assert set(expected) <= set(found)
    repeated = [fault for fault in caught.value.faults if fault.column == "交易流水号"]
    assert len(repeated) == len(FAULTS) - 1  # the same number again, and the one that is missing


def test_a_file_without_its_headings_is_refused(paying: Paying, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(FaultyFileError) as caught:
        actions.receive_file(paying.first, path, "a.csv")
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_the_bank_may_write_either_encoding_and_either_language(
    paying: Paying, tmp_path: Path, encoding: str
) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    path = tmp_path / "a.csv"
    path.write_text(
        "Message,Day,Amount(元),Result,Reference,Serial\r\n"
        f'好,20261124,"1,000.00",paid,{reference.lower()},T1\r\n',
        encoding=encoding,
    )
    actions.post_file(paying.first, actions.receive_file(paying.first, path, "a.csv"))
    assert sums() == (100_000,) * 3


def test_the_bank_may_send_a_workbook(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["交易流水号", "业务参考号", "处理结果", "金额（元）", "交易日期", "附言"])
    sheet.append(["T1", reference, "成功", 1000, "2026-11-24", "已入账"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    actions.post_file(paying.first, actions.receive_file(paying.first, path, "a.xlsx"))
    assert sums() == (100_000,) * 3


def test_a_file_whose_worker_died_is_posted_by_the_day(paying: Paying, tmp_path: Path) -> None:
    from django.utils import timezone

    paying.award(1)
    reference = only_order(paying.sent()).reference
    path = written(tmp_path / "a.csv", [(reference, "成功", "1000")])
    actions.receive_file(paying.first, path, "a.csv")
    assert sums() == (0, 0, 0)
    for _ in range(2):
        tasks.each_day(paying.second, timezone.localdate())
        assert sums() == (100_000,) * 3


def test_an_order_is_worked_off_when_it_is_ordered_again(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    first = paying.sent()
    paying.answer(tmp_path / "a.csv", (only_order(first).reference, "失败", "0"))
    assert to_work_off().count() == 1
    again = paying.batch()
    assert to_work_off().count() == 0
    actions.cancel_batch(paying.first, again, "not yet")
    assert list(to_work_off()) == [only_order(first)]
    assert PaymentOrder.objects.count() == 2


def test_a_file_that_the_bank_did_not_take_is_recalled_by_somebody_else(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1)
    batch = paying.sent()
    with pytest.raises(RefusedError):
        actions.recall_batch(paying.first, batch, "refused")
    assert actions.recall_batch(paying.second, batch, "refused").state == "cancelled"
    again = paying.sent()
    assert only_order(again).amount == 100_000
    # Should the bank have paid it all the same, a person sees it, and nothing is counted twice.
    paying.answer(
        tmp_path / "a.csv",
        (only_order(batch).reference, "成功", "1000"),
        (only_order(again).reference, "成功", "1000"),
    )
    result = BankResult.objects.get(doubt="not_with_bank")
    with pytest.raises(RefusedError):
        actions.resolve_result(paying.first, result, "paid twice", only_order(batch).reference)
    assert sums() == (100_000,) * 3


def test_what_was_paid_after_a_recall_can_be_posted_by_hand(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    batch = paying.sent()
    actions.recall_batch(paying.second, batch, "refused")
    reference = only_order(batch).reference
    paying.answer(tmp_path / "a.csv", (reference, "成功", "1000"))
    actions.resolve_result(paying.first, BankResult.objects.get(), "it was paid", reference)
    assert sums() == (100_000,) * 3
    with pytest.raises(RefusedError):
        paying.batch()


def test_a_batch_of_which_the_bank_paid_something_is_not_recalled(
    paying: Paying, tmp_path: Path
) -> None:
    paying.award(1)
    paying.award(2)
    batch = paying.sent()
    first = batch.orders.get(sequence=1)
    paying.answer(tmp_path / "a.csv", (first.reference, "成功", "1000"))
    with pytest.raises(RefusedError):
        actions.recall_batch(paying.second, batch, "refused")

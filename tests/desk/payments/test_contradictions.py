"""What contradicts itself, or the books, is never passed over: a transaction that says two things,
money that came back twice, a demand of money that was never paid."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook

from banyan.desk.audit import RefusedError
from banyan.desk.funds.models import Entry
from banyan.desk.payments import actions
from banyan.desk.payments.models import BankFile, BankResult, Recovery
from banyan.desk.payments.result_file import FaultyFileError, read_results
from banyan.desk.records.exporting import neutral
from banyan.desk.settlement.models import Award
from desk.payments.paying import Paying, only_order, sums, written
from desk.payments.runs import approve_less


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def paid(paying: Paying, tmp_path: Path) -> Award:
    """1,000 yuan that were paid."""
    award = paying.award(1, 100_000)
    reference = only_order(paying.sent()).reference
    paying.answer(tmp_path / "paid.csv", (reference, "成功", "1000", "P1"))
    award.refresh_from_db()
    return award


@pytest.mark.parametrize("change", ["reference", "amount", "result"])
def test_a_known_transaction_that_says_something_else_is_a_fault(
    paying: Paying, tmp_path: Path, change: str
) -> None:
    paying.award(1)
    paying.award(2)
    first, second = paying.sent().orders.all()
    row = (first.reference, "部分成功", "400", "T1")
    paying.answer(tmp_path / "a.csv", row)
    said = {
        "reference": (second.reference, "部分成功", "400", "T1"),
        "amount": (first.reference, "部分成功", "500", "T1"),
        "result": (first.reference, "退汇", "400", "T1"),
    }[change]
    path = written(tmp_path / "b.csv", [said, (second.reference, "成功", "1000", "T2")])
    with pytest.raises(FaultyFileError) as caught:
        actions.receive_file(paying.first, path, path.name)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.value) == (2, "交易流水号", "T1")
    assert BankFile.objects.count() == 1
    assert sums() == (40_000,) * 3


def test_a_number_that_a_spreadsheet_rounded_is_a_fault(paying: Paying, tmp_path: Path) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    path = written(tmp_path / "a.csv", [(reference, "成功", "1000", "2.02611E+17")])
    with pytest.raises(FaultyFileError):
        read_results(path, path.name)


@pytest.mark.parametrize("filled", [True, False])
def test_a_second_sheet_does_not_go_unread(paying: Paying, tmp_path: Path, filled: bool) -> None:
    book = Workbook()
    rows = [
        ["交易流水号", "业务参考号", "处理结果", "金额", "交易日期"],
        ["T1", "BY2600000100001X", "成功", "1000", "2026-11-24"],
    ]
    for name in ("1", "2"):
        sheet = book.create_sheet(name)
        for row in rows if filled or name == "1" else []:
            sheet.append(row)
    del book["Sheet"]
    path = tmp_path / "a.xlsx"
    book.save(path)
    if filled:
        with pytest.raises(FaultyFileError):
            read_results(path, path.name)
    else:
        assert len(read_results(path, path.name)[1]) == 1


def test_money_given_back_is_not_a_return_of_the_bank_too(
    paying: Paying, tmp_path: Path, paid: Award
) -> None:
    made = actions.propose_recovery(paying.first, paid, 40_000, "too much")
    recovery = actions.confirm_recovery(paying.second, made)
    actions.receive_money(paying.first, recovery, 40_000, today(), "R1")
    reference = paid.orders.get().reference
    paying.answer(tmp_path / "b.csv", (reference, "退汇", "400", "R1"))
    result = BankResult.objects.get(serial="R1")
    assert result.doubt == "received"
    with pytest.raises(RefusedError):
        actions.resolve_result(paying.first, result, "it is the same", reference)
    assert sums() == (60_000,) * 3


def test_a_return_of_the_bank_is_not_money_given_back_too(
    paying: Paying, tmp_path: Path, paid: Award
) -> None:
    made = actions.propose_recovery(paying.first, paid, 40_000, "too much")
    recovery = actions.confirm_recovery(paying.second, made)
    paying.answer(tmp_path / "b.csv", (paid.orders.get().reference, "退汇", "400", "R1"))
    with pytest.raises(RefusedError):
        actions.receive_money(paying.first, recovery, 40_000, today(), "R1")
    assert sums() == (60_000,) * 3
    assert not Entry.objects.filter(kind="recovery").exists()


def test_what_a_run_demanded_of_a_batch_that_is_recalled_is_set_off(
    paying: Paying,
) -> None:
    award = paying.award(1, 100_000)
    batch = paying.sent()
    approve_less(paying, 100_000, 70_000)
    actions.recall_batch(paying.second, batch, "the bank never got it")
    recovery = Recovery.objects.get()
    assert (recovery.state, recovery.set_off) == ("recovered", 30_000)
    award.refresh_from_db()
    assert award.unpaid == 70_000
    assert only_order(paying.batch()).amount == 70_000


def test_what_officers_only_propose_does_not_stand_in_for_what_a_run_takes(
    paying: Paying, paid: Award
) -> None:
    made = actions.propose_recovery(paying.first, paid, 100_000, "all of it")
    approve_less(paying, 100_000, 70_000)
    assert Recovery.objects.get(state="demanded").amount == 30_000
    with pytest.raises(RefusedError):
        actions.confirm_recovery(paying.second, made)
    actions.withdraw_recovery(paying.first, made, "the run asks for what is right")
    assert Recovery.objects.get(state="demanded").amount == 30_000


def test_full_width_signs_are_formulas_too() -> None:
    assert neutral("＝HYPERLINK(1)") == "'＝HYPERLINK(1)"

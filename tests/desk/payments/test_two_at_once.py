"""Two officers at the same moment: an award is in one batch, a file is posted once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from banyan.desk.audit import RefusedError
from banyan.desk.payments import actions
from banyan.desk.payments.actions import batches, results
from banyan.desk.payments.models import BankFile, BankResult, PaymentOrder
from banyan.desk.settlement.models import Award
from desk.at_once import at_once
from desk.making import Making
from desk.payments.paying import CHOICE, Paying, none_is_overpaid, only_order, sums, written

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], Any]) -> list[type[BaseException] | None]:
    """The kind of what each act raised."""
    return [None if error is None else type(error) for error in at_once(*acts)]


@pytest.fixture
def two(transactional_db: None) -> Paying:
    return Paying(Making())


def test_of_two_who_draw_up_one_has_the_award(two: Paying) -> None:
    for number in range(1, 6):
        two.award(number)
    raised = _at_once(
        lambda: actions.draw_up(two.first, CHOICE), lambda: actions.draw_up(two.second, CHOICE)
    )
    assert raised.count(RefusedError) == 1
    assert PaymentOrder.objects.count() == 5
    assert PaymentOrder.objects.values("award").distinct().count() == 5


def test_without_the_lock_only_the_constraint_keeps_the_second_out(
    two: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard off, both have read before either writes; the database refuses the second all the
    same, which is told to try again."""
    if connection.vendor == "sqlite":
        pytest.skip("a transaction of SQLite that writes is alone from its start")
    two.award(1)
    both_have_read = threading.Barrier(2)

    def unguarded(keys: Any) -> dict[int, Award]:
        return Award.objects.in_bulk(list(keys))

    def order(*arguments: Any) -> None:
        both_have_read.wait(timeout=20)
        ordered(*arguments)

    ordered = batches._order
    monkeypatch.setattr(batches, "held_awards", unguarded)
    monkeypatch.setattr(batches, "_order", order)
    raised = _at_once(
        lambda: actions.draw_up(two.first, CHOICE), lambda: actions.draw_up(two.second, CHOICE)
    )
    assert raised.count(RefusedError) == 1
    assert PaymentOrder.objects.count() == 1


def test_of_two_who_read_in_the_same_file_it_is_taken_once(two: Paying, tmp_path: Path) -> None:
    two.award(1)
    reference = only_order(two.sent()).reference
    path = written(tmp_path / "a.csv", [(reference, "成功", "1000")])

    def read_in(actor: Any) -> None:
        actions.post_file(actor, actions.receive_file(actor, path, "a.csv"))

    raised = _at_once(lambda: read_in(two.first), lambda: read_in(two.second))
    assert raised.count(RefusedError) == 1
    assert BankFile.objects.count() == 1
    assert sums() == (100_000,) * 3


def test_of_two_who_post_the_same_file_one_does(two: Paying, tmp_path: Path) -> None:
    two.award(1)
    reference = only_order(two.sent()).reference
    path = written(tmp_path / "a.csv", [(reference, "部分成功", "400")])
    file = actions.receive_file(two.first, path, "a.csv")
    raised = _at_once(
        lambda: actions.post_file(two.first, file), lambda: actions.post_file(two.second, file)
    )
    assert raised.count(actions.PostedError) == 1
    assert sums() == (40_000,) * 3


def test_without_holding_the_file_the_ledger_keeps_the_second_out(
    two: Paying, tmp_path: Path
) -> None:
    """What a second worker would do that saw the file before the first had posted it: nothing, as
    the ledger knows the bank's transaction."""
    two.award(1)
    reference = only_order(two.sent()).reference
    path = written(tmp_path / "a.csv", [(reference, "部分成功", "400")])
    file = actions.receive_file(two.first, path, "a.csv")
    actions.post_file(two.first, file)
    BankFile.objects.update(state="received")
    with pytest.raises(actions.PostedError):
        actions.post_file(two.second, file)
    assert sums() == (40_000,) * 3


def test_two_files_with_the_same_transaction_count_it_once(two: Paying, tmp_path: Path) -> None:
    two.award(1)
    reference = only_order(two.sent()).reference
    paths = [
        written(
            tmp_path / f"{name}.csv", [(reference, "部分成功", "400", "T1"), (name, "成功", "1")]
        )
        for name in ("A", "B")
    ]

    def read_in(actor: Any, path: Path) -> None:
        actions.post_file(actor, actions.receive_file(actor, path, path.name))

    raised = _at_once(lambda: read_in(two.first, paths[0]), lambda: read_in(two.second, paths[1]))
    assert set(raised) <= {None, RefusedError}
    assert sums() == (40_000,) * 3
    assert BankResult.objects.filter(serial="T1").count() == 1


def test_two_answers_to_one_order_in_two_files_do_not_pay_it_twice(
    two: Paying, tmp_path: Path
) -> None:
    two.award(1)
    reference = only_order(two.sent()).reference
    files = [
        actions.receive_file(
            two.first, written(tmp_path / f"{n}.csv", [(reference, "成功", "1000")]), f"{n}.csv"
        )
        for n in range(2)
    ]
    raised = _at_once(
        lambda: actions.post_file(two.first, files[0]),
        lambda: actions.post_file(two.second, files[1]),
    )
    assert raised == [None, None]
    assert sorted(BankResult.objects.values_list("doubt", flat=True)) == ["", "answered"]
    assert sums() == (100_000,) * 3
    assert none_is_overpaid()


def test_of_one_who_makes_the_file_and_one_who_cancels_one_wins(two: Paying) -> None:
    two.award(1)
    batch = actions.check_batch(two.second, two.batch())
    raised = _at_once(
        lambda: actions.make_file(two.second, batch),
        lambda: actions.cancel_batch(two.first, batch, "no"),
    )
    assert raised.count(RefusedError) == 1
    batch.refresh_from_db()
    kept = {"sent": "sent", "cancelled": "cancelled"}
    assert only_order(batch).state == kept[batch.state]


def test_of_two_who_work_off_the_same_answer_one_does(two: Paying, tmp_path: Path) -> None:
    two.award(1)
    reference = only_order(two.sent()).reference
    two.answer(tmp_path / "a.csv", ("MISTYPED", "部分成功", "400"))
    result = BankResult.objects.get()
    raised = _at_once(
        *(
            lambda who=who: actions.resolve_result(who, result, "mistyped", reference)
            for who in (two.first, two.second)
        )
    )
    assert raised.count(RefusedError) == 1
    assert sums() == (40_000,) * 3
    assert results.PostedError not in raised

"""A batch: what goes into it, who checks it, what the bank is given."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.models import Obligation
from banyan.desk.payments import actions
from banyan.desk.payments.models import PaymentFile
from banyan.desk.payments.payment_file import rows_of, write
from banyan.desk.payments.references import is_reference
from banyan.desk.people.roles import Role
from desk.payments.paying import CHOICE, Paying, only_order


def test_a_batch_orders_what_is_payable_and_says_why_the_rest_is_not(paying: Paying) -> None:
    ready = paying.award(1, 100_000)
    paying.award(2, 200, consent=False)
    paying.award(3, 300, account=None)
    paying.award(4, 400, account="bad")
    paying.award(5, 500, account="open")
    batch = paying.batch()
    assert [order.award for order in batch.orders.all()] == [ready]
    assert batch.left_out == {
        "no_consent": {"count": 1, "amount": 200},
        "no_account": {"count": 1, "amount": 300},
        "refused": {"count": 1, "amount": 400},
        "unchecked": {"count": 1, "amount": 500},
    }


def test_an_award_with_an_open_order_is_in_no_second_batch(paying: Paying) -> None:
    paying.award(1)
    paying.batch()
    with pytest.raises(RefusedError):
        paying.batch()
    paying.award(2)
    second = paying.batch()
    assert second.orders.count() == 1
    assert second.left_out["ordered"]["count"] == 1


def test_a_batch_can_be_confined_to_a_measure_a_county_and_a_sum(paying: Paying) -> None:
    paying.award(1, 100, county="350102")
    paying.award(2, 200, county="350103")
    paying.award(3, 300, county="350103")
    batch = paying.batch(county="350103", ceiling=250)
    assert [order.amount for order in batch.orders.all()] == [200]
    assert batch.left_out == {"ceiling": {"count": 1, "amount": 300}}
    with pytest.raises(RefusedError):
        paying.batch(measure="other")


def test_every_reference_is_short_unique_and_carries_its_check(paying: Paying) -> None:
    for number in range(1, 4):
        paying.award(number)
    references = list(paying.batch().orders.values_list("reference", flat=True))
    assert len(set(references)) == 3
    assert all(len(one) <= 20 and is_reference(one) for one in references)


def test_a_second_person_checks_a_batch(paying: Paying) -> None:
    paying.award(1)
    batch = paying.batch()
    with pytest.raises(RefusedError):
        actions.check_batch(paying.first, batch)
    with pytest.raises(RefusedError):
        actions.make_file(paying.second, batch)
    assert actions.check_batch(paying.second, batch).state == "checked"
    with pytest.raises(RefusedError):
        actions.check_batch(paying.second, batch)


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY, Role.AUDITOR, Role.ENTERPRISE])
def test_only_finance_officers_draw_up(paying: Paying, role: Role) -> None:
    paying.award(1)
    with pytest.raises(PermissionDenied):
        actions.draw_up(paying.making.actor(role), CHOICE)
    with pytest.raises(PermissionDenied):
        actions.draw_up(Actor(), CHOICE)


def test_a_batch_with_an_account_that_changed_must_lose_that_order_first(paying: Paying) -> None:
    paying.award(1)
    paying.award(2)
    batch = paying.batch()
    paying.account(2, state="good", number="350000000000000009")
    with pytest.raises(RefusedError, match=batch.orders.get(sequence=2).reference):
        actions.check_batch(paying.second, batch)
    actions.drop_order(paying.first, batch.orders.get(sequence=2), "the account changed")
    assert actions.check_batch(paying.second, batch).state == "checked"
    assert paying.batch().orders.get().number == "350000000000000009"


def test_an_account_refused_after_the_check_stops_the_file(paying: Paying) -> None:
    paying.award(1)
    batch = actions.check_batch(paying.second, paying.batch())
    actions.mark_accounts(paying.first, [only_order(batch).account_id], good=False, note="closed")
    with pytest.raises(RefusedError):
        actions.make_file(paying.first, batch)


def test_a_cancelled_batch_frees_its_awards_and_one_with_the_bank_cannot_be_cancelled(
    paying: Paying,
) -> None:
    paying.award(1)
    actions.cancel_batch(paying.first, paying.batch(), "wrong year")
    sent = paying.sent()
    with pytest.raises(RefusedError):
        actions.cancel_batch(paying.first, sent, "too late")


def test_the_file_says_what_the_bank_needs(paying: Paying) -> None:
    paying.award(1, 123_405)
    batch = paying.sent()
    content = bytes(batch.files.get(form="csv").content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    order = only_order(batch)
    assert rows[0][1] == "业务参考号"
    assert rows[1][:2] == ["1", order.reference]
    assert rows[1][3:8] == [order.holder, order.number, order.bank, order.branch_code, "1234.05"]
    gbk = bytes(batch.files.get(form="gbk").content).decode("gbk")
    assert "\ufeff" + gbk == content.decode()
    book = openpyxl.load_workbook(io.BytesIO(bytes(batch.files.get(form="xlsx").content)))
    cells = list(book.active.iter_rows(values_only=True))
    assert cells[1][4] == order.number
    assert cells[1][7] == 1234.05


def test_the_file_is_the_same_to_the_byte_however_often_it_is_written(paying: Paying) -> None:
    paying.award(1)
    paying.award(2)
    batch = paying.sent()
    assert {one.form for one in batch.files.all()} == {"csv", "gbk", "xlsx"}
    for kept in batch.files.all():
        assert batch.sent_at is not None
        assert write(kept.form, rows_of(batch), batch.sent_at) == bytes(kept.content)
        assert actions.download_file(paying.first, kept) == bytes(kept.content)


def test_a_name_that_a_spreadsheet_would_compute_with_is_neutralised(paying: Paying) -> None:
    paying.award(1, account=None)
    paying.account(1, state="good", holder="=HYPERLINK(1)", bank="@x")
    batch = paying.sent()
    text = bytes(batch.files.get(form="csv").content).decode("utf-8-sig")
    assert "'=HYPERLINK(1),3" in text
    assert ",'@x," in text


def test_a_name_that_gbk_cannot_write_leaves_the_other_forms(paying: Paying) -> None:
    paying.award(1, account=None)
    paying.account(1, state="good", holder="福州𠀀机械")
    assert {one.form for one in paying.sent().files.all()} == {"csv", "xlsx"}


def test_a_dropped_order_is_not_in_the_file(paying: Paying) -> None:
    paying.award(1)
    paying.award(2)
    batch = paying.batch()
    actions.drop_order(paying.first, batch.orders.get(sequence=1), "not now")
    batch = actions.make_file(paying.first, actions.check_batch(paying.second, batch))
    assert [row[0] for row in rows_of(batch)] == ["2"]


def test_the_officers_have_the_next_step_to_do(paying: Paying) -> None:
    paying.award(1)

    def to_do() -> list[str]:
        return list(Obligation.objects.filter(state="open").values_list("kind", flat=True))

    batch = paying.batch()
    assert to_do() == ["payments.check_batch"]
    actions.check_batch(paying.second, batch)
    assert to_do() == ["payments.make_file"]
    actions.make_file(paying.first, batch)
    assert to_do() == ["payments.await_bank"]


def test_what_the_bank_was_given_cannot_be_changed(paying: Paying) -> None:
    paying.award(1)
    file = paying.sent().files.first()
    with pytest.raises(Exception, match="append-only"):
        PaymentFile.objects.filter(pk=file.pk).update(sha256="x")

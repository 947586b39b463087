"""The pages of payments: who sees what, and a payment from batch to recovery by clicking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from banyan.desk.payments import actions
from banyan.desk.payments.models import BankFile, BankResult, Batch, PaymentOrder, Recovery
from banyan.desk.payments.sample import sample_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.payments.paying import Paying, number_of, only_order, sums, written

NAMES = ("福州第1机械有限公司", "福州第2机械有限公司")
Desk = Callable[[str], Client]


@pytest.fixture
def desk_of(paying: Paying) -> Desk:
    """The browser of an account by its name."""

    def of(username: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return client

    return of


def _file(content: bytes, name: str = "bank.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_payment_from_the_batch_to_what_comes_back(paying: Paying, desk_of: Desk) -> None:
    for number in range(1, 7):
        paying.award(number, 100_000 * number)
    paying.award(9, 5_000, consent=False)
    first, second = desk_of("finance-1"), desk_of("finance-2")

    page = first.get("/payments/new/").content.decode()
    assert "21,000.00" in page
    left_out = first.get("/payments/new/", headers={"HX-Request": "true"}).content.decode()
    assert "企业尚未确认意愿" in left_out
    assert "<html" not in left_out
    made = first.post("/payments/new/", {"year": 2026, "payer": "350100"}, follow=True)
    batch = Batch.objects.get()
    assert "福州第1机械有限公司" in made.content.decode()
    address = f"/payments/batches/{batch.pk}/"
    refused = first.post(f"{address}act/", {"act": "check"}, follow=True).content.decode()
    assert "编制批次的人不能核对该批次。" in refused
    second.post(f"{address}act/", {"act": "check"})
    first.post(f"{address}act/", {"act": "file"})
    batch.refresh_from_db()
    assert batch.state == "sent"
    files = [first.get(f"{address}files/csv/") for _ in range(2)]
    assert files[0].content == files[1].content
    assert "attachment" in files[0]["Content-Disposition"]

    answer = sample_of(batch, timezone.localdate())
    page = first.post("/payments/bank/", _file(answer), follow=True).content.decode()
    assert "参考号不明" in page
    states = list(PaymentOrder.objects.order_by("sequence").values_list("state", flat=True))
    assert states == ["paid", "partial", "failed", "returned", "paid", "paid"]
    again = first.post("/payments/bank/", _file(answer))
    assert again.status_code == 422
    assert "该文件已读入" in again.content.decode()
    work = first.get("/payments/unsettled/").content.decode()
    assert work.count("BY26") >= 3
    result = BankResult.objects.get(doubt="unknown")
    first.post(f"/payments/bank/results/{result.pk}/", {"reason": "别的单位的", "from": "work"})
    result.refresh_from_db()
    assert result.resolution == "别的单位的"

    paid = PaymentOrder.objects.filter(state="paid").latest("pk")
    order = first.get(f"/payments/orders/{paid.reference}/").content.decode()
    line = paid.award.line
    assert f'href="/runs/{line.run_id}/lines/{line.number}/"' in order
    form = {"amount": "12.34", "reason": "项目终止"}
    first.post(f"/payments/awards/{paid.award_id}/recover/", form)
    recovery = Recovery.objects.get()
    assert recovery.amount == 1_234
    back = f"/payments/recoveries/{recovery.pk}/"
    second.post(f"{back}act/", {"act": "confirm"})
    given = {"act": "receive", "amount": "12.34", "received_on": "2026-11-20", "serial": "R1"}
    second.post(f"{back}act/", given)
    recovery.refresh_from_db()
    assert recovery.state == "recovered"
    assert len(set(sums())) == 1


def test_a_file_with_faults_shows_each_in_its_place(paying: Paying, desk_of: Desk) -> None:
    content = "交易流水号,业务参考号,处理结果,金额,交易日期\nT1,R1,成功,一千,2026-11-24\n".encode()
    response = desk_of("finance-1").post("/payments/bank/", _file(content))
    page = response.content.decode()
    assert response.status_code == 422
    assert "<td>2</td><td>金额</td><td>一千</td>" in page
    assert not BankFile.objects.exists()


@pytest.mark.parametrize("name", ["bank.exe", "bank.xlsx"])
def test_a_file_that_is_no_table_is_refused(paying: Paying, desk_of: Desk, name: str) -> None:
    response = desk_of("finance-1").post("/payments/bank/", _file(b"MZ", name))
    assert response.status_code == 422


def test_officers_who_read_see_everything_and_have_no_buttons(
    paying: Paying, desk_of: Desk
) -> None:
    paying.award(1)
    batch = paying.batch()
    order = only_order(batch)
    for role in (Role.CITY, Role.SUPERVISOR, Role.AUDITOR):
        paying.making.account(role)
        client = desk_of(role.value)
        for page in ("", "waiting/", "accounts/", "bank/", "unsettled/", "orders/", "recoveries/"):
            assert client.get(f"/payments/{page}").status_code == 200
        page = client.get(f"/payments/batches/{batch.pk}/").content.decode()
        assert "<button" not in page.split('class="page-body"')[1].split("<footer")[0]
        assert order.number in client.get(f"/payments/orders/{order.reference}/").content.decode()
        assert client.post(f"/payments/batches/{batch.pk}/act/").status_code == 403


def test_a_county_sees_its_own_orders(paying: Paying, desk_of: Desk) -> None:
    paying.award(1, county="350102")
    paying.award(2, county="350103")
    batch = paying.sent()
    here, there = batch.orders.order_by("sequence")
    paying.making.account(Role.COUNTY, county="350102")
    client = desk_of("county")
    page = client.get("/payments/orders/").content.decode()
    assert here.reference in page
    assert there.reference not in page
    assert client.get("/payments/", follow=True).status_code == 200
    one = client.get(f"/payments/orders/{here.reference}/").content.decode()
    assert here.number not in one
    assert here.number[-4:] in one
    assert client.get(f"/payments/orders/{there.reference}/").status_code == 404
    assert client.get(f"/payments/batches/{batch.pk}/").status_code == 403


def test_an_enterprise_sees_its_own_payments_with_the_number_hidden(
    paying: Paying, desk_of: Desk, tmp_path: Path
) -> None:
    paying.award(1, 100_000)
    paying.award(2, 200_000)
    batch = paying.sent()
    here, there = batch.orders.order_by("sequence")
    paying.answer(tmp_path / "a.csv", (here.reference, "成功", "1000"))
    account = paying.making.account(Role.ENTERPRISE)
    paying.making.representation(account, Organization.objects.get(pk=here.uscc))
    client = desk_of("enterprise")
    for page in ("own/", f"orders/{here.reference}/"):
        text = client.get(f"/payments/{page}").content.decode()
        assert "1,000.00" in text
        assert number_of(1) not in text
        assert number_of(1)[-4:] in text
        assert there.reference not in text
    assert client.get(f"/payments/orders/{there.reference}/").status_code == 404
    assert client.get("/payments/orders/").status_code == 403


def test_an_enterprise_sees_no_order_before_it_is_with_the_bank(
    paying: Paying, desk_of: Desk
) -> None:
    paying.award(1)
    order = only_order(paying.batch())
    account = paying.making.account(Role.ENTERPRISE)
    paying.making.representation(account, Organization.objects.get(pk=order.uscc))
    client = desk_of("enterprise")
    assert order.reference not in client.get("/payments/own/").content.decode()
    assert client.get(f"/payments/orders/{order.reference}/").status_code == 404


def test_an_enterprise_reads_why_it_is_not_paid(paying: Paying, desk_of: Desk) -> None:
    paying.award(1, account=None)
    account = paying.making.account(Role.ENTERPRISE)
    code = paying.making.credit_code(1)
    paying.making.representation(account, Organization.objects.get(pk=code))
    page = desk_of("enterprise").get("/payments/own/").content.decode()
    assert f"/matches/organizations/{code}/account/" in page


def test_an_enterprise_sees_a_demand_and_no_proposal(
    paying: Paying, desk_of: Desk, tmp_path: Path
) -> None:
    award = paying.award(1)
    paying.answer(tmp_path / "a.csv", (only_order(paying.sent()).reference, "成功", "1000"))
    account = paying.making.account(Role.ENTERPRISE)
    paying.making.representation(account, Organization.objects.get(pk=award.uscc))
    made = actions.propose_recovery(paying.first, award, 100, "a reason")
    client = desk_of("enterprise")
    assert client.get(f"/payments/recoveries/{made.pk}/").status_code == 404
    actions.confirm_recovery(paying.second, made)
    page = client.get(f"/payments/recoveries/{made.pk}/").content.decode()
    assert "a reason" in page
    assert "finance-1" not in page


def test_the_made_up_answer_is_there_in_the_demo_only(
    paying: Paying, desk_of: Desk, settings: pytest.FixtureRequest
) -> None:
    paying.award(1)
    batch = paying.sent()
    address = f"/payments/batches/{batch.pk}/sample/"
    assert desk_of("finance-1").get(address).status_code == 404
    settings.DEMO = True  # type: ignore[attr-defined]
    assert desk_of("finance-1").get(address).status_code == 200


def test_the_list_of_what_is_not_paid_is_filtered_by_why(paying: Paying, desk_of: Desk) -> None:
    paying.award(1, 100)
    paying.award(2, 200, consent=False)
    client = desk_of("finance-1")
    assert "1.00" in client.get("/payments/ready/").content.decode()
    assert "企业尚未确认意愿 1" in client.get("/payments/obstacles/").content.decode()
    shown = {
        choice: [
            name in client.get(f"/payments/waiting/{choice}").content.decode() for name in NAMES
        ]
        for choice in ("", "?obstacle=ready", "?obstacle=no_consent", "?year=2025", "?year=x")
    }
    assert shown == {
        "": [True, True],
        "?obstacle=ready": [True, False],
        "?obstacle=no_consent": [False, True],
        "?year=2025": [False, False],
        "?year=x": [True, True],
    }


def test_accounts_are_marked_on_their_page(paying: Paying, desk_of: Desk) -> None:
    paying.making.organization(1)
    account = paying.account(1, holder="=1+1")
    client = desk_of("finance-1")
    page = client.get("/payments/accounts/").content.decode()
    assert "户名与单位名称不符" in page
    refused = client.post(
        "/payments/accounts/", {"account": account.pk, "mark": "good"}, follow=True
    )
    assert "有账户存在疑点" in refused.content.decode()
    client.post("/payments/accounts/", {"account": account.pk, "mark": "bad", "note": "不符"})
    account.refresh_from_db()
    assert account.check_state == "bad"


def test_a_large_file_is_left_to_the_worker_and_can_be_posted_by_hand(
    paying: Paying, desk_of: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paying.award(1)
    reference = only_order(paying.sent()).reference
    file = actions.receive_file(
        paying.first, written(tmp_path / "a.csv", [(reference, "成功", "1000")]), "a.csv"
    )
    client = desk_of("finance-2")
    assert "立即入账" in client.get(f"/payments/bank/{file.pk}/").content.decode()
    client.post(f"/payments/bank/{file.pk}/post/")
    client.post(f"/payments/bank/{file.pk}/post/")
    assert sums() == (100_000,) * 3


def test_orders_are_found_by_name_code_and_reference(paying: Paying, desk_of: Desk) -> None:
    paying.award(1)
    paying.award(2)
    one, other = paying.batch().orders.order_by("sequence")
    client = desk_of("finance-1")
    for text in (one.reference.lower(), one.uscc, "福州第1"):
        page = client.get("/payments/orders/", {"q": text}).content.decode()
        assert one.reference in page
        assert other.reference not in page
    assert client.get("/payments/orders/", {"q": "\x00"}).status_code == 200

"""Accounts are looked at before money goes there."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from banyan.desk.audit import RefusedError
from banyan.desk.matching.models import PayeeAccount
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.payments import actions, queue
from banyan.desk.payments.account_checks import Doubt, doubts_of, number_doubts, passes_luhn
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.payments.paying import Paying


@pytest.mark.parametrize(
    ("number", "doubts"),
    [
        ("35050180700700000123", []),
        ("3505 0180 7007 0000 0123", []),
        ("４１０１２３４５６７８９", []),
        ("35050A", [Doubt.CHARACTERS]),
        ("", [Doubt.CHARACTERS]),
        ("1234567", [Doubt.LENGTH]),
        ("6222021234567890128", [Doubt.CARD]),
        ("6222021234567890127", [Doubt.CARD, Doubt.LUHN]),
    ],
)
def test_what_is_odd_about_a_number(number: str, doubts: list[Doubt]) -> None:
    assert number_doubts(number) == doubts


def test_the_check_digit_of_a_card_finds_each_wrong_digit() -> None:
    right = "6222021234567890128"
    assert passes_luhn(right)
    wrong = [
        right[:place] + digit + right[place + 1 :]
        for place in range(len(right))
        for digit in "0123456789"
        if digit != right[place]
    ]
    assert not any(passes_luhn(one) for one in wrong)


def test_a_holder_is_the_organization_however_its_brackets_are_written(paying: Paying) -> None:
    paying.making.organization(1, name="榕树（福州）机械有限公司")
    account = paying.account(1, holder="榕树(福州) 机械有限公司")
    assert doubts_of([account])[account.pk] == []
    other = paying.account(1, holder="榕树机械有限公司")
    assert doubts_of([other])[other.pk] == [Doubt.NAME]


def test_an_account_of_several_organizations_stands_out(paying: Paying) -> None:
    for number in (1, 2):
        paying.making.organization(number)
    accounts = [paying.account(number, number="350501807007000001") for number in (1, 2)]
    assert all(Doubt.SHARED in found for found in doubts_of(accounts).values())
    paying.account(2)
    assert doubts_of(accounts[:1])[accounts[0].pk] == []


def test_accounts_are_marked_in_bulk(paying: Paying) -> None:
    keys = []
    for number in (1, 2):
        paying.award(number, account="open")
        keys.append(PayeeAccount.objects.latest("pk").pk)
    assert len(actions.mark_accounts(paying.first, keys, good=True)) == 2
    assert paying.batch().orders.count() == 2
    with pytest.raises(RefusedError):
        actions.mark_accounts(paying.second, keys, good=True)


def test_an_odd_account_is_good_only_with_a_reason(paying: Paying) -> None:
    paying.making.organization(1)
    account = paying.account(1, holder="张三")
    with pytest.raises(RefusedError):
        actions.mark_accounts(paying.first, [account.pk], good=True)
    actions.mark_accounts(paying.first, [account.pk], good=True, note="sole proprietor")
    account.refresh_from_db()
    assert (account.check_state, account.check_note) == ("good", "sole proprietor")


def test_an_enterprise_with_a_bad_account_is_asked_for_another(paying: Paying) -> None:
    organization = paying.making.organization(1)
    person = paying.making.account(Role.ENTERPRISE)
    paying.making.representation(person, organization)
    account = paying.account(1)
    with pytest.raises(RefusedError):
        actions.mark_accounts(paying.first, [account.pk], good=False)
    actions.mark_accounts(paying.first, [account.pk], good=False, note="it was closed")
    told = Message.objects.get(account=person)
    assert told.context == {"tail": account.number[-4:], "note": "it was closed"}
    duty = Obligation.objects.get(kind="payments.account")
    assert (duty.state, duty.organization) == ("open", organization.uscc)
    paying.account(1)
    queue.bring_up_to_date()
    duty.refresh_from_db()
    assert duty.state == "done"
    assert Obligation.objects.filter(kind="payments.check_accounts", state="open").count() == 1


def test_new_accounts_are_queued_once(paying: Paying) -> None:
    paying.making.organization(1)
    paying.account(1)
    for _ in range(2):
        queue.bring_up_to_date()
    duties = Obligation.objects.filter(kind="payments.check_accounts")
    assert duties.count() == 1
    paying.account(1)
    queue.bring_up_to_date()
    assert [one.state for one in duties.order_by("pk")] == ["dropped", "open"]


def test_an_account_that_was_replaced_meanwhile_is_not_marked(paying: Paying) -> None:
    paying.making.organization(1)
    old = paying.account(1)
    paying.account(1)
    with pytest.raises(RefusedError):
        actions.mark_accounts(paying.first, [old.pk], good=True)


def test_only_finance_officers_mark(paying: Paying) -> None:
    paying.making.organization(1)
    account = paying.account(1)
    with pytest.raises(PermissionDenied):
        actions.mark_accounts(paying.making.actor(Role.CITY), [account.pk], good=True)
    with pytest.raises(PermissionDenied):
        queue.queue_accounts(paying.first)
    assert Organization.objects.count() == 1

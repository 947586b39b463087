"""A webhook is told of changes to what its account sees, signed, and again until it answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from django.core.exceptions import ValidationError

from banyan.desk.api import webhooks
from banyan.desk.api.actions import end_webhook, make_webhook
from banyan.desk.api.models import Delivery
from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.cases.actions import dispatching
from banyan.desk.people.roles import Role
from banyan.desk.records.actions import import_rows
from banyan.desk.records.checking import Draft
from banyan.desk.records.rows import row_of
from desk.api.scenarios import PUBLIC_ADDRESS
from desk.cases.living import Living
from desk.making import Making

URL = "https://erp.example/changes"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[httpx.Request]:
    """What is sent, in place of a server; answers with the status in ``receiver.status``. Further
    attempts are planned, and made by the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    class Receiver(list[httpx.Request]):
        status = 200

    received = Receiver()

    def post(url: str, content: bytes, headers: dict[str, str], **_: Any) -> httpx.Response:
        received.append(httpx.Request("POST", url, content=content, headers=headers))
        return httpx.Response(received.status)

    monkeypatch.setattr(httpx, "post", post)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: PUBLIC_ADDRESS)
    return received


def _tell(entry: Entry) -> None:
    """As after the commit, with the first attempt of each delivery."""
    webhooks.tell.call(entry.number)
    for delivery in Delivery.objects.filter(entry=entry.number):
        webhooks.deliver.call(delivery.pk)


def _entry(organization: str, action: str = "records.correct") -> Entry:
    return Entry.append(
        action=action,
        actor=Actor(),
        subject="records.organization",
        key=organization,
        before=None,
        after={"name": "secret"},
        organization=organization,
    )


def test_it_is_told_of_its_own_county_only(making: Making, receiver: Any) -> None:
    make_webhook(making.actor(Role.COUNTY), URL)
    mine = making.organization(1, county="350102")
    other = making.organization(2, county="350103")
    for organization in (mine, other):
        _tell(_entry(organization.uscc))
    assert [json.loads(one.content)["data"]["organizations"] for one in receiver] == [[mine.uscc]]


def test_the_message_is_signed_and_holds_no_content(making: Making, receiver: Any) -> None:
    webhook = make_webhook(making.actor(Role.CITY), URL)
    _tell(_entry(making.organization(1).uscc))
    [sent] = receiver
    signed = f"{sent.headers['webhook-id']}.{sent.headers['webhook-timestamp']}.".encode()
    digest = hmac.new(webhook.secret.encode(), signed + sent.content, hashlib.sha256).digest()
    assert sent.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert b"secret" not in sent.content


def test_everyone_is_told_of_a_change_of_the_policy(making: Making, receiver: Any) -> None:
    make_webhook(making.actor(Role.COUNTY), URL)
    _tell(_entry("", "policy.confirm_figure"))
    assert len(receiver) == 1


def test_what_is_not_taken_is_sent_again_and_in_the_end_given_up(
    making: Making, receiver: Any
) -> None:
    receiver.status = 503
    make_webhook(making.actor(Role.CITY), URL)
    _tell(_entry(making.organization(1).uscc))
    delivery = Delivery.objects.get()
    for _ in range(2 * len(webhooks.PAUSES)):
        webhooks.deliver.call(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.GIVEN_UP
    assert len(receiver) == delivery.attempts == 1 + len(webhooks.PAUSES)


def test_an_ended_webhook_is_told_nothing(making: Making, receiver: Any) -> None:
    actor = making.actor(Role.CITY)
    webhook = make_webhook(actor, URL)
    end_webhook(actor, webhook)
    _tell(_entry(making.organization(1).uscc))
    assert receiver == []


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://erp.example/", "93.184.215.14"),
        ("https://user:word@erp.example/", "93.184.215.14"),
        ("https://erp.example/", "127.0.0.1"),
        ("https://erp.example/", "10.0.0.5"),
        ("https://erp.example/", "169.254.169.254"),
        ("https://erp.example/", "::1"),
        ("https://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
    ],
)
def test_an_address_in_a_private_network_is_refused(
    making: Making, monkeypatch: pytest.MonkeyPatch, url: str, place: str
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (place, 443))])
    with pytest.raises(ValidationError):
        make_webhook(making.actor(Role.CITY), url)


def test_a_name_that_comes_to_mean_a_private_address_is_not_called(
    making: Making, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_webhook(making.actor(Role.CITY), URL)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 443))])
    _tell(_entry(making.organization(1).uscc))
    assert receiver == []
    assert Delivery.objects.get().state == Delivery.State.WAITING


def test_of_an_import_it_is_told_the_organizations_that_its_account_sees(
    making: Making, receiver: Any
) -> None:
    make_webhook(making.actor(Role.COUNTY), URL)
    places = ((1, "350102"), (2, "350102"), (3, "350103"))
    mine, also, other = (making.organization(number, county=county) for number, county in places)
    untouched = making.organization(4, county="350102")
    rows = [row_of(one) | {"size": "small"} for one in (mine, also, other)]
    import_rows(Actor(), Draft.of_rows({"organizations": rows}))
    entry = Entry.objects.get(action="records.import")
    assert entry.organization == ""
    _tell(entry)
    [sent] = receiver
    assert json.loads(sent.content)["data"]["organizations"] == sorted([mine.uscc, also.uscc])
    assert untouched.uscc.encode() not in sent.content


def test_every_change_of_records_is_put_before_the_webhooks(
    making: Making, receiver: Any, django_capture_on_commit_callbacks: Any
) -> None:
    organization = making.organization(1)
    row = row_of(organization) | {"size": "small"}
    make_webhook(making.actor(Role.CITY), URL)
    with (
        patch.object(type(webhooks.tell), "enqueue", autospec=True) as enqueued,
        django_capture_on_commit_callbacks(execute=True),
    ):
        import_rows(Actor(), Draft.of_rows({"organizations": [row]}))
    numbers = [call.args[1:] for call in enqueued.call_args_list if call.args[0] is webhooks.tell]
    assert numbers == [(Entry.objects.get(action="records.import").number,)]


def _told(receiver: Any) -> list[str]:
    return [json.loads(one.content)["type"] for one in receiver]


def test_it_is_told_of_the_cases_that_its_account_sees(making: Making, receiver: Any) -> None:
    living = Living(making)
    make_webhook(living.lead, URL)
    make_webhook(making.actor(Role.COUNTY, username="elsewhere", county="350103"), URL)
    case = living.dispatched()
    for entry in Entry.objects.filter(subject="cases.case", key=str(case.pk)).order_by("number"):
        _tell(entry)
    assert _told(receiver) == ["cases.raise", "cases.dispatch"]
    sent = json.loads(receiver[-1].content)["data"]
    assert (sent["subject"], sent["key"]) == ("cases.case", str(case.pk))
    assert "车间停电".encode() not in receiver[-1].content


def test_an_enterprise_is_not_told_of_what_is_among_officials(
    making: Making, receiver: Any
) -> None:
    living = Living(making)
    make_webhook(living.enterprise, URL)
    case = dispatching.refuse(living.lead, living.dispatched(), "不归我们")
    for entry in Entry.objects.filter(subject="cases.case", key=str(case.pk)).order_by("number"):
        _tell(entry)
    assert _told(receiver) == ["cases.raise", "cases.dispatch"]

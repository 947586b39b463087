"""``/inbox/`` and ``/robots/``."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.messaging import actions
from banyan.desk.messaging.models import Dispatch, EmailChoice, Robot
from banyan.desk.messaging.sending import tell
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.messaging.scenarios import PUBLIC_ADDRESS, URL, made_robot, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(making: Making, client: Client) -> Account:
    account = making.account(Role.CITY, "reader")
    client.force_login(account)
    client.cookies["banyan_language"] = "en"
    return account


def _said(client: Client, path: str = "/inbox/") -> str:
    return client.get(path).content.decode()


def test_opening_a_message_marks_it_as_read_once(reader: Account, client: Client) -> None:
    message = told(reader)
    for _ in range(2):
        assert "Look at the matter" in _said(client, f"/inbox/{message.pk}/")
    message.refresh_from_db()
    assert message.read_at is not None
    assert Entry.objects.filter(action="messaging.read").count() == 1
    assert "About the matter" not in _said(client)
    assert "About the matter" in _said(client, "/inbox/?all=1")


def test_nobody_reads_anothers_inbox(making: Making, reader: Account, client: Client) -> None:
    message = told(making.account(Role.CITY, "other"), "a secret")
    assert "a secret" not in _said(client)
    assert "a secret" not in _said(client, "/inbox/?all=1")
    assert client.get(f"/inbox/{message.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.read(Actor(reader), message)


def test_all_are_marked_as_read_at_once(making: Making, reader: Account, client: Client) -> None:
    other = told(making.account(Role.CITY, "other"))
    for number in range(3):
        told(reader, key=str(number))
    client.post(reverse("messaging:read_all"))
    assert "Nothing unread" in _said(client)
    other.refresh_from_db()
    assert other.read_at is None


def test_the_bell_tells_how_many_are_unread(reader: Account, client: Client) -> None:
    assert "waiting-count" not in _said(client, "/")
    told(reader)
    assert re.search(r'waiting-count">1<', _said(client, "/"))
    for number in range(100):
        told(reader, key=str(number))
    assert re.search(r'waiting-count">99\+<', _said(client, "/"))


def test_a_visitor_has_no_bell(client: Client, db: None) -> None:
    assert "/inbox/" not in _said(client, "/")


def test_a_long_inbox_comes_a_page_at_a_time(reader: Account, client: Client) -> None:
    for number in range(60):
        told(reader, number, key=str(number))
    first = _said(client)
    assert first.count("About ") == 50
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    assert _said(client, "/inbox/" + onward[1]).count("About ") == 10


def test_markup_in_a_message_is_shown_as_text(reader: Account, client: Client) -> None:
    message = told(reader, "<script>alert(1)</script>")
    for path in ("/inbox/", f"/inbox/{message.pk}/"):
        assert "<script>alert" not in _said(client, path)


def test_one_chooses_email_in_the_language_of_the_page(
    reader: Account, client: Client, settings: Any
) -> None:
    assert "This desk sends no e-mail" in _said(client)
    settings.EMAIL_URL = "smtp://mail.example"
    assert "has no e-mail address" in _said(client)
    client.post(reverse("messaging:choose_email"), {"wanted": "1"})
    assert not EmailChoice.objects.exists()
    reader.email = "reader@example.com"
    reader.save()
    client.post(reverse("messaging:choose_email"), {"wanted": "1"})
    assert EmailChoice.objects.get().language == "en"
    assert "go to reader@example.com too" in _said(client)
    client.post(reverse("messaging:choose_email"), {"wanted": "0"})
    assert not EmailChoice.objects.exists()


def test_an_administrator_adds_and_ends_a_robot(making: Making, client: Client) -> None:
    client.force_login(making.account(Role.ADMINISTRATOR))
    given = {"name": "群", "url": URL, "unit": making.unit().pk, "kinds": ["test.told"]}
    with patch("socket.getaddrinfo", return_value=PUBLIC_ADDRESS):
        client.post("/robots/", given)
    robot = Robot.objects.get()
    assert robot.kinds == ["test.told"]
    assert "群" in _said(client, "/robots/")
    client.post(reverse("messaging:end_robot", args=[robot.pk]))
    robot.refresh_from_db()
    assert robot.ended_at is not None
    with pytest.raises(ValidationError):
        actions.end_robot(making.actor(Role.ADMINISTRATOR, username="second"), robot)


@pytest.mark.parametrize(
    ("url", "place"),
    [("http://chat.example/hook", "93.184.215.14"), ("https://chat.example/hook", "10.0.0.1")],
)
def test_a_robot_has_an_open_address_by_https(
    making: Making, client: Client, url: str, place: str
) -> None:
    client.force_login(making.account(Role.ADMINISTRATOR))
    given = {"name": "群", "url": url, "unit": making.unit().pk}
    with patch("socket.getaddrinfo", return_value=[(2, 1, 6, "", (place, 443))]):
        assert client.post("/robots/", given).status_code == 422
    assert not Robot.objects.exists()


def test_the_key_in_the_address_of_a_robot_is_not_written_down_for_all(making: Making) -> None:
    made_robot(making)
    assert "secret" not in str(list(Entry.objects.values_list("before", "after")))


def test_what_was_not_sent_is_listed_and_sent_again(making: Making, client: Client) -> None:
    made_robot(making)
    tell([making.account(Role.CITY)], "test.told", key="k", context={"what": "x", "due": "y"})
    Dispatch.objects.update(state="uncertain", answer="ReadTimeout")
    client.force_login(making.account(Role.ADMINISTRATOR))
    assert "ReadTimeout" in _said(client, "/robots/")
    client.post(reverse("messaging:send_again", args=[Dispatch.objects.get().pk]))
    assert Dispatch.objects.get().state == "waiting"

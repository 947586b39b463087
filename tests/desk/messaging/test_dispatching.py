"""What is written down to leave the desk is sent once, again where it was certainly not taken, and
never again where nobody knows."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone, translation

from banyan.desk.audit import Actor
from banyan.desk.messaging import actions, dispatching
from banyan.desk.messaging.dispatching import PAUSES, send_due
from banyan.desk.messaging.models import Dispatch
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.messaging.scenarios import PUBLIC_ADDRESS, made_robot, told

pytestmark = pytest.mark.django_db

State = Dispatch.State


@pytest.fixture
def reader(making: Making, settings: Any) -> Account:
    """Somebody who is told by e-mail, in English, by a desk that sends it."""
    settings.EMAIL_URL = "smtp://mail.example"
    settings.PUBLIC_ADDRESS = "https://desk.example"
    account = making.account(Role.CITY, "reader")
    account.email = "reader@example.com"
    account.save()
    with translation.override("en"):
        actions.choose_email(Actor(account), True)
    return account


@pytest.fixture
def robot_answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """What a robot was sent; it answers as given, or the attempt raises."""

    def answer(status: int = 200, json: Any = None, raises: Exception | None = None) -> Any:
        sent: list[dict[str, Any]] = []

        def post(url: str, json: Any, **_: Any) -> httpx.Response:
            sent.append(json)
            if raises is not None:
                raise raises
            return httpx.Response(status, json=said)

        said = {"errcode": 0, "errmsg": "ok"} if json is None else json
        monkeypatch.setattr(httpx, "post", post)
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: PUBLIC_ADDRESS)
        return sent

    return answer


@pytest.fixture
def server_raises(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def raising(*, at: str, error: Exception) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr(EmailBackend, at, fail)

    return raising


def _only() -> Dispatch:
    return Dispatch.objects.get()


def _later(seconds: int) -> None:
    """Lets so much time pass."""
    one = _only()
    one.next_at -= timedelta(seconds=seconds)
    one.save()


def test_an_email_is_sent_once_in_the_language_that_was_chosen(reader: Account) -> None:
    told(reader, {"zh": "设备", "en": "Equipment"})
    with translation.override("zh-hans"):
        assert send_due() == 1
        assert send_due() == 0
    (letter,) = mail.outbox
    assert letter.to == ["reader@example.com"]
    assert letter.subject == "About Equipment"
    assert "https://desk.example/todo/" in letter.body
    assert "You chose to be told" in letter.body
    assert _only().state == State.SENT


def test_a_robot_gets_markdown(making: Making, robot_answers: Any) -> None:
    made_robot(making)
    told(making.account(Role.CITY))
    sent = robot_answers()
    assert send_due() == 1
    assert send_due() == 0
    (body,) = sent
    assert body["msgtype"] == "markdown"
    assert body["markdown"]["content"].startswith("**About the matter**\nLook at the matter")


def test_a_long_text_is_cut_to_what_a_robot_takes(making: Making, robot_answers: Any) -> None:
    made_robot(making)
    told(making.account(Role.CITY), "长" * 3_000)
    sent = robot_answers()
    send_due()
    assert len(sent[0]["markdown"]["content"].encode()) <= 4_096


def test_what_was_refused_is_tried_again_after_a_pause_and_given_up_at_last(
    making: Making, robot_answers: Any
) -> None:
    made_robot(making)
    told(making.account(Role.CITY))
    sent = robot_answers(500)
    for pause in PAUSES:
        assert send_due() == 1
        assert send_due() == 0
        _later(pause)
    assert send_due() == 1
    _later(10 * PAUSES[-1])
    assert send_due() == 0
    assert len(sent) == len(PAUSES) + 1
    assert _only().state == State.GIVEN_UP


def test_a_robot_that_says_no_in_its_answer_is_tried_again(
    making: Making, robot_answers: Any
) -> None:
    made_robot(making)
    told(making.account(Role.CITY))
    robot_answers(200, {"errcode": 45009, "errmsg": "api freq out of limit"})
    send_due()
    assert (_only().state, _only().answer) == (State.WAITING, "200 api freq out of limit")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (httpx.ConnectError("no"), State.WAITING),
        (httpx.ConnectTimeout("no"), State.WAITING),
        (httpx.ReadTimeout("no"), State.UNCERTAIN),
        (httpx.RemoteProtocolError("no"), State.UNCERTAIN),
    ],
)
def test_a_robot_that_perhaps_read_it_is_not_told_again(
    making: Making, robot_answers: Any, error: Exception, state: State
) -> None:
    made_robot(making)
    told(making.account(Role.CITY))
    robot_answers(raises=error)
    send_due()
    assert _only().state == state


@pytest.mark.parametrize(
    ("at", "error", "state"),
    [
        ("open", ConnectionRefusedError(), State.WAITING),
        ("open", smtplib.SMTPAuthenticationError(535, b"no"), State.WAITING),
        ("send_messages", smtplib.SMTPRecipientsRefused({}), State.WAITING),
        ("send_messages", smtplib.SMTPDataError(451, b"later"), State.WAITING),
        ("send_messages", smtplib.SMTPServerDisconnected("gone"), State.UNCERTAIN),
        ("send_messages", TimeoutError(), State.UNCERTAIN),
    ],
)
def test_an_email_that_was_perhaps_taken_is_not_sent_again(
    reader: Account, server_raises: Any, at: str, error: Exception, state: State
) -> None:
    told(reader)
    server_raises(at=at, error=error)
    send_due()
    assert _only().state == state


def test_what_a_worker_was_sending_when_it_died_is_not_sent_again(
    reader: Account, server_raises: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(reader)
    with monkeypatch.context() as patch:
        patch.setattr(dispatching, "_send_email", _die)
        with pytest.raises(SystemExit):
            send_due()
    assert _only().state == State.SENDING
    assert send_due() == 0
    _later(600)
    assert send_due() == 0
    assert _only().state == State.UNCERTAIN
    assert mail.outbox == []


def _die(dispatch: Dispatch) -> str:
    raise SystemExit


def test_of_two_workers_one_sends(reader: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first is at it."""
    told(reader)
    send = dispatching._send_email

    def while_another_looks(dispatch: Dispatch) -> str:
        assert not dispatching._attempt(dispatch.pk)
        return send(dispatch)

    monkeypatch.setattr(dispatching, "_send_email", while_another_looks)
    send_due()
    assert len(mail.outbox) == 1


def test_what_nobody_wants_any_more_is_not_sent(
    making: Making, reader: Account, robot_answers: Any
) -> None:
    robot = made_robot(making)
    told(reader)
    actions.choose_email(Actor(reader), False)
    actions.end_robot(Actor(making.account(Role.ADMINISTRATOR)), robot)
    sent = robot_answers()
    assert send_due() == 2
    assert sent == []
    assert mail.outbox == []
    assert {one.state for one in Dispatch.objects.all()} == {State.GIVEN_UP}


def test_an_address_that_came_to_lead_inside_is_not_called(
    making: Making, robot_answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_robot(making)
    told(making.account(Role.CITY))
    sent = robot_answers()
    inside = [(2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: inside)
    send_due()
    assert sent == []
    assert _only().state == State.WAITING


def test_an_administrator_has_it_sent_again(making: Making, reader: Account) -> None:
    told(reader)
    Dispatch.objects.update(state=State.UNCERTAIN)
    administrator = making.actor(Role.ADMINISTRATOR)
    actions.send_again(administrator, _only())
    assert send_due() == 1
    with pytest.raises(actions.ValidationError):
        actions.send_again(administrator, _only())


def test_the_worker_stops_between_two_messages(reader: Account) -> None:
    told(reader, key="1")
    told(reader, key="2")
    answers = iter([True, False])
    assert send_due(lambda: next(answers)) == 1
    waiting = Dispatch.objects.filter(state=State.WAITING, next_at__lte=timezone.now())
    assert waiting.count() == 1


def test_the_mail_server_is_read_from_one_address() -> None:
    from banyan.desk.settings import _email

    starttls = _email("smtp://user:p%40ss@mail.example")
    assert (starttls["EMAIL_PORT"], starttls["EMAIL_USE_TLS"]) == (587, True)
    assert starttls["EMAIL_HOST_PASSWORD"] == "p@ss"
    within = _email("smtps://mail.example")
    assert (within["EMAIL_PORT"], within["EMAIL_USE_SSL"]) == (465, True)
    plain = _email("smtp://localhost:2525?tls=none")
    assert (plain["EMAIL_PORT"], plain["EMAIL_USE_TLS"]) == (2525, False)
    assert _email("")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    with pytest.raises(Exception, match="BANYAN_EMAIL_URL"):
        _email("mail.example")

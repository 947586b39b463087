"""How each action on messages and robots is called, and what routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.messaging import actions, templates
from banyan.desk.messaging.models import Dispatch, Message, Robot
from banyan.desk.messaging.sending import tell
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making

PUBLIC_ADDRESS = [(2, 1, 6, "", ("93.184.215.14", 443))]
URL = "https://qyapi.example/cgi-bin/webhook/send?key=secret"

templates.declare("test.told", subject="About %(what)s", body="Look at %(what)s by %(due)s.")


def told(account: Account, what: Any = "the matter", *, key: str = "key") -> Message:
    (made,) = tell(
        [account], "test.told", key=key, context={"what": what, "due": "2026-12-01"}, link="/todo/"
    )
    return made


def made_robot(making: Making, *, unit: Any = None, kinds: list[str] | None = None) -> Robot:
    with patch("socket.getaddrinfo", return_value=PUBLIC_ADDRESS):
        return actions.make_robot(
            _administrator(making),
            name="产业处工作群",
            url=URL,
            unit=unit or making.unit(),
            kinds=kinds or [],
        )


def _administrator(making: Making) -> Actor:
    known = Account.objects.filter(username="administrator-of-messages").first()
    return Actor(known or making.account(Role.ADMINISTRATOR, username="administrator-of-messages"))


def _reader(making: Making) -> Account:
    return making.account(Role.CITY, username="reader-of-messages")


def _given_up(making: Making) -> Dispatch:
    return Dispatch.objects.create(
        message=told(_reader(making)),
        channel="email",
        once="email",
        state="given_up",
        next_at=timezone.now(),
    )


def _choose_email(making: Making) -> None:
    account = _reader(making)
    account.email = "reader@example.com"
    account.save()
    actions.choose_email(Actor(account), True)


def _read(making: Making) -> None:
    message = told(_reader(making))
    actions.read(Actor(message.account), message)


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "messaging.choose_email": _choose_email,
    "messaging.end_robot": lambda making: actions.end_robot(
        _administrator(making), made_robot(making)
    ),
    "messaging.make_robot": made_robot,
    "messaging.read": _read,
    "messaging.read_all": lambda making: actions.read_all(Actor(_reader(making))),
    "messaging.send_again": lambda making: actions.send_again(
        _administrator(making), _given_up(making)
    ),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "messaging:message": lambda making: {"number": told(_reader(making)).pk},
    "messaging:end_robot": lambda making: {"number": made_robot(making).pk},
    "messaging:send_again": lambda making: {"number": _given_up(making).pk},
}

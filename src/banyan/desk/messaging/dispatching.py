"""Sends what is written down to leave the desk. Only the worker does, of what was committed.

A failed attempt is repeated after growing pauses and given up after ``PAUSES`` are used up. What
is about to be sent is first marked so and committed; where nobody knows afterwards whether it
arrived (the worker died, the connection broke before the answer), it is not sent again and stays
marked as uncertain, for an administrator to see.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import structlog
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.desk.messaging import templates
from banyan.desk.messaging.addresses import check_address
from banyan.desk.messaging.models import Dispatch, EmailChoice, Message

log = structlog.get_logger(__name__)

PAUSES = (60, 600, 3600, 6 * 3600, 24 * 3600)
"""Seconds before each further attempt."""

SECONDS = 10.0
"""How long a robot may take to answer."""

ABANDONED_AFTER = timedelta(minutes=5)
"""What has been marked as being sent for so long was left so by a worker that died; no attempt
takes as long."""

AT_ONCE = 50
"""So many are sent in one go, so that what else the worker does comes round."""

LONGEST = 4_000
"""Bytes of UTF-8 that a robot takes at once (4,096 in WeCom)."""

State = Dispatch.State


class FailedError(Exception):
    """It was certainly not taken."""


class UncertainError(Exception):
    """Nobody knows whether it was taken."""


class UnwantedError(Exception):
    """Whoever was to get it does not want it any more."""


def send_due(going_on: Callable[[], bool] = lambda: True) -> int:
    """Sends what is due; how many attempts were made. ``going_on`` is asked before each."""
    now = timezone.now()
    abandoned = Dispatch.objects.filter(state=State.SENDING, next_at__lt=now - ABANDONED_AFTER)
    if abandoned.exists():  # asked first: an update alone would wait for whoever writes
        abandoned.update(state=State.UNCERTAIN, answer="its worker died while it was sent")
    due = Dispatch.objects.filter(state=State.WAITING, next_at__lte=now).order_by("next_at", "pk")
    attempts = 0
    for number in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if not going_on():
            break
        attempts += _attempt(number)
    return attempts


def _attempt(number: int) -> bool:
    """One attempt; ``False`` where somebody else makes it."""
    claimed = Dispatch.objects.filter(pk=number, state=State.WAITING).update(
        state=State.SENDING, attempts=F("attempts") + 1, next_at=timezone.now()
    )
    if not claimed:
        return False
    dispatch = Dispatch.objects.select_related("message__account__unit", "robot").get(pk=number)
    send = _send_email if dispatch.channel == Dispatch.Channel.EMAIL else _send_to_robot
    try:
        dispatch.answer = send(dispatch)
        dispatch.state = State.SENT
    except FailedError as error:
        dispatch.answer = str(error)
        dispatch.state = State.GIVEN_UP if dispatch.attempts > len(PAUSES) else State.WAITING
        if dispatch.state == State.WAITING:
            pause = timedelta(seconds=PAUSES[dispatch.attempts - 1])
            dispatch.next_at = timezone.now() + pause
    except UncertainError as error:
        dispatch.answer, dispatch.state = str(error), State.UNCERTAIN
    except UnwantedError as error:
        dispatch.answer, dispatch.state = str(error), State.GIVEN_UP
    dispatch.answer = dispatch.answer[:200]
    dispatch.save(update_fields=["state", "answer", "next_at"])
    if dispatch.state in (State.GIVEN_UP, State.UNCERTAIN):
        log.warning(
            "a message did not leave the desk",
            dispatch=number,
            state=str(dispatch.state),
            answer=dispatch.answer,
        )
    return True


def _send_email(dispatch: Dispatch) -> str:
    account = dispatch.message.account
    choice = EmailChoice.objects.filter(account=account).first()
    if choice is None or not account.is_active:
        raise UnwantedError("no longer wanted")
    with override(choice.language):
        words = templates.render(dispatch.message.kind, dispatch.message.context)
        text = "\n\n".join(filter(None, [words.body, _link(dispatch.message), _why()]))
    connection = mail.get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise FailedError(_said(error)) from None
    letter = mail.EmailMessage(
        words.subject, text, settings.DEFAULT_FROM_EMAIL, [dispatch.target], connection=connection
    )
    letter.extra_headers["Message-ID"] = f"<message-{dispatch.message_id}@{_domain()}>"
    try:
        letter.send()
    except (
        smtplib.SMTPResponseException,
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPNotSupportedError,
    ) as error:
        raise FailedError(_said(error)) from None
    except (OSError, smtplib.SMTPException) as error:
        raise UncertainError(_said(error)) from None
    finally:
        connection.close()
    return ""


def _send_to_robot(dispatch: Dispatch) -> str:
    robot = dispatch.robot
    assert robot is not None
    if robot.ended_at is not None:
        raise UnwantedError("ended")
    with override(settings.LANGUAGE_CODE):
        words = templates.render(dispatch.message.kind, dispatch.message.context)
        link = _link(dispatch.message)
    text = "\n".join(filter(None, [f"**{words.subject}**", words.body, link]))
    text = text.encode()[:LONGEST].decode(errors="ignore")
    try:
        check_address(robot.url)
        sent = httpx.post(
            robot.url,
            json={"msgtype": "markdown", "markdown": {"content": text}},
            timeout=SECONDS,
            follow_redirects=False,
        )
    except ValidationError as error:
        raise FailedError(error.messages[0]) from None
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
        raise FailedError(_said(error)) from None
    except httpx.HTTPError as error:
        raise UncertainError(_said(error)) from None
    answer = _answer(sent)
    if not 200 <= sent.status_code < 300 or answer.get("errcode", 0) != 0:
        raise FailedError(f"{sent.status_code} {answer.get('errmsg', '')}".strip())
    return str(sent.status_code)


def _answer(sent: httpx.Response) -> dict[str, Any]:
    """What a robot like WeCom's says beside its status: ``errcode``, 0 where all is well."""
    try:
        answer = sent.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _link(message: Message) -> str:
    """Where it leads; empty where the desk does not know by which address it is reached."""
    return f"{settings.PUBLIC_ADDRESS}{message.link}" if settings.PUBLIC_ADDRESS else ""


def _why() -> str:
    return _("You chose to be told by e-mail; in the inbox of the desk you can end that.")


def _domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip("> ")


def _said(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()

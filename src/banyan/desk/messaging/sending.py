"""How the other parts tell people something: ``tell``, within a running action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from banyan.desk.messaging import templates
from banyan.desk.messaging.models import Dispatch, EmailChoice, Message, Robot
from banyan.desk.people.models import Account

AT_ONCE = 1_000


@dataclass(frozen=True)
class Tidings:
    """What ``tell`` takes, but for the kind."""

    accounts: Sequence[Account]
    key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    organization: str = ""


def tell(
    accounts: Iterable[Account],
    kind: str,
    *,
    key: str,
    context: Mapping[str, Any] | None = None,
    link: str = "",
    organization: str = "",
) -> list[Message]:
    """Puts a message into the inbox of each account that was not told ``key`` before, in the
    transaction of the running action; those that are new. What leaves the desk is written down
    in the same transaction and sent by the worker after its commit.

    Raises ValueError for a kind that is not declared, KeyError where ``context`` does not fill
    its template."""
    return tell_each(kind, [Tidings(list(accounts), key, context or {}, link, organization)])


def tell_each(kind: str, tidings: Iterable[Tidings]) -> list[Message]:
    """``tell`` for any number of tidings of one kind, some at a time."""
    if not templates.is_declared(kind):
        raise ValueError(f"no message is declared as {kind}")
    made: list[Message] = []
    wanted: dict[tuple[int, str], Message] = {}
    for one in tidings:
        templates.render(kind, one.context)
        for account in one.accounts:
            wanted[account.pk, one.key] = Message(
                account=account,
                kind=kind,
                context=dict(one.context),
                link=one.link,
                organization=one.organization,
                key=one.key,
            )
        if len(wanted) >= AT_ONCE:
            made += _put(wanted)
            wanted = {}
    return made + _put(wanted)


def _put(wanted: dict[tuple[int, str], Message]) -> list[Message]:
    """Puts those of the messages, by account and key, into inboxes that are not there."""
    these = Message.objects.filter(
        account__in={account for account, _ in wanted}, key__in={key for _, key in wanted}
    )
    for told in these.values_list("account", "key"):
        wanted.pop(told, None)
    if not wanted:
        return []
    # Another action may tell the same at the same moment; then its rows stand.
    Message.objects.bulk_create(wanted.values(), ignore_conflicts=True, batch_size=AT_ONCE)
    there = these.select_related("account").order_by("pk")
    made = [one for one in there if (one.account_id, one.key) in wanted]
    _dispatch(made)
    return made


def _dispatch(messages: list[Message]) -> None:
    """Writes down what of ``messages``, all of one kind, leaves the desk."""
    now = timezone.now()
    leaving = []
    if settings.EMAIL_URL:
        chosen = EmailChoice.objects.filter(account__in={one.account_id for one in messages})
        by_email = set(chosen.values_list("account", flat=True))
        leaving += [
            Dispatch(
                message=one,
                channel=Dispatch.Channel.EMAIL,
                once=f"email {one.account_id} {one.key}",
                target=one.account.email,
                next_at=now,
            )
            for one in messages
            if one.account_id in by_email and one.account.email
        ]
    first: dict[int, dict[str, Message]] = {}
    for one in messages:
        if one.account.unit_id:
            first.setdefault(one.account.unit_id, {}).setdefault(one.key, one)
    leaving += [
        Dispatch(
            message=one,
            channel=Dispatch.Channel.ROBOT,
            robot=robot,
            once=f"robot {robot.pk} {one.key}",
            target=robot.name,
            next_at=now,
        )
        for robot in Robot.objects.filter(unit__in=first, ended_at=None)
        for one in first[robot.unit_id].values()
        if robot.is_told(one.kind)
    ]
    Dispatch.objects.bulk_create(leaving, ignore_conflicts=True, batch_size=AT_ONCE)

"""How the other parts tell people something: ``tell``, within a running action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from banyan.desk.messaging import templates
from banyan.desk.messaging.models import Dispatch, EmailChoice, Message, Robot
from banyan.desk.people.models import Account

AT_ONCE = 1_000


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
    if not templates.is_declared(kind):
        raise ValueError(f"no message is declared as {kind}")
    context = dict(context or {})
    templates.render(kind, context)
    wanted = {account.pk: account for account in accounts}
    told = Message.objects.filter(account__in=wanted, key=key).values_list("account", flat=True)
    for account in set(told):
        del wanted[account]
    if not wanted:
        return []
    new = [
        Message(
            account=account,
            kind=kind,
            context=context,
            link=link,
            organization=organization,
            key=key,
        )
        for account in wanted.values()
    ]
    # Another action may tell the same at the same moment; then its rows stand.
    Message.objects.bulk_create(new, ignore_conflicts=True, batch_size=AT_ONCE)
    made = list(Message.objects.filter(account__in=wanted, key=key).select_related("account"))
    _dispatch(made)
    return made


def _dispatch(messages: list[Message]) -> None:
    """Writes down what of ``messages``, all of one key, leaves the desk."""
    now = timezone.now()
    leaving = []
    if settings.EMAIL_URL:
        chosen = EmailChoice.objects.filter(account__in=[one.account_id for one in messages])
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
    first_of_unit = {one.account.unit_id: one for one in reversed(messages)}
    robots = Robot.objects.filter(unit__in=[unit for unit in first_of_unit if unit], ended_at=None)
    leaving += [
        Dispatch(
            message=first_of_unit[robot.unit_id],
            channel=Dispatch.Channel.ROBOT,
            robot=robot,
            once=f"robot {robot.pk} {first_of_unit[robot.unit_id].key}",
            target=robot.name,
            next_at=now,
        )
        for robot in robots
        if robot.is_told(messages[0].kind)
    ]
    Dispatch.objects.bulk_create(leaving, ignore_conflicts=True, batch_size=AT_ONCE)

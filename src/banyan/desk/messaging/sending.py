"""How the other parts tell people something: ``tell``, within a running action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from banyan.desk.messaging.models import Message
from banyan.desk.people.models import Account


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
    transaction of the running action; what leaves the desk is queued after its commit."""
    told = [
        Message(
            account=account,
            kind=kind,
            context=dict(context or {}),
            link=link,
            organization=organization,
            key=key,
        )
        for account in accounts
    ]
    return Message.objects.bulk_create(told, ignore_conflicts=True)

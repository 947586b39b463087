"""Tells webhooks of changes: what happened to what, never the content, which the API gives.

A message is signed as the Standard Webhooks describe: the headers ``webhook-id``,
``webhook-timestamp`` and ``webhook-signature`` (``v1,`` and the base64 of the HMAC-SHA256 of
``id.timestamp.body`` under the webhook's secret). It is repeated with growing pauses until it is
answered with a status below 300, and given up after ``PAUSES`` are used up.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import httpx
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks import task

from banyan.desk.api.models import Delivery, Webhook
from banyan.desk.audit.models import Entry
from banyan.desk.cases.models import Case
from banyan.desk.messaging.addresses import check_address
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Revision, Source

PAUSES = (10, 60, 600, 3600, 6 * 3600, 24 * 3600)
"""Seconds before each further attempt."""

SECONDS = 10.0
"""How long an address may take to answer."""

PUBLIC = ("policy.",)
"""Actions of which every webhook is told, whatever its account sees."""


MOST_NAMED = 1_000
"""Organizations that one message names; ``more`` says that there are others."""

LOAD = "operations.load_facts"
"""The first load of a desk, which leaves no revisions."""

UNTOLD = ("records.view_organization",)
"""Actions that change nothing."""

CASE = Case._meta.label_lower
"""Whatever happens to a case is told, by whichever action."""


def on_entry(entry: Entry) -> None:
    """Has the webhooks told that may know of the entry. Called after commit."""
    told = entry.action.startswith(("records.", LOAD, *PUBLIC)) or entry.subject == CASE
    if told and entry.action not in UNTOLD and Webhook.objects.filter(ended_at=None).exists():
        tell.enqueue(entry.number)


@task()
def tell(number: int) -> None:
    """Prepares a delivery for each webhook whose account sees what the entry is about."""
    entry = Entry.objects.get(pk=number)
    for webhook in Webhook.objects.filter(ended_at=None).select_related("account__unit"):
        seen = _organizations(entry, webhook)
        known = entry.action.startswith(PUBLIC) or _is_of_case(entry, webhook)
        if not seen and not known:
            continue
        delivery, new = Delivery.objects.get_or_create(
            webhook=webhook,
            entry=entry.number,
            defaults={"event": entry.action, "body": _body(entry, seen)},
        )
        if new:
            deliver.enqueue(delivery.pk)


def _organizations(entry: Entry, webhook: Webhook) -> list[str]:
    """The organizations that the entry is about, as far as the webhook's account sees them; one
    more than a message names where there are as many. An entry about many (an import) names none
    of them itself: the revisions of its source do. A bulk load leaves none, and is about all."""
    seen = Organization.objects.visible_to(webhook.account)
    if entry.subject == CASE and not _is_of_case(entry, webhook):
        return []
    if entry.organization:
        seen = seen.filter(pk=entry.organization)
    elif entry.subject == Source._meta.label_lower:
        changed = Revision.objects.filter(source_id=int(entry.key)).values("organization")
        seen = seen.filter(pk__in=changed)
    elif entry.action != LOAD:
        return []
    return list(seen.order_by("pk").values_list("pk", flat=True)[: MOST_NAMED + 1])


def _is_of_case(entry: Entry, webhook: Webhook) -> bool:
    """Whether the entry is of a case that the webhook's account sees; what is among officials names
    no organization, and no enterprise is told of it."""
    if entry.subject != CASE:
        return False
    if webhook.account.role == Role.ENTERPRISE and not entry.organization:
        return False
    return bool(Case.objects.visible_to(webhook.account).filter(pk=int(entry.key)).exists())


def _body(entry: Entry, organizations: list[str]) -> dict[str, Any]:
    return {
        "type": entry.action,
        "timestamp": entry.at.isoformat(),
        "data": {
            "entry": entry.number,
            "organizations": organizations[:MOST_NAMED],
            "more": len(organizations) > MOST_NAMED,
            "subject": entry.subject,
            "key": entry.key,
        },
    }


def signature(secret: str, identity: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature``."""
    signed = f"{identity}.{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


@task()
def deliver(number: int) -> None:
    """One attempt, and the next one planned where it fails."""
    delivery = Delivery.objects.select_related("webhook").get(pk=number)
    if delivery.state != Delivery.State.WAITING:
        return
    webhook = delivery.webhook
    if webhook.ended_at is not None:
        _finish(delivery, Delivery.State.GIVEN_UP, "ended")
        return
    delivery.attempts += 1
    answer = _send(webhook, delivery)
    if answer.isdigit() and 200 <= int(answer) < 300:
        _finish(delivery, Delivery.State.DELIVERED, answer)
    elif delivery.attempts > len(PAUSES):
        _finish(delivery, Delivery.State.GIVEN_UP, answer)
    else:
        _finish(delivery, Delivery.State.WAITING, answer)
        later = timezone.now() + timedelta(seconds=PAUSES[delivery.attempts - 1])
        deliver.using(run_after=later).enqueue(delivery.pk)


def _send(webhook: Webhook, delivery: Delivery) -> str:
    """The status that was answered, or why there was none."""
    body = json.dumps(delivery.body, ensure_ascii=False, separators=(",", ":")).encode()
    identity, now = f"entry_{delivery.entry}", int(timezone.now().timestamp())
    headers = {
        "content-type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(webhook.secret, identity, now, body),
    }
    try:
        check_address(webhook.url)
        sent = httpx.post(
            webhook.url, content=body, headers=headers, timeout=SECONDS, follow_redirects=False
        )
    except ValidationError as error:
        return error.messages[0][:200]
    except httpx.HTTPError as error:
        return type(error).__name__
    return str(sent.status_code)


def _finish(delivery: Delivery, state: str, answer: str) -> None:
    delivery.state, delivery.answer = state, answer
    delivery.save(update_fields=["state", "answer", "attempts"])

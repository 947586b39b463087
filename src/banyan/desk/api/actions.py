"""Tokens and webhooks made and ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.api.models import Scope, Token, Webhook
from banyan.desk.audit import Actor, action, log
from banyan.desk.messaging.addresses import check_address

PREFIX = "banyan_"
LONGEST_DAYS = 366


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@action("api.make_token")
def make_token(
    actor: Actor, name: str, scopes: Collection[str], days: int = 90
) -> tuple[Token, str]:
    """A token of the actor's own account; the second part is the token itself, never seen again.
    Raises ValidationError for an unknown scope or too long a life."""
    if actor.account is None:
        raise PermissionDenied
    if not scopes or any(scope not in Scope.values for scope in scopes):
        raise ValidationError(_("Choose what the token may do."))
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(_("A token lives for 1 to %(most)s days.") % {"most": LONGEST_DAYS})
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=actor.account,
        name=name,
        prefix=text[: len(PREFIX) + 4],
        sha256=hashed(text),
        scopes=sorted(scopes),
        expires_at=timezone.now() + timedelta(days=days),
    )
    log(token, after={"name": name, "scopes": token.scopes, "expires_at": token.expires_at})
    return token, text


@action("api.revoke_token")
def revoke_token(actor: Actor, token: Token) -> None:
    """Ends a token of the actor's own."""
    if actor.account is None or token.account_id != actor.account.pk:
        raise PermissionDenied
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    log(token, before={"name": token.name}, after={"revoked_at": token.revoked_at})


@action("api.make_webhook")
def make_webhook(actor: Actor, url: str) -> Webhook:
    """A webhook of the actor's own account. Raises ValidationError for an address that is not
    HTTPS or leads into this machine's own network."""
    if actor.account is None:
        raise PermissionDenied
    check_address(url)
    webhook = Webhook.objects.create(
        account=actor.account, url=url, secret=secrets.token_urlsafe(32)
    )
    log(webhook, after={"url": url})
    return webhook


@action("api.end_webhook")
def end_webhook(actor: Actor, webhook: Webhook) -> None:
    """Ends a webhook of the actor's own; what waits is not delivered any more."""
    if actor.account is None or webhook.account_id != actor.account.pk:
        raise PermissionDenied
    webhook.ended_at = timezone.now()
    webhook.save(update_fields=["ended_at"])
    log(webhook, before={"url": webhook.url}, after={"ended_at": webhook.ended_at})

"""What people do with their own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.people.sessions import end_sessions


def _own(actor: Actor) -> Account:
    if actor.account is None:
        raise PermissionDenied
    return Account.objects.select_for_update(of=("self",)).get(pk=actor.account.pk)


@action("people.change_profile")
def change_profile(actor: Actor, *, name: str, phone: str, email: str) -> None:
    """Only an enterprise user changes the e-mail address: an officer may sign in by it, so that
    an administrator gives it."""
    account = _own(actor)
    before = {"name": account.name, "phone": account.phone, "email": account.email}
    account.name, account.phone = name, phone
    if account.role == Role.ENTERPRISE:
        account.email = email
    account.full_clean()
    account.save(update_fields=["name", "phone", "email"])
    after = {"name": account.name, "phone": account.phone, "email": account.email}
    log(account, before=before, after=after)


@action("people.change_password")
def change_password(actor: Actor, password: str, session_key: str | None) -> None:
    """The actor's own; ends every session but the one of ``session_key``."""
    account = _own(actor)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    actor.account.password = account.password  # the request's account, whose session stays
    actor.account.must_change_password = False
    end_sessions(account, but=session_key or "")
    log(account)


@action("people.end_own_sessions")
def end_own_sessions(actor: Actor, session_key: str) -> int:
    """Signs the person out in every other browser; returns in how many."""
    account = _own(actor)
    ended = end_sessions(account, but=session_key)
    log(account, after={"sessions": ended})
    return ended


@action("people.activate_totp")
def activate_totp(actor: Actor, activate: Callable[[], Any]) -> Any:
    """``activate`` is what the library does to set up the second factor."""
    result = activate()
    log(_own(actor), after={"second_factor": ["totp"]})
    return result


@action("people.deactivate_totp")
def deactivate_totp(actor: Actor, deactivate: Callable[[], Any]) -> Any:
    """``deactivate`` is what the library does to take the second factor away."""
    result = deactivate()
    log(_own(actor), before={"second_factor": ["totp"]}, after={"second_factor": []})
    return result


@action("people.renew_recovery_codes")
def renew_recovery_codes(actor: Actor, renew: Callable[[], Any]) -> Any:
    """``renew`` is what the library does to make new codes in place of the old."""
    result = renew()
    log(_own(actor), after={"recovery_codes": "renewed"})
    return result

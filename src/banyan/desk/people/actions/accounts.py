"""What administrators do with accounts."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.people.sessions import end_sessions

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without the characters that are mistaken for others when a password is read aloud."""


def temporary_password() -> str:
    """Four groups of four characters, about 79 bits."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4)]
    return "-".join(groups)


def _check_place(role: Role, unit: Unit | None) -> None:
    if role is Role.ENTERPRISE:
        if unit is not None:
            raise ValidationError({"unit": _("An enterprise account belongs to no unit.")})
    elif unit is None:
        raise ValidationError({"unit": _("Choose the unit for which the person works.")})
    elif (role is Role.COUNTY) != bool(unit.county):
        raise ValidationError(
            {
                "unit": _("A county officer works for the unit of a county.")
                if role is Role.COUNTY
                else _("Only county officers work for the unit of a county.")
            }
        )


def _said(account: Account) -> dict[str, Any]:
    """What an entry says of an account."""
    return {
        "username": account.username,
        "name": account.name,
        "email": account.email,
        "phone": account.phone,
        "role": account.role,
        "unit": account.unit.code if account.unit else None,
    }


def _confirm_email(account: Account) -> None:
    """The address that an administrator gave an officer counts as confirmed: a provider that
    names it may sign the officer in. One that an enterprise user gives never does."""
    EmailAddress.objects.filter(user=account).delete()
    if account.email and account.is_official:
        EmailAddress.objects.create(
            user=account, email=account.email.lower(), verified=True, primary=True
        )


def _check_email(account: Account) -> None:
    taken = EmailAddress.objects.filter(email__iexact=account.email).exclude(user_id=account.pk)
    if account.email and account.is_official and taken.exists():
        raise ValidationError({"email": _("Another account has this e-mail address.")})


@action("people.make_account")
def make_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    role: Role,
    unit: Unit | None = None,
    email: str = "",
    phone: str = "",
) -> tuple[Account, str]:
    """The account, and the temporary password with which the person signs in for the first time.
    Raises ValidationError."""
    require(actor, Role.ADMINISTRATOR)
    _check_place(role, unit)
    account = Account(
        username=Account.normalize_username(username),
        name=name,
        role=role,
        unit=unit,
        email=email,
        phone=phone,
        must_change_password=True,
    )
    password = temporary_password()
    account.set_password(password)
    _check_email(account)
    account.full_clean()
    account.save()
    _confirm_email(account)
    log(account, after=_said(account))
    return account, password


@action("people.change_account")
def change_account(
    actor: Actor,
    account: Account,
    *,
    name: str,
    role: Role,
    unit: Unit | None,
    email: str = "",
    phone: str = "",
) -> None:
    """Raises ValidationError. A new role or unit ends the person's sessions."""
    require(actor, Role.ADMINISTRATOR)
    account = _held(account)
    before = _said(account)
    moved = (account.role, account.unit) != (role, unit)
    if moved and account == actor.account:
        raise ValidationError(_("Ask another administrator to change your own role or unit."))
    if (Role(account.role) is Role.ENTERPRISE) != (role is Role.ENTERPRISE):
        raise ValidationError(
            {"role": _("An enterprise account stays one, and no other becomes one.")}
        )
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(account)
    _check_place(role, unit)
    account.name, account.role, account.unit = name, role, unit
    account.email, account.phone = email, phone
    _check_email(account)
    account.full_clean()
    account.save(update_fields=["name", "role", "unit", "email", "phone"])
    _confirm_email(account)
    if moved:
        end_sessions(account)
    log(account, before=before, after=_said(account))


@action("people.lock_account")
def lock_account(actor: Actor, account: Account) -> None:
    """The person can no longer sign in, and is signed out."""
    require(actor, Role.ADMINISTRATOR)
    account = _held(account)
    if account == actor.account:
        raise ValidationError(_("Ask another administrator to lock your own account."))
    if not account.is_active:
        raise ValidationError(_("The account is locked already."))
    _keep_an_administrator(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)
    log(account, before={"is_active": True}, after={"is_active": False})


@action("people.unlock_account")
def unlock_account(actor: Actor, account: Account) -> None:
    require(actor, Role.ADMINISTRATOR)
    account = _held(account)
    if account.is_active:
        raise ValidationError(_("The account is not locked."))
    account.is_active = True
    account.save(update_fields=["is_active"])
    log(account, before={"is_active": False}, after={"is_active": True})


@action("people.end_sessions")
def end_account_sessions(actor: Actor, account: Account) -> int:
    """Signs the person out everywhere; returns from how many browsers."""
    require(actor, Role.ADMINISTRATOR)
    ended = end_sessions(account)
    log(account, after={"sessions": ended})
    return ended


@action("people.reset_password")
def reset_password(actor: Actor, account: Account) -> str:
    """A new temporary password; the old one, and every session, ends."""
    require(actor, Role.ADMINISTRATOR)
    account = _held(account)
    password = temporary_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account)
    log(account, after={"must_change_password": True})
    return password


@action("people.reset_totp")
def reset_totp(actor: Actor, account: Account) -> None:
    """Takes away the second factor of somebody who lost it."""
    require(actor, Role.ADMINISTRATOR)
    account = _held(account)
    if account == actor.account:
        raise ValidationError(_("Ask another administrator to reset your own second factor."))
    had = sorted(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    if not had:
        raise ValidationError(_("The account has no second factor."))
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account)
    log(account, before={"second_factor": had}, after={"second_factor": []})


def _held(account: Account) -> Account:
    """The account as it is now, held until the transaction ends."""
    return Account.objects.select_for_update(of=("self",)).select_related("unit").get(pk=account.pk)


def _keep_an_administrator(account: Account) -> None:
    """Somebody must be able to sign in as administrator. Holds all of them, so that two who lock
    each other at once do not both succeed."""
    if account.role != Role.ADMINISTRATOR or not account.is_active:
        return
    held = Account.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if not [one for one in held.order_by("pk") if one != account]:
        raise ValidationError(_("The last administrator cannot be locked or moved."))

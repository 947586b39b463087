"""How each action on accounts, units and sign-ins is called, and what routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from banyan.desk.audit import Actor
from banyan.desk.people import actions
from banyan.desk.people.actions.auditing import export_audit, record_verification
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making


def _administrator(making: Making) -> Actor:
    return making.actor(Role.ADMINISTRATOR, username="administrator-of-scenario")


def _somebody(making: Making) -> Account:
    return making.account(Role.CITY, username="somebody-of-scenario")


def _visitor() -> Actor:
    return Actor()


def _make_account(making: Making) -> None:
    actions.make_account(
        _administrator(making), username="new", name="新", role=Role.CITY, unit=making.unit()
    )


def _change_account(making: Making) -> None:
    actions.change_account(
        _administrator(making),
        _somebody(making),
        name="新",
        role=Role.FINANCE,
        unit=making.unit("finance"),
    )


def _unlock(making: Making) -> None:
    account = _somebody(making)
    account.is_active = False
    account.save()
    actions.unlock_account(_administrator(making), account)


def _reset_totp(making: Making) -> None:
    account = _somebody(making)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    actions.reset_totp(_administrator(making), account)


def _connect_identity(making: Making) -> None:
    identity = SocialAccount(provider="fake", uid="1")
    actions.connect_identity(_visitor(), _somebody(making), identity)


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "people.activate_totp": lambda making: actions.activate_totp(
        Actor(_somebody(making)), lambda: None
    ),
    "people.deactivate_totp": lambda making: actions.deactivate_totp(
        Actor(_somebody(making)), lambda: None
    ),
    "people.renew_recovery_codes": lambda making: actions.renew_recovery_codes(
        Actor(_somebody(making)), lambda: None
    ),
    "people.change_password": lambda making: actions.change_password(
        Actor(_somebody(making)), "another-horse-battery", None
    ),
    "people.change_profile": lambda making: actions.change_profile(
        Actor(_somebody(making)), name="新", phone="", email=""
    ),
    "people.end_own_sessions": lambda making: actions.end_own_sessions(
        Actor(_somebody(making)), ""
    ),
    "people.make_account": _make_account,
    "people.change_account": _change_account,
    "people.lock_account": lambda making: actions.lock_account(
        _administrator(making), _somebody(making)
    ),
    "people.unlock_account": _unlock,
    "people.end_sessions": lambda making: actions.end_account_sessions(
        _administrator(making), _somebody(making)
    ),
    "people.reset_password": lambda making: actions.reset_password(
        _administrator(making), _somebody(making)
    ),
    "people.reset_totp": _reset_totp,
    "people.make_unit": lambda making: actions.make_unit(
        _administrator(making), code="bank-1", name_zh="银行", name_en="Bank"
    ),
    "people.change_unit": lambda making: actions.change_unit(
        _administrator(making), making.unit("bank-1"), name_zh="银行", name_en="Bank", county=""
    ),
    "people.set_up_units": lambda making: actions.set_up_units(_administrator(making)),
    "people.register": lambda making: actions.register(
        _visitor(), username="new", password="correct-horse-battery", name="新"
    ),
    "people.sign_in": lambda making: actions.sign_in(Actor(_somebody(making)), ["password"]),
    "people.sign_in_failed": lambda making: actions.sign_in_failed(
        _visitor(), "nobody", "credentials"
    ),
    "people.lock_out": lambda making: actions.lock_out(_visitor(), "nobody"),
    "people.sign_out": lambda making: actions.sign_out(Actor(_somebody(making))),
    "people.connect_identity": _connect_identity,
    "audit.export": lambda making: export_audit(
        making.actor(Role.AUDITOR, username="auditor-of-scenario"), {}
    ),
    "audit.verify": lambda making: record_verification(
        making.actor(Role.AUDITOR, username="auditor-of-scenario"),
        entries=0,
        head="0" * 64,
        breaks=[],
    ),
}


def _entry(making: Making) -> dict[str, Any]:
    actions.sign_in_failed(_visitor(), "nobody", "credentials")
    return {"number": 1}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "people:account": lambda making: {"number": _somebody(making).pk},
    "people:act_on_account": lambda making: {"number": _somebody(making).pk, "what": "lock"},
    "people:unit": lambda making: {"number": making.unit().pk},
    "audit:entry": _entry,
    "openid_connect_login": lambda making: {"provider_id": "none"},
    "openid_connect_callback": lambda making: {"provider_id": "none"},
}

"""Accounts, units, one's own account, the audit, claims, and who speaks for an organization."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from banyan.desk.audit import Actor
from banyan.desk.people import actions
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import claim_actions
from browser.pages import Shown
from desk.making import Making


def _administrator(making: Making) -> Account:
    administrator = making.account(Role.ADMINISTRATOR)
    actions.set_up_units(Actor(administrator))
    return administrator


def _account(making: Making) -> tuple[Account, str]:
    administrator = _administrator(making)
    officer = making.account(Role.CITY)
    actions.lock_account(Actor(administrator), officer)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    return administrator, f"/people/accounts/{officer.pk}/"


def _unit(making: Making) -> tuple[Account, str]:
    return _administrator(making), f"/people/units/{making.unit('finance').pk}/"


def _audit(making: Making, address: str) -> tuple[Account, str]:
    """The auditor, after an administrator moved an officer and somebody failed to sign in."""
    actions.change_account(
        Actor(_administrator(making)),
        making.account(Role.FINANCE, username="chen"),
        name="陈",
        role=Role.CITY,
        unit=making.unit("finance"),
    )
    actions.sign_in_failed(Actor(), "=nobody", "credentials")
    return making.account(Role.AUDITOR), address


def _claims(making: Making) -> tuple[Account, str]:
    """An enterprise user with a claim that waits, one refused, and an organization."""
    person = making.account(Role.ENTERPRISE)
    officer = Actor(making.account(Role.CITY))
    refused = claim_actions.make_claim(Actor(person), uscc=making.credit_code(7))
    claim_actions.refuse_claim(officer, refused, "电话无法核实")
    claim_actions.make_claim(Actor(person), uscc=making.credit_code(8), message="会计")
    making.representation(person, making.organization(1))
    return person, "/claims/"


def _claim(making: Making) -> tuple[Account, str]:
    person = making.account(Role.ENTERPRISE)
    claim = claim_actions.make_claim(
        Actor(person), uscc=making.organization(1).pk, message="我是会计"
    )
    return making.account(Role.COUNTY), f"/claims/{claim.pk}/"


def _represented(making: Making, role: Role, page: str) -> tuple[Account, str]:
    """An organization with a representative, an invitation and a bank that sees its record."""
    organization = making.organization(1)
    person = making.account(Role.ENTERPRISE)
    making.representation(person, organization)
    officer = making.account(Role.COUNTY)
    bank = making.account(Role.BANK)
    assert bank.unit is not None
    claim_actions.invite(Actor(officer), organization)
    claim_actions.share(Actor(person), organization, bank.unit)
    viewer = person if role is Role.ENTERPRISE else officer
    return viewer, f"/organizations/{organization.pk}/{page}/"


PAGES = [
    Shown("accounts", lambda making: (_administrator(making), "/people/accounts/")),
    Shown("new account", lambda making: (_administrator(making), "/people/accounts/new/")),
    Shown("an account", _account),
    Shown("units", lambda making: (_administrator(making), "/people/units/")),
    Shown("no units", lambda making: (making.account(Role.ADMINISTRATOR), "/people/units/")),
    Shown("a unit", _unit),
    Shown("own account", lambda making: (making.account(Role.CITY), "/profile/")),
    Shown("audit", lambda making: _audit(making, "/audit/")),
    Shown("an entry", lambda making: _audit(making, "/audit/2/")),
    Shown("chain", lambda making: _audit(making, "/audit/chain/")),
    Shown("own claims", _claims),
    Shown("claims to decide", lambda making: (_claim(making)[0], "/claims/to-decide/")),
    Shown("a claim", _claim),
    Shown("representatives", lambda making: _represented(making, Role.ENTERPRISE, "people")),
    Shown(
        "representatives for an officer", lambda making: _represented(making, Role.COUNTY, "people")
    ),
    Shown("trail", lambda making: _represented(making, Role.ENTERPRISE, "trail")),
]

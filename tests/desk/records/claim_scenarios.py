"""How each action on claims, invitations and sharings is called, and what their routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import claim_actions as actions
from banyan.desk.records.models import Claim, Invitation, Organization, Representation, Sharing
from desk.making import Making


def _organization(making: Making) -> Any:
    found = Organization.objects.filter(pk=making.credit_code(1)).first()
    return found or making.organization(1)


def _officer(making: Making) -> Actor:
    return making.actor(Role.CITY, username="officer-of-claims")


def _person(making: Making) -> Account:
    found = Account.objects.filter(username="person-of-claims").first()
    return found or making.account(Role.ENTERPRISE, username="person-of-claims")


def waiting_claim(making: Making) -> Claim:
    return actions.make_claim(Actor(_person(making)), uscc=_organization(making).pk)


def representation(making: Making) -> Representation:
    return making.representation(_person(making), _organization(making))


def invitation(making: Making) -> Invitation:
    return actions.invite(_officer(making), _organization(making))[0]


def sharing(making: Making) -> Sharing:
    actor = Actor(representation(making).account)
    bank = making.account(Role.BANK, username="bank-of-claims")
    assert bank.unit is not None
    return actions.share(actor, _organization(making), bank.unit)


def _withdraw(making: Making) -> None:
    one = invitation(making)
    actions.withdraw_invitation(Actor(one.made_by), one)


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "records.claim": waiting_claim,
    "records.accept_claim": lambda making: actions.accept_claim(
        _officer(making), waiting_claim(making)
    ),
    "records.refuse_claim": lambda making: actions.refuse_claim(
        _officer(making), waiting_claim(making), "unknown"
    ),
    "records.end_representation": lambda making: actions.end_representation(
        _officer(making), representation(making)
    ),
    "records.invite": invitation,
    "records.withdraw_invitation": _withdraw,
    "records.share": sharing,
    "records.end_sharing": lambda making: actions.end_sharing(
        Actor(_person(making)), sharing(making)
    ),
}


def _of_organization(making: Making) -> dict[str, Any]:
    return {"uscc": _organization(making).pk}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "records:claim": lambda making: {"number": waiting_claim(making).pk},
    "records:decide_claim": lambda making: {"number": waiting_claim(making).pk, "what": "accept"},
    "records:representatives": _of_organization,
    "records:invite": _of_organization,
    "records:withdraw_invitation": lambda making: {
        "uscc": _organization(making).pk,
        "number": invitation(making).pk,
    },
    "records:end_representation": lambda making: {
        "uscc": _organization(making).pk,
        "number": representation(making).pk,
    },
    "records:share": _of_organization,
    "records:end_sharing": lambda making: {
        "uscc": _organization(making).pk,
        "number": sharing(making).pk,
    },
    "records:trail": _of_organization,
}

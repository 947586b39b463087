"""A problem or a request comes to the ledgers: raised by an enterprise, recorded by an official."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action
from banyan.desk.cases.actions.handling import attach
from banyan.desk.cases.asking import given_fields
from banyan.desk.cases.kinds import Kind, declared_kinds
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.cases.states import Gravity
from banyan.desk.cases.telling import tell_of
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Representation

RECORDING = (Role.COUNTY, Role.CITY, Role.DEPARTMENT, Role.FINANCE, Role.BANK)
"""The roles that record what an enterprise has told them."""


@dataclass(frozen=True)
class Raised:
    """What a form says: ``fields`` as they were typed, ``files`` as path and name."""

    kind: str
    category: str
    title: str
    text: str
    contact: str = ""
    phone: str = ""
    gravity: str = Gravity.GENERAL
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Collection[tuple[Path, str]] = ()


def kinds_to_raise() -> dict[str, Kind]:
    """The kinds that enterprises raise, and officials for them."""
    return {code: kind for code, kind in declared_kinds().items() if kind.seen_by_enterprise}


LONGEST_KEY = 80
"""Characters of the key that a program gives."""


def came_before(actor: Actor, key: str) -> bool:
    """Whether a program of this account has opened a case with this key."""
    return bool(Case.objects.filter(**_come(actor, key)).exists())


@action("cases.raise")
def raise_case(actor: Actor, organization: Organization, said: Raised, key: str = "") -> Case:
    """Who speaks for an organization raises something. With a program's ``key`` it comes once: the
    same key again returns the case that it opened. Raises RefusedError with the field at fault."""
    require(actor, Role.ENTERPRISE)
    speaks = Representation.objects.filter(account=actor.account, organization=organization)
    if not speaks.exists():
        raise PermissionDenied
    return _open(actor, organization, replace(said, gravity=Gravity.GENERAL), county="", key=key)


@action("cases.record")
def record_case(
    actor: Actor, organization: Organization | None, said: Raised, key: str = ""
) -> Case:
    """An official records what an enterprise has told, or what was seen. A county officer's is in
    the county's ledger; of no organization, another's is in the city's. ``key`` as in
    ``raise_case``."""
    require(actor, *RECORDING)
    account = actor.account
    county = account.county if account is not None else ""
    if organization is not None:
        seen = Organization.objects.visible_to(account).filter(pk=organization.pk)
        if account is not None and not seen.exists():
            raise PermissionDenied
    of_county = county if organization is None else ""
    return _open(actor, organization, said, county=of_county, key=key)


def _come(actor: Actor, key: str) -> dict[str, str]:
    """How a case says that it came by a program of this account with this key."""
    return {"origin": Case.Origin.INTERFACE, "origin_key": f"{actor.account.pk}:{key}"}


def _open(
    actor: Actor, organization: Organization | None, said: Raised, *, county: str, key: str
) -> Case:
    kind = kinds_to_raise().get(said.kind)
    category = None if kind is None else kind.categories.get(said.category)
    if category is None:
        raise RefusedError(_("Choose what it is about."), "category")
    if not said.title.strip():
        raise RefusedError(_("Say in one line what it is."), "title")
    if len(said.title.strip()) > 200:
        raise RefusedError(_("At most 200 characters."), "title")
    if not said.text.strip():
        raise RefusedError(_("Describe it."), "text")
    if said.gravity not in Gravity.values:
        raise RefusedError(_("Choose how grave it is."), "gravity")
    wanted = Wanted(
        kind=said.kind,
        category=said.category,
        title=said.title,
        text=said.text,
        organization=organization,
        county=county,
        gravity=said.gravity,
        fields=given_fields(category, said.fields),
        contact=said.contact.strip()[:100],
        phone=said.phone.strip()[:30],
    )
    if key:
        come = _come(actor, key[:LONGEST_KEY])
        case = open_case(actor, wanted, come["origin"], come["origin_key"])
    else:
        case = open_case(actor, wanted, Case.Origin.DESK)
    for path, name in said.files:
        attach(actor, case, path, name)
    tell_of(actor, case, case.moves.order_by("pk")[0])
    return case

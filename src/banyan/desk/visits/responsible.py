"""Who may be responsible for which enterprise, and which enterprises lack somebody (P3.2, A5·8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from banyan.desk.visits.models import Assignment, HandOver
from banyan.desk.visits.scope import OFFICERS

SRDI = ("srdi", "little_giant")
"""The recognitions whose holders have a service officer."""

CITY_UNIT = "industry"
"""The unit of the city that names officers for enterprises of no county."""


def open_assignments() -> Any:
    """Those that have not ended."""
    return Assignment.objects.filter(until__isnull=True)


def officers(county: str | None = None) -> QuerySet[Account]:
    """Who may be responsible for an enterprise of ``county`` (of any where ``None``): its own
    officers, and those of the city and its departments."""
    found = Account.objects.filter(is_active=True, role__in=OFFICERS).select_related("unit")
    if county is None:
        return found
    return found.filter(~Q(role=Role.COUNTY) | Q(unit__county=county))


def named_by(account: Account | None) -> QuerySet[Account]:
    """The officers whom the account may name: a county its own, the city all."""
    found = officers()
    if account is not None and account.role == Role.COUNTY:
        return found.filter(role=Role.COUNTY, unit__county=account.county)
    return found


def may_be_responsible(officer: Account, county: str) -> bool:
    """Whether the officer is open, visits enterprises at all, and those of ``county``."""
    if not officer.is_active or officer.role not in OFFICERS:
        return False
    return officer.role != Role.COUNTY or officer.county == county


def holders_of_srdi(day: date) -> Any:
    """The recognitions that hold on ``day``."""
    recognitions: Any = FACTS["recognitions"]
    return recognitions.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=day), kind__in=SRDI, recognized_on__lte=day
    )


def is_srdi(code: str, day: date) -> bool:
    return bool(holders_of_srdi(day).filter(organization=code).exists())


def without(organizations: QuerySet[Any], kind: str, day: date) -> QuerySet[Any]:
    """Of ``organizations`` the enterprises that have no officer of the kind: of service officers
    the recognized SRDI enterprises."""
    held = open_assignments().filter(organization=OuterRef("pk"), kind=kind)
    found = organizations.filter(~Exists(held), kind="enterprise")
    if kind == Assignment.Kind.SERVICE:
        found = found.filter(pk__in=holders_of_srdi(day).values("organization"))
    return found


def counties_lacking(day: date) -> dict[str, int]:
    """By county (empty: of none) the number of SRDI enterprises without a service officer."""
    held = open_assignments().filter(
        organization=OuterRef("organization"), kind=Assignment.Kind.SERVICE
    )
    rows = (
        holders_of_srdi(day)
        .filter(~Exists(held), organization__kind="enterprise")
        .values_list("organization", "organization__county")
        .distinct()
    )
    known = counties()
    found: dict[str, int] = {}
    for _code, county in rows:
        county = county if county in known else ""
        found[county] = found.get(county, 0) + 1
    return found


def unit_of(county: str) -> Unit | None:
    """The unit that must name officers: the county's own, the city's for no county."""
    if county:
        return Unit.objects.filter(county=county).order_by("pk").first()
    return Unit.objects.filter(code=CITY_UNIT).first()


def left_behind() -> list[tuple[int, int, str]]:
    """Officer, unit and reason (``HandOver.Why``) of those who can no longer be responsible for
    what is theirs: whose account is closed, or who works elsewhere."""
    stays = Q(officer__role=Role.COUNTY, organization__county=F("officer__unit__county")) | Q(
        officer__role__in=[role for role in OFFICERS if role != Role.COUNTY]
    )
    rows = (
        open_assignments()
        .filter(Q(officer__is_active=False) | ~Q(unit=F("officer__unit")) | ~stays)
        .order_by()
        .values_list("officer", "unit", "officer__is_active")
        .distinct()
    )
    why = {False: HandOver.Why.CLOSED, True: HandOver.Why.MOVED}
    return [(officer, unit, why[active]) for officer, unit, active in rows]

"""Organizations that a measure without application pays, for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.matching import actions, tasks
from banyan.desk.matching.consenting import AccountGiven
from banyan.desk.matching.models import Match
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Source, Upload
from desk.making import Making

YEAR = 2026
SYSTEM = Actor(origin=Origin(via="task"))
ACCOUNT = AccountGiven(holder="", bank="榕荫示范银行鼓楼支行", number="6222020200112233445")


def documented() -> Source:
    """An import with its file."""
    upload, _ = Upload.objects.get_or_create(
        sha256="0" * 64,
        defaults={"name": "认定文件.xlsx", "content_type": "x", "size": 1, "file": "uploads/x"},
    )
    made, _ = Source.objects.get_or_create(kind=Source.Kind.IMPORTED, upload=upload)
    return made


def centre(
    making: Making,
    number: int = 1,
    level: str = "municipal",
    *,
    spoken_for: bool = True,
    kind: str = "technology_centre",
    **facts: Any,
) -> Any:
    """An organization whose centre (300,000 yuan at municipal level) was recognized in the year,
    all of it verified; represented by ``speaker(number)``."""
    now = timezone.now()
    organization = Organization.objects.filter(pk=making.credit_code(number)).first()
    if organization is None:
        organization = making.organization(number, verified_at=now, **facts)
        if spoken_for:
            making.representation(speaker(making, number), organization)
    record = making.fact(
        "recognitions",
        recognition=f"R-{kind}-{number}",
        organization=organization,
        kind=kind,
        level=level,
        recognized_on=date(YEAR, 3, 1),
        verified_at=now,
    )
    record.source = documented()
    record.save()
    return organization


def speaker(making: Making, number: int = 1) -> Account:
    name = f"speaker-{number}"
    return Account.objects.filter(username=name).first() or making.account(
        Role.ENTERPRISE, username=name
    )


def officer(making: Making, role: Role = Role.CITY, name: str = "", **more: Any) -> Actor:
    username = name or f"officer-{role.value}"
    known = Account.objects.filter(username=username).first()
    return Actor(known or making.account(role, username=username, **more))


def search(year: int = YEAR) -> None:
    """What an officer asks for, and the background task does."""
    actions.match(SYSTEM, year)
    tasks.search_matches.call(year)


def told(making: Making, number: int = 1, **facts: Any) -> Match:
    """A match that waits for the enterprise."""
    organization = centre(making, number, **facts)
    search()
    match = Match.objects.get(uscc=organization.pk)
    if match.state == Match.State.FOUND:
        actions.tell(officer(making), [match.pk])
    match.refresh_from_db()
    return match


def account_of(organization: Any) -> AccountGiven:
    return AccountGiven(organization.name, ACCOUNT.bank, ACCOUNT.number)

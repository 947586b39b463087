"""Enterprises raised above designated size, and counties' own organizations, for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making

YEAR = 2026
HERE, THERE = "350102", "350103"


def somebody(making: Making, role: Role, username: str, **more: Any) -> Account:
    known = Account.objects.filter(username=username).first()
    return known or making.account(role, username=username, **more)


def raised(
    making: Making,
    county: str,
    count: int,
    *,
    first: int = 1000,
    year: int = YEAR,
    verified: bool = True,
    **facts: Any,
) -> list[Any]:
    """So many industrial enterprises of the county that grew above designated size in the year;
    ``first`` is the number of the first."""
    at = timezone.now() if verified else None
    return [
        making.organization(
            number, county=county, scaled_on=date(year, 3, 1), verified_at=at, **facts
        )
        for number in range(first, first + count)
    ]


def own_organization(making: Making, county: str = HERE, *, verified: bool = True) -> Any:
    """The county's own."""
    return making.organization(
        int(county),
        county=county,
        kind="county",
        name=f"县区{county}",
        industry=None,
        size=None,
        verified_at=timezone.now() if verified else None,
    )

"""What an organization can receive."""

from __future__ import annotations

from datetime import date
from typing import Any

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from browser.pages import Shown
from desk.making import Making

YEAR = 2026


def _organization(making: Making, number: int) -> Any:
    """With something granted, something near, a fact that is missing, a choice, and a place among
    others."""
    organization = making.organization(number)
    for name, gross, net, digital in (
        ("甲", 340_000_000, 300_000_000, 0),
        ("乙", 600_000_000, 500_000_000, 100_000_000),
    ):
        project = making.fact(
            "projects",
            project=f"{name}-{number}",
            organization=organization,
            name=f"{name}号车间智能化改造",
            municipal_key=False,
            special_bond=False,
            other_fiscal_support=False,
            innovation_centre=False,
        )
        making.fact(
            "project_years",
            project=project,
            year=YEAR,
            equipment_gross=gross,
            equipment_net=net,
            digital_net=digital,
            digital_effective=True,
        )
    making.fact(
        "recognitions",
        recognition=f"centre-{number}",
        organization=organization,
        kind="technology_centre",
        recognized_on=date(YEAR, 3, 1),
        expires_on=date(YEAR + 1, 3, 1),
    )
    making.fact(
        "orders",
        order=f"order-{number}",
        organization=organization,
        signed_on=date(YEAR, 5, 1),
        amount=3_000_000_000,
    )
    return organization


def _benefits(making: Making) -> tuple[Account, str]:
    person = making.account(Role.ENTERPRISE)
    organization = _organization(making, 1)
    making.representation(person, organization)
    return person, f"/organizations/{organization.pk}/benefits/?year={YEAR}"


def _of_officer(making: Making) -> tuple[Account, str]:
    organization = _organization(making, 1)
    return making.account(Role.CITY), f"/organizations/{organization.pk}/benefits/?year={YEAR}"


def _several(making: Making) -> tuple[Account, str]:
    person = making.account(Role.ENTERPRISE)
    for number in (1, 2):
        making.representation(person, making.organization(number))
    return person, "/benefits/"


PAGES = [
    Shown("my benefits", _benefits),
    Shown("benefits for an officer", _of_officer),
    Shown("my benefits of several", _several),
    Shown("my benefits of none", lambda making: (making.account(Role.ENTERPRISE), "/benefits/")),
]

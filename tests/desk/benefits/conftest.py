"""What the tests of benefits share: a small organization with something in every group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from banyan.desk.benefits import city, keeping
from desk.making import Making

YEAR = 2026


@pytest.fixture(autouse=True)
def _nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boards of another test's database are not this one's."""
    monkeypatch.setattr(city, "_held", {})


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """What a test says without a browser it says in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def nobody_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker does not come round to settling the city."""
    monkeypatch.setattr(keeping, "want_boards", lambda *years: None)


Enterprise = Callable[..., Any]


@pytest.fixture
def enterprise(making: Making) -> Enterprise:
    """An industrial enterprise: a digital project that is granted (20% of 1,000,000 yuan), an
    equipment project that is 1,600,000 yuan short, a recognition whose level is not known."""

    def make(number: int = 1) -> Any:
        organization = making.organization(number)
        for name in ("digital", "equipment"):
            making.fact(
                "projects",
                project=f"{name}-{number}",
                organization=organization,
                name=f"{name} works {number}",
                municipal_key=False,
                special_bond=False,
                other_fiscal_support=False,
                innovation_centre=False,
            )
        year_of(making, f"digital-{number}", digital_net=100_000_000)
        year_of(
            making,
            f"equipment-{number}",
            equipment_gross=340_000_000,
            equipment_net=300_000_000,
        )
        making.fact(
            "recognitions",
            recognition=f"centre-{number}",
            organization=organization,
            kind="technology_centre",
            recognized_on=date(YEAR, 3, 1),
            expires_on=date(YEAR + 1, 3, 1),
        )
        return organization

    return make


def year_of(making: Making, project: str, **amounts: int) -> Any:
    """A project's year; amounts in fen."""
    values = {"equipment_gross": 0, "equipment_net": 0, "digital_net": 0} | amounts
    return making.fact(
        "project_years", project_id=f"{project}", year=YEAR, digital_effective=True, **values
    )


def order(making: Making, organization: Any, yuan: int) -> Any:
    return making.fact(
        "orders",
        order=f"order-{organization.pk}-{yuan}",
        organization=organization,
        signed_on=date(YEAR, 5, 1),
        amount=yuan * 100,
    )

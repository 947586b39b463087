"""Actual values from records, and the records behind them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from banyan.desk.targets import computing, tasks
from banyan.desk.targets.models import Standing, Value, ValueVersion
from desk.making import Making
from desk.targets.showing import TASK, TODAY, account

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr(computing, "MONTHS", 4)


def recognised(making: Making, number: int, kind: str, on: str, **more: Any) -> Any:
    organization = making.organization(number, county=more.pop("county", "350102"))
    given = {"verified_at": timezone.now(), "level": "provincial"} | more
    making.fact(
        "recognitions",
        recognition=f"R{number}",
        organization=organization,
        kind=kind,
        recognized_on=on,
        **given,
    )
    return organization


def value(code: str, period: date = NOVEMBER, county: str = "") -> int:
    found: int = Value.objects.get(indicator=code, period=period, county=county).value
    return found


def test_what_is_recognised_verified_and_in_force_counts_once(making: Making) -> None:
    both = recognised(making, 1, "srdi", "2024-01-01")
    making.fact(
        "recognitions",
        recognition="R1b",
        organization=both,
        kind="little_giant",
        recognized_on="2025-01-01",
        verified_at=timezone.now(),
    )
    recognised(making, 2, "srdi", "2026-10-15", county="350181")
    recognised(making, 3, "srdi", "2022-01-01", expires_on="2025-01-01")
    recognised(making, 4, "srdi", "2024-01-01", verified_at=None)
    computing.compute(TASK)
    assert (value("srdi"), value("srdi", date(2026, 9, 1))) == (2, 1)
    assert (value("srdi", county="350102"), value("srdi", county="350181")) == (1, 1)
    assert Standing.objects.get(indicator="srdi", county="").value == 2


def test_what_counts_anew_begins_with_the_plan(making: Making) -> None:
    recognised(making, 1, "technology_centre", "2025-12-31")
    recognised(making, 2, "technology_centre", "2026-01-01")
    recognised(making, 3, "single_champion", "2026-05-01", level="municipal")
    recognised(making, 4, "single_champion", "2026-05-01")
    computing.compute(TASK)
    assert (value("technology_centres"), value("single_champions")) == (1, 1)


def test_where_nobody_has_brought_records_there_is_no_value(making: Making) -> None:
    recognised(making, 1, "srdi", "2024-01-01")
    computing.compute(TASK)
    assert not Value.objects.exclude(indicator="srdi").exists()
    assert Standing.objects.get(indicator="national_expos").light == "grey"
    FACTS["recognitions"].objects.all().delete()
    computing.compute(TASK)
    assert value("srdi") == 0


def test_an_expo_counts_where_an_enterprise_had_a_booth(making: Making) -> None:
    organizer = making.organization(1)
    for name, scope in (("E1", "national"), ("E2", "national"), ("E3", "regional")):
        making.fact(
            "expos",
            expo=name,
            organization=organizer,
            held_on="2026-03-01",
            scope=scope,
            canton_fair=False,
            priority_cluster=False,
            plan_rank=0,
            verified_at=timezone.now(),
        )
        if name != "E2":
            making.fact("booths", expo_id=name, organization=organizer, booth_fee=1)
    computing.compute(TASK)
    assert value("national_expos") == 1


def test_computed_again_only_what_differs_is_a_version(making: Making) -> None:
    recognised(making, 1, "srdi", "2024-01-01")
    computing.compute(TASK)
    versions = ValueVersion.objects.count()
    assert computing.compute(TASK)["changed"] == 0
    assert ValueVersion.objects.count() == versions
    recognised(making, 2, "srdi", "2026-11-20")
    assert computing.compute(TASK)["changed"] == 2  # the city and the county, this month


def test_the_records_behind_a_value_lead_to_the_organization_and_back(making: Making) -> None:
    organization = recognised(making, 1, "srdi", "2024-01-01")
    tasks.compute_now.enqueue()
    client = Client(headers={"accept-language": "en"})
    client.force_login(account(making, Role.CITY))
    page = client.get("/targets/indicators/srdi/").content.decode()
    assert "/targets/indicators/srdi/behind/" in page
    behind = client.get("/targets/indicators/srdi/behind/").content.decode()
    portrait = f"/organizations/{organization.pk}/"
    assert portrait in behind
    assert f"/cases/?organization={organization.pk}" in behind
    assert "/targets/indicators/srdi/" in client.get(portrait).content.decode()
    assert "/targets/indicators/srdi/" in client.get("/policy/articles/P2.5/").content.decode()
    assert "/policy/articles/P2.5/" in page

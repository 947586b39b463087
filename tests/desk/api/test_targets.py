"""Programs read how the targets stand, each as far as its account sees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from banyan.desk.api.actions import make_token
from banyan.desk.api.models import Scope
from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from banyan.desk.targets.keeping import stand
from desk.making import Making
from desk.targets.showing import account, months, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _values(db: None) -> None:
    shown("srdi", months(date(2026, 1, 1), *range(600, 610)))
    shown("srdi", months(date(2026, 1, 1), *range(30, 40)), county="350102")
    stand(["fund_size"])
    shown("strategic_share", {date(2026, 9, 1): 345_000})


def asked(making: Making, role: Role, address: str) -> Any:
    token = make_token(Actor(account(making, role)), "BI", [Scope.READ])[1]
    return Client().get(f"/api/v1/{address}", headers={"authorization": f"Bearer {token}"})


def test_how_each_target_stands_is_told_in_exact_numbers(making: Making) -> None:
    found = {one["code"]: one for one in asked(making, Role.CITY, "targets?language=en").json()}
    srdi, share = found["srdi"], found["strategic_share"]
    assert (srdi["value"], srdi["target"], srdi["light"]) == ("609", "1000", "red")
    assert float(srdi["by_2030"]["low"]) <= float(srdi["by_2030"]["middle"])
    assert "At this pace 2030 ends with" in srdi["why"]
    assert (share["value"], share["measure"], share["by_2030"]) == ("34.5000", "percent", None)
    assert found["fund_size"]["target"] == "1000000000.00"


def test_a_target_is_told_with_its_values_month_by_month(making: Making) -> None:
    found = asked(making, Role.SUPERVISOR, "targets/srdi").json()
    assert [one["value"] for one in found["values"]] == [str(n) for n in range(600, 610)]
    assert found["values"][0]["month"] == "2026-01"
    assert asked(making, Role.SUPERVISOR, "targets/nothing").status_code == 404


def test_a_county_reads_the_city_and_itself(making: Making) -> None:
    own = asked(making, Role.COUNTY, "targets?county=350102").json()
    assert next(one for one in own if one["code"] == "srdi")["value"] == "39"
    assert {one["code"] for one in own} < {
        one["code"] for one in asked(making, Role.COUNTY, "targets").json()
    }
    for address in ("targets?county=350103", "targets/srdi?county=350103"):
        assert asked(making, Role.COUNTY, address).status_code == 404
    assert asked(making, Role.COUNTY, "targets/fund_size?county=350102").status_code == 404


def test_who_does_not_see_targets_reads_none(making: Making) -> None:
    for role in (Role.ENTERPRISE, Role.BANK, Role.ADMINISTRATOR):
        assert asked(making, role, "targets").status_code == 403
        assert asked(making, role, "targets/srdi").status_code == 403
    assert Client().get("/api/v1/targets").status_code == 401

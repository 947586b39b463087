"""An enterprise's own program reports its months; what cannot be taken is told row by row."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from banyan.desk.api.actions import make_token
from banyan.desk.api.models import Scope
from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.monitoring.watching import back, figures, watched

pytestmark = pytest.mark.django_db


def _headers(who: Actor) -> dict[str, str]:
    token = make_token(who, "ERP", Scope.values)[1]
    return {"authorization": f"Bearer {token}", "accept-language": "en"}


def _post(who: Actor, *rows: dict[str, Any]) -> Any:
    return Client().post(
        "/api/v1/monthly-figures",
        {"rows": rows},
        content_type="application/json",
        headers=_headers(who),
    )


def _row(organization: Any, ago: int = 1, **said: Any) -> dict[str, Any]:
    return {"organization": organization.pk, "month": f"{back(ago):%Y-%m}", **said}


def test_what_can_be_taken_is_and_each_refused_row_says_why(making: Making) -> None:
    own, other = watched(making, 1), watched(making, 2)
    unwatched = making.organization(3)
    account = making.account(Role.ENTERPRISE)
    for organization in (own, unwatched):
        making.representation(account, organization)
    answer = _post(
        Actor(account),
        _row(own, 1, output="1,234.56", power="10.5", tax="-3", jobs="7"),
        _row(own, 2, output="1.234"),
        _row(own, 0, output="1"),
        _row(own, 3),
        _row(other, 1, output="1"),
        _row(unwatched, 1, output="1"),
        _row(own, 4, jobs="12"),
    ).json()
    assert answer["taken"] == 2
    assert [(one["version"], one["field"]) for one in answer["rows"]] == [
        (1, None),
        (None, "output"),
        (None, "month"),
        (None, None),
        (None, "organization"),
        (None, "month"),
        (1, None),
    ]
    assert all(one["refused"] for one in answer["rows"] if one["version"] is None)
    earlier, last = figures(own)
    assert (last.output, last.power, last.tax, last.source) == (123456, 10500, -300, "interface")
    assert (earlier.jobs, earlier.output) == (12, None)


def test_the_same_again_changes_nothing_and_a_correction_is_another_version(
    making: Making,
) -> None:
    own, city = watched(making), making.actor(Role.CITY)
    versions = [
        _post(city, _row(own, output=said)).json()["rows"][0]["version"]
        for said in ("100", "100.00", "120")
    ]
    assert versions == [1, 1, 2]


def test_what_was_reported_is_read_again(making: Making) -> None:
    own = watched(making)
    account = making.account(Role.ENTERPRISE)
    making.representation(account, own)
    _post(Actor(account), _row(own, 2, output="100"), _row(own, 1, output="90.5", jobs="7"))
    path = f"/api/v1/organizations/{own.pk}/monthly-figures"
    read = Client().get(path, headers=_headers(Actor(account))).json()
    assert [(one["month"], one["output"], one["jobs"]) for one in read] == [
        (f"{back(1):%Y-%m}", "90.50", "7"),
        (f"{back(2):%Y-%m}", "100.00", None),
    ]
    elsewhere = making.actor(Role.COUNTY, county="350103")
    assert Client().get(path, headers=_headers(elsewhere)).status_code == 404


def test_who_reports_on_no_page_reports_by_no_program(making: Making) -> None:
    own = watched(making)
    assert _post(making.actor(Role.DEPARTMENT), _row(own, output="1")).status_code == 403
    assert figures(own) == []

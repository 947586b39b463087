"""Two act on a project at the same moment: one wins, the other is told."""

from __future__ import annotations

import pytest

from banyan.desk.audit import RefusedError
from banyan.desk.projects.actions import listing, reporting
from banyan.desk.projects.models import Listing
from desk.at_once import at_once
from desk.making import Making
from desk.projects.building import Building

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(making: Making) -> Building:
    return Building(making)


def test_of_two_who_confirm_a_report_one_is_first(here: Building) -> None:
    project = here.planned({1: 60})
    report = here.report(project, percent=25)
    first, second = here.officer(), here.officer("second")
    raised = at_once(
        lambda: reporting.confirm_report(first, report),
        lambda: reporting.confirm_report(second, report),
    )
    assert [type(one) for one in raised if one is not None] == [RefusedError]
    assert here.again(project).light == "red"


def test_the_last_place_of_a_list_is_given_once(
    here: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("banyan.desk.projects.kinds.adopted_count", lambda _key: 1)
    fields = {"shape": "point", "content": "示范线"}
    one, other = (here.project(name, kind="pilot", fields=fields) for name in ("甲", "乙"))
    first, second = here.city(), here.city("second")
    raised = at_once(
        lambda: listing.put_on_list(first, one, "pilot", 2026),
        lambda: listing.put_on_list(second, other, "pilot", 2026),
    )
    assert [type(one) for one in raised if one is not None] == [RefusedError]
    assert Listing.objects.count() == 1

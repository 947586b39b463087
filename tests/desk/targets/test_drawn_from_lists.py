"""Values that draw on lists and on projects, the days that are past among them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from banyan.desk.lists.models import Entry
from banyan.desk.projects.actions import listing as places
from banyan.desk.projects.models import Listing as Place
from banyan.desk.projects.models import Transition
from banyan.desk.targets import computing
from banyan.desk.targets.models import Value
from banyan.desk.targets.periods import last_day, months_before
from desk.lists.listing import HERE, THERE, Listing
from desk.making import Making
from desk.projects.building import Building
from desk.targets.showing import TASK, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _four_months(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "MONTHS", 4)


def month(back: int) -> date:
    """The first day of the month so many before this one."""
    return months_before(timezone.localdate().replace(day=1), back)


def value(code: str, back: int = 0, county: str = "") -> int | None:
    rows = Value.objects.filter(indicator=code, period=month(back), county=county)
    return rows.values_list("value", flat=True).first()


def entry(making: Making, number: int, code: str, on: date, **more: object) -> Entry:
    """An entry as an import of a list makes it."""
    organization = Listing(making).organization(number, county=more.pop("county", HERE))
    made: Entry = Entry.objects.create(
        list=code,
        organization=organization,
        county=organization.county,
        origin="imported",
        year=on.year,
        entered_on=on,
        **more,
    )
    return made


def test_who_left_a_list_was_in_it_on_the_days_before(making: Making) -> None:
    entry(making, 1, "leaders", month(3))
    gone = entry(making, 2, "leaders", month(3), county=THERE)
    Entry.objects.filter(pk=gone.pk).update(left_on=month(1), why="wish")
    entry(making, 3, "leaders", month(0))
    computing.compute(TASK)
    found = [value("leading_enterprises", back) for back in (3, 2, 1, 0)]
    assert found == [2, 2, 1, 2]
    assert [value("leading_enterprises", back, THERE) for back in (2, 1)] == [1, 0]
    assert value("leading_enterprises", 0, HERE) == 2


def test_before_a_list_was_kept_what_was_reported_stands(making: Making) -> None:
    shown("chain_masters", {month(4): 21, month(3): 22})
    computing.compute(TASK)
    assert value("chain_masters", 3) == 22
    entry(making, 1, "chain_masters", month(1))
    computing.compute(TASK)
    assert [value("chain_masters", back) for back in (4, 3, 2, 1, 0)] == [21, 22, None, 1, 1]


def test_an_organization_in_two_tiers_counts_once_and_lower_tiers_do_not(making: Making) -> None:
    for tier in ("municipal", "provincial", "national"):
        entry(making, 1, "green_factories", month(2), tier=tier)
    entry(making, 2, "green_factories", month(2), tier="municipal")
    entry(making, 2, "smart_factories", month(2), tier="provincial")
    computing.compute(TASK)
    assert value("green_factories") == 1
    assert value("smart_factories") is None


def test_of_a_list_that_is_renewed_those_of_the_year_count(making: Making) -> None:
    today = timezone.localdate()
    old = entry(making, 1, "rongsheng", date(today.year - 1, 3, 1))
    assert old.left_on is None  # nobody has closed last year's list yet
    entry(making, 2, "rongsheng", month(1))
    computing.compute(TASK)
    assert value("potential_enterprises") == 1


def test_a_project_counts_from_when_it_was_listed_and_begun_until_it_is_taken_off(
    making: Making,
) -> None:
    here = Building(making)
    begun, waiting, gone = (
        here.project(f"试点{number}", kind="pilot", fields={"shape": "point", "content": "线"})
        for number in range(3)
    )
    for project in (begun, waiting, gone):
        places.put_on_list(here.city(), project, "pilot", 2026)
    Place.objects.update(at=_at(month(2)))
    for project, back in ((begun, 1), (gone, 2)):
        Transition.objects.create(project=project, target="started", at=_at(month(back)))
    Place.objects.filter(project=gone).update(ended_at=_at(month(0)), reason="项目终止")
    computing.compute(TASK)
    assert [value("pilot_projects", back) for back in (3, 2, 1, 0)] == [None, 1, 2, 1]


def test_a_yearly_list_of_projects_counts_in_its_year(making: Making) -> None:
    here = Building(making)
    this, before = timezone.localdate().year, timezone.localdate().year - 1
    for number, year in enumerate((this, before)):
        project = here.project(f"技改{number}")
        places.put_on_list(here.city(), project, "upgrade", year)
        Transition.objects.create(project=project, source="filed", target="started")
    computing.compute(TASK)
    assert value("upgrade_projects") == 1
    assert value("upgrade_projects", county=HERE) == 1


def test_entering_a_list_that_is_a_recognition_moves_what_counts_recognitions(
    making: Making,
) -> None:
    listing = Listing(making)
    computing.compute(TASK)
    assert value("srdi") is None
    listing.entered("gradient", tier="srdi", day=listing.today - timedelta(days=1))
    computing.compute(TASK)
    assert value("srdi") == value("srdi", county=HERE) == 1


def test_what_counts_is_listed_one_by_one_and_the_list_leads_back(making: Making) -> None:
    made = entry(making, 1, "green_factories", month(1), tier="national")
    here = Building(making)
    project = here.project(
        "园区标准厂房", kind="park", fields={"content": "厂房"}, park=here.park()
    )
    places.put_on_list(here.city(), project, "park", timezone.localdate().year)
    Transition.objects.create(project=project, source="filed", target="started")
    computing.compute(TASK)
    client = Client(headers={"accept-language": "en"})
    client.force_login(Listing(making).city.account)
    page = client.get("/targets/indicators/green_factories/").content.decode()
    assert "/lists/green_factories/" in page
    behind = client.get("/targets/indicators/green_factories/behind/").content.decode()
    assert "1 count today" in behind
    assert made.get_absolute_url() in behind
    assert f"/projects/?q={made.organization_id}" in behind
    projects = client.get("/targets/indicators/park_projects/behind/").content.decode()
    assert project.get_absolute_url() in projects
    for address, target in (
        ("/lists/green_factories/", "green_factories"),
        ("/lists/gradient/", "srdi"),
        ("/projects/lists/", "park_projects"),
        (f"/organizations/{made.organization_id}/", "green_factories"),
    ):
        assert f"/targets/indicators/{target}/" in client.get(address).content.decode(), address


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def test_the_days_of_a_month_end_are_whole(making: Making) -> None:
    entry(making, 1, "ten_billion", last_day(month(1)))
    computing.compute(TASK)
    assert [value("ten_billion_enterprises", back) for back in (2, 1, 0)] == [None, 1, 1]

"""What would close a gap: each sort of candidates leads to a page that lists as many."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from banyan.desk.people.roles import Role
from banyan.desk.projects.actions import listing as places
from banyan.desk.targets.closing import candidates, waits_on
from banyan.desk.targets.indicators import declared_indicators
from banyan.desk.targets.scope import READERS
from desk.lists.listing import HERE, THERE, Listing
from desk.making import Making
from desk.payments.paying import Paying
from desk.projects.building import Building
from desk.targets.showing import account, indicator

pytestmark = pytest.mark.django_db


def listed(account_: Any, address: str) -> int:
    """How many the page at the address has."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(account_)
    response = client.get(address)
    assert response.status_code == 200, address
    return len(response.context["page"].rows)


def followed(making: Making, code: str, account_: Any, county: str = "") -> list[int]:
    """The counts of an indicator's candidates, after each link has been followed."""
    with translation.override("en"):
        found = candidates(indicator(code), account_, county)
    for one in found:
        assert listed(account_, one.address) == one.count, one
    return [one.count for one in found]


def test_who_qualifies_or_is_proposed_leads_to_as_many(making: Making) -> None:
    listing = Listing(making)
    enough, near, proposed = listing.organizations(3)
    listing.invested(enough, 500_000)
    listing.invested(near, 400_000)
    listing.proposed(listing.opened("rongsheng"), proposed)
    listing.evaluated()
    city, county = listing.city.account, listing.county.account
    for account_, chosen in ((city, ""), (city, HERE), (county, ""), (county, HERE)):
        assert followed(making, "potential_enterprises", account_, chosen) == [1, 1, 1]
    assert not followed(making, "potential_enterprises", city, THERE)


def test_who_is_proposed_for_another_tier_would_not_close_it(making: Making) -> None:
    listing = Listing(making)
    round_ = listing.opened("gradient")
    listing.proposed(round_, listing.organization(90), tier="srdi")
    listing.proposed(round_, listing.organization(91), tier="small_micro")
    assert followed(making, "srdi", listing.city.account) == [1]


def test_who_is_a_tier_below_may_rise(making: Making) -> None:
    listing = Listing(making)
    listing.entered("green_factories", tier="municipal")
    assert followed(making, "green_factories", listing.city.account) == [1]
    assert followed(making, "green_factories", listing.city.account, THERE) == []


def test_projects_that_are_not_begun_or_on_no_list_would_close_it(making: Making) -> None:
    here = Building(making)
    year = timezone.localdate().year
    on_list = here.project("已列入")
    places.put_on_list(here.city(), on_list, "upgrade", year)
    here.project("储备一")
    here.project("储备二")
    here.project("已完成", stage="accepted")
    assert followed(making, "upgrade_projects", here.city().account) == [1, 2]
    assert followed(making, "upgrade_projects", here.officer().account) == [1, 2]
    assert followed(making, "upgrade_projects", here.officer(county=THERE).account) == []


def test_who_is_listed_and_has_not_grown_is_counted(making: Making) -> None:
    listing = Listing(making)
    grown, other = listing.organizations(2)
    round_ = listing.opened("rongsheng")
    listing.taken(round_, grown, other)
    listing.published(round_, listing.today)
    assert followed(making, "scaled_enterprises", listing.city.account) == [2]
    type(grown).objects.filter(pk=grown.pk).update(scaled_on=listing.today)
    assert followed(making, "scaled_enterprises", listing.city.account) == [1]


def test_what_is_approved_and_not_paid_is_counted_with_its_sum(making: Making) -> None:
    paying = Paying(making)
    paying.award(1, amount=200_000_00)
    officer = account(making, Role.SUPERVISOR)
    assert followed(making, "support_paid", officer) == [1]
    with translation.override("en"):
        (one,) = candidates(indicator("support_paid"), officer)
        (asked,) = candidates(indicator("support_paid"), officer, THERE)
    assert "200,000.00 yuan" in one.words
    assert asked.words == f"{one.words} (Whole city)", "its page has no county, and it says so"


@pytest.mark.parametrize("role", READERS)
def test_every_indicator_has_a_page_for_every_reader(making: Making, role: Role) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account(making, role))
    for code in declared_indicators():
        assert client.get(f"/targets/indicators/{code}/").status_code == 200, code


def test_a_reader_without_an_office_is_shown_no_candidates_of_it(making: Making) -> None:
    listing = Listing(making)
    listing.proposed(listing.opened("leaders"))
    department = account(making, Role.DEPARTMENT)
    department.unit = making.unit("science")
    department.save()
    assert candidates(indicator("leading_enterprises"), department) == []
    assert candidates(indicator("support_paid"), department) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fund_size", "reports the value of"),
        ("value_added_margin", "figures that are named below"),
        ("manufacturing_rise", "figure that is named below"),
        ("national_expos", "another person verifies"),
        ("chain_masters", "opens the next round"),
        ("park_projects", "the counties and"),
        ("support_paid", "unpaid at present"),
    ],
)
def test_where_nobody_can_be_listed_it_is_said_on_what_it_waits(code: str, words: str) -> None:
    with translation.override("en"):
        assert words in waits_on(indicator(code))

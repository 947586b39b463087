"""My benefits: the groups, what is said of those who compete, and who sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from banyan.desk.audit import Actor
from banyan.desk.benefits import actions
from banyan.desk.benefits.keeping import current
from banyan.desk.benefits.page import Page, page_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.benefits.conftest import YEAR, Enterprise, order
from desk.making import Making


def page(organization: Any, language: str = "en") -> Page:
    return page_of(current(organization, YEAR), language)


def address(organization: Any) -> str:
    return f"/organizations/{organization.pk}/benefits/?year={YEAR}"


@pytest.fixture
def person(making: Making) -> Account:
    return making.account(Role.ENTERPRISE, username="person")


@pytest.fixture
def browser(person: Account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_what_is_granted_is_yours_with_its_arithmetic(enterprise: Enterprise) -> None:
    found = page(enterprise())
    assert found.total == 20_000_000
    (yours,) = found.yours
    assert (yours.measure.code, yours.amount) == ("digital_project", 20_000_000)
    (line,) = yours.lines
    assert line.label == "digital works 1"
    assert [step["article"] for step in line.steps] == ["A3.3"]
    assert "20%" in line.steps[0]["words"]


def test_what_misses_a_threshold_is_near_and_says_by_how_much(enterprise: Enterprise) -> None:
    (near,) = page(enterprise()).near
    assert near.measure.code == "equipment_upgrade"
    assert near.label == "equipment works 1"
    (gap,) = near.gaps
    assert (gap["have"], gap["need"], gap["missing"]) == (
        "3,400,000.00",
        "5,000,000.00",
        "1,600,000.00",
    )
    assert near.would == 9_000_000  # 3% of the 3,000,000 yuan that are there already


def test_what_would_bring_nothing_is_not_near(making: Making, enterprise: Enterprise) -> None:
    """The digital project has no equipment at all."""
    assert [near.label for near in page(enterprise()).near] == ["equipment works 1"]


def test_what_is_near_comes_in_the_order_of_what_it_brings(
    making: Making, enterprise: Enterprise
) -> None:
    organization = enterprise()
    making.fact(
        "events",
        event="matching",
        kind="finance_matching",
        organization=organization,
        held_on=f"{YEAR}-06-01",
        cost=0,
        enterprises=27,
        banks=5,
        in_plan=True,
        score=0,
        provincial_award=0,
        assessed_award=0,
    )
    assert [near.would for near in page(organization).near] == [9_000_000, 5_000_000]


def test_a_fact_that_is_not_known_is_asked_for_and_not_taken_as_no(enterprise: Enterprise) -> None:
    found = page(enterprise())
    (asked,) = found.incomplete
    assert asked.measure.code == "technology_centre"
    assert [fact["column"] for fact in asked.missing] == ["level"]
    assert "technology_centre" not in {one.measure.code for one in found.not_for_you}


def test_what_is_not_for_one_says_why(enterprise: Enterprise) -> None:
    reasons = {one.measure.code: one.reasons for one in page(enterprise()).not_for_you}
    assert any("software" in reason for reason in reasons["national_software_project"])


def test_every_measure_is_in_a_group(enterprise: Enterprise) -> None:
    organization = enterprise()
    found = page(organization)
    named = {
        one.measure.code
        for group in (
            found.yours,
            found.unpaid,
            found.near,
            found.incomplete,
            found.not_recorded,
            found.not_for_you,
        )
        for one in group
    }
    assert named == set(current(organization, YEAR).pack.measures)


@pytest.mark.usefixtures("nobody_settles")
def test_without_a_settled_city_nobody_is_promised_a_place(
    making: Making, enterprise: Enterprise, browser: Client, person: Account
) -> None:
    organization = enterprise()
    making.representation(person, organization)
    order(making, organization, 30_000_000)
    found = page(organization)
    award = next(one for one in found.yours if one.measure.code == "order_award")
    assert award.open
    assert not any(line.steps or line.standing for line in award.lines)
    assert found.total == 20_000_000, "what is open is in no sum"
    content = browser.get(address(organization)).content.decode()
    assert "has not been settled yet" in content
    assert "place 1" not in content.lower()


def test_who_competes_is_told_the_place_among_all(making: Making, enterprise: Enterprise) -> None:
    organization = enterprise()
    order(making, organization, 30_000_000)
    for number in range(2, 14):
        order(making, making.organization(number), 40_000_000 + number)
    actions.settle_boards(Actor(), YEAR)
    award = next(one for one in page(organization).yours if one.measure.code == "order_award")
    assert not award.open
    assert award.amount == 60_000_000
    assert award.lines[0].standing == "Place 13 of 13; the first 30 are paid."
    assert award.competition


def test_beyond_the_places_nothing_is_yours(making: Making, enterprise: Enterprise) -> None:
    organization = enterprise()
    order(making, organization, 30_000_000)
    for number in range(2, 33):
        order(making, making.organization(number), 40_000_000 + number)
    actions.settle_boards(Actor(), YEAR)
    found = page(organization)
    assert "order_award" not in {one.measure.code for one in found.yours}
    (unpaid,) = found.unpaid
    assert unpaid.why == "Place 32 of 32; the first 30 are paid."


def test_what_nobody_has_verified_is_marked(making: Making, enterprise: Enterprise) -> None:
    organization = enterprise()
    found = page(organization)
    assert found.to_verify == found.total
    assert "project_years" in {record.table for record in found.yours[0].lines[0].unverified}


def test_an_enterprise_sees_only_its_own(
    making: Making, enterprise: Enterprise, browser: Client, person: Account
) -> None:
    own, other = enterprise(1), enterprise(2)
    making.representation(person, own)
    assert browser.get(address(own)).status_code == 200
    assert browser.get(address(other)).status_code == 404


def test_a_county_sees_only_its_own(making: Making, enterprise: Enterprise) -> None:
    client = Client()
    client.force_login(making.account(Role.COUNTY, county="350103"))
    assert client.get(address(enterprise())).status_code == 404


def test_my_benefits_leads_to_the_one_organization(
    making: Making, enterprise: Enterprise, browser: Client, person: Account
) -> None:
    organization = enterprise()
    making.representation(person, organization)
    assert browser.get("/benefits/")["Location"] == f"/organizations/{organization.pk}/benefits/"


def test_my_benefits_lists_several(
    making: Making, enterprise: Enterprise, browser: Client, person: Account
) -> None:
    for number in (1, 2):
        making.representation(person, enterprise(number))
    assert browser.get("/benefits/").content.decode().count('/benefits/"') >= 2


def test_who_represents_nobody_is_told_what_to_do(browser: Client) -> None:
    assert "/claims/" in browser.get("/benefits/").content.decode()


@pytest.mark.parametrize("year", ["2025", "2031", "x", "²", "20260"])
def test_a_year_out_of_force_is_not_there(
    making: Making, enterprise: Enterprise, browser: Client, person: Account, year: str
) -> None:
    organization = enterprise()
    making.representation(person, organization)
    path = f"/organizations/{organization.pk}/benefits/?year={year}"
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_is_in_both_languages(
    making: Making, enterprise: Enterprise, person: Account, language: str
) -> None:
    organization = enterprise()
    making.representation(person, organization)
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    content = client.get(address(organization)).content.decode()
    assert "200,000.00" in content
    assert "1,600,000.00" in content
    assert ("数智化项目" in content) is (language == "zh-hans")

"""The pages of the counties' results: who sees which figures."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from banyan.desk.audit import Actor
from banyan.desk.incentives import actions
from banyan.desk.incentives.models import Proposal
from banyan.desk.people.roles import Role
from desk.incentives.raising import HERE, THERE, YEAR, own_organization, raised, somebody
from desk.making import Making

pytestmark = pytest.mark.django_db

ALL = f"/incentives/?year={YEAR}"
PAGE_HERE, PAGE_THERE = (f"/incentives/{YEAR}/{county}/" for county in (HERE, THERE))


@pytest.fixture(autouse=True)
def _counties(making: Making) -> None:
    """Gulou has raised 13, Taijiang 47."""
    raised(making, HERE, 13)
    raised(making, THERE, 47, first=2000)


def page(making: Making, role: Role, url: str, county: str = HERE) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(somebody(making, role, f"reader-{role.value}-{county}", county=county))
    return client.get(url)


def test_who_sees_the_city_sees_every_countys_figures(making: Making) -> None:
    for role in (Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR):
        said = page(making, role, ALL).content.decode()
        assert PAGE_HERE in said
        assert PAGE_THERE in said
        assert ">47<" in said


def test_a_county_sees_its_own_figures_and_everyones_place(making: Making) -> None:
    said = page(making, Role.COUNTY, ALL).content.decode()
    assert PAGE_HERE in said
    assert ">13<" in said
    assert "Taijiang" in said
    assert PAGE_THERE not in said
    assert ">47<" not in said
    assert page(making, Role.COUNTY, PAGE_THERE).status_code == 403


def test_others_see_nothing(making: Making) -> None:
    for role in (Role.ENTERPRISE, Role.BANK, Role.EXPERT, Role.DEPARTMENT, Role.ADMINISTRATOR):
        assert page(making, role, ALL).status_code == 403, role


def test_behind_a_result_are_the_enterprises(making: Making) -> None:
    said = page(making, Role.AUDITOR, PAGE_HERE).content.decode()
    for number in (1000, 1012):
        assert f"/organizations/{making.credit_code(number)}/" in said
    assert making.credit_code(2000) not in said


def test_where_the_county_has_no_record_of_its_own_the_page_says_so_and_offers_to_enter_it(
    making: Making,
) -> None:
    said = page(making, Role.CITY, PAGE_HERE).content.decode()
    assert "There is no record of the county" in said
    assert "/records/organizations/new/" in said
    own_organization(making)
    assert (
        "There is no record of the county"
        not in page(making, Role.CITY, PAGE_HERE).content.decode()
    )


def test_an_award_is_proposed_and_confirmed_in_the_browser(making: Making) -> None:
    own = own_organization(making)
    first, second = Client(), Client()
    first.force_login(somebody(making, Role.CITY, "first"))
    second.force_login(somebody(making, Role.CITY, "second"))
    first.post(f"{PAGE_HERE}propose/", {"uscc": own.uscc})
    proposal = Proposal.objects.get()
    decide = f"/incentives/proposals/{proposal.pk}/decide/"
    first.post(decide, {"decision": "confirm"})
    assert Proposal.objects.get().state == "proposed"
    assert second.post(decide, {"decision": "confirm"}).headers["Location"] == PAGE_HERE
    said = second.get(PAGE_HERE).content.decode()
    assert Proposal.objects.get().state == "confirmed"
    assert "/records/recognitions/" in said


def test_clusters_are_shown_with_what_the_rule_gives_for_their_level(making: Making) -> None:
    own = own_organization(making)
    making.fact(
        "recognitions",
        recognition="CLUSTER-1",
        organization=own,
        kind="sme_cluster",
        level="national",
        subject="光电产业集群",
        recognized_on=f"{YEAR}-04-01",
        verified_at=own.verified_at,
    )
    said = page(making, Role.SUPERVISOR, ALL).content.decode()
    assert "光电产业集群" in said
    assert "300,000.00" in said
    assert "光电产业集群" not in page(making, Role.COUNTY, ALL, THERE).content.decode()


def test_of_no_county_and_no_year_there_is_no_page(making: Making) -> None:
    for url in ("/incentives/2026/350100/", "/incentives/2026/1/", "/incentives/1999/350102/"):
        assert page(making, Role.CITY, url).status_code == 404, url


def test_a_proposal_of_another_county_is_not_shown(making: Making) -> None:
    own = own_organization(making, THERE)
    actions.propose(Actor(somebody(making, Role.CITY, "first")), YEAR, THERE, own.uscc)
    county = somebody(making, Role.COUNTY, "county-here", county=HERE)
    assert not Proposal.objects.visible_to(county).exists()

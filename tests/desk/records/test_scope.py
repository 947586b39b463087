"""Nobody sees an organization that is not theirs to see, nor any of its records."""

from __future__ import annotations

from datetime import date

import pytest

from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS, Organization, Sharing
from desk.making import Making


@pytest.fixture
def city(making: Making) -> Making:
    """Three organizations: two in one county, one in another; each with a project and its year."""
    for number, county in ((1, "350102"), (2, "350102"), (3, "350103")):
        organization = making.organization(number, county=county)
        project = making.fact(
            "projects",
            project=f"P{number}",
            organization=organization,
            municipal_key=False,
            special_bond=False,
            other_fiscal_support=False,
            innovation_centre=False,
        )
        making.fact(
            "project_years",
            project=project,
            year=2026,
            equipment_gross=200,
            equipment_net=100,
            digital_net=0,
            digital_effective=False,
        )
        making.fact(
            "orders",
            order=f"O{number}",
            organization=organization,
            signed_on=date(2026, 5, 1),
            amount=1,
        )
        making.fact(
            "history",
            measure="srdi",
            uscc=organization.uscc,
            award_key="a",
            year=2025,
            amount=1,
        )
    return making


def _seen(account: object) -> list[str]:
    return [one.name[3] for one in Organization.objects.visible_to(account)]


@pytest.mark.parametrize("role", [Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR])
def test_who_works_for_the_whole_city_sees_every_organization(city: Making, role: Role) -> None:
    assert len(_seen(city.account(role))) == 3


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ENTERPRISE, Role.BANK, Role.DEPARTMENT])
def test_who_was_accepted_for_nothing_sees_nothing(city: Making, role: Role) -> None:
    assert _seen(city.account(role)) == []


def test_a_visitor_sees_nothing(city: Making) -> None:
    assert _seen(None) == []


def test_a_locked_account_sees_nothing(city: Making) -> None:
    account = city.account(Role.CITY)
    account.is_active = False
    assert _seen(account) == []


@pytest.mark.parametrize(("county", "count"), [("350102", 2), ("350103", 1), ("350104", 0)])
def test_a_county_officer_sees_the_county(city: Making, county: str, count: int) -> None:
    assert len(_seen(city.account(Role.COUNTY, county=county))) == count


def test_an_enterprise_sees_the_organizations_that_accepted_it(city: Making) -> None:
    account = city.account(Role.ENTERPRISE)
    city.representation(account, Organization.objects.get(pk=city.credit_code(2)))
    assert _seen(account) == ["2"]


def test_a_bank_sees_what_is_shared_with_it_until_that_ends(city: Making) -> None:
    account = city.account(Role.BANK)
    organization = Organization.objects.get(pk=city.credit_code(3))
    sharing = Sharing.objects.create(organization=organization, unit=account.unit)
    assert _seen(account) == ["3"]
    sharing.ended_at = sharing.since
    sharing.save()
    assert _seen(account) == []


@pytest.mark.parametrize("table", ["projects", "project_years", "orders", "history"])
def test_records_are_seen_where_their_organization_is(city: Making, table: str) -> None:
    model = FACTS[table]
    assert model.objects.visible_to(city.account(Role.CITY)).count() == 3
    assert model.objects.visible_to(city.account(Role.COUNTY)).count() == 2
    assert model.objects.visible_to(city.account(Role.ENTERPRISE)).count() == 0
    assert model.objects.visible_to(None).count() == 0

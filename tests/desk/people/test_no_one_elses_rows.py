"""No page, export or search shows a county another county's rows, or an enterprise another's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.making import Making
from desk.walking import Route, routes, text_of

ROUTES = [one for one in routes() if one.access is not None and not one.access.own]
BY_PATTERN = pytest.mark.parametrize("route", ROUTES, ids=[route.pattern for route in ROUTES])

HERE, THERE = "350102", "350103"
SEARCHES = ("", "?q=机械", "?q=91350100MA", "?q=jx", "?search=机械")


class Two:
    """Two organizations, each of a county of its own, with an officer and a representative, and
    with one row in tables that name it."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.here = self._organization(1, HERE)
        self.there = self._organization(2, THERE)

    def _organization(self, number: int, county: str) -> Any:
        making = self.making
        # Arguments of routes may have made the first already.
        found = Organization.objects.filter(pk=making.credit_code(number)).first()
        organization = found or making.organization(number, county=county)
        making.fact(
            "projects",
            project=f"MARK{number}P",
            organization=organization,
            municipal_key=False,
            special_bond=False,
            other_fiscal_support=False,
            innovation_centre=False,
        )
        making.fact(
            "history",
            measure="srdi",
            uscc=organization.uscc,
            award_key=f"MARK{number}H",
            year=2025,
            amount=1,
        )
        return organization

    def marks(self, organization: Any) -> tuple[str, ...]:
        """Words that only this organization's rows have."""
        number = 1 if organization == self.here else 2
        return (organization.name, f"MARK{number}P", f"MARK{number}H")

    def viewers(self, organization: Any) -> list[Any]:
        """Who sees this organization and not the other."""
        officer = self.making.account(
            Role.COUNTY, username=f"officer-{organization.county}", county=organization.county
        )
        person = self.making.account(Role.ENTERPRISE, username=f"person-{organization.uscc}")
        self.making.representation(person, organization)
        return [officer, person]


@BY_PATTERN
def test_nobody_sees_rows_that_are_not_theirs(making: Making, route: Route) -> None:
    url = route.url(making)
    two = Two(making)
    for own, other, searches in (
        (two.here, two.there, ("",) if route.arguments else SEARCHES),
        (two.there, two.here, ("",)),
    ):
        for viewer in two.viewers(own):
            client = Client()
            client.force_login(viewer)
            for search in searches:
                response = client.get(url + search)
                said = text_of(response)
                for mark in two.marks(other):
                    assert mark not in said, f"{viewer} sees {mark} at {url}{search}"


@BY_PATTERN
def test_who_was_accepted_for_nothing_sees_no_rows(making: Making, route: Route) -> None:
    url = route.url(making)
    two = Two(making)
    for role in (None, Role.ENTERPRISE, Role.BANK, Role.DEPARTMENT, Role.ADMINISTRATOR):
        client = Client()
        if role is not None:
            client.force_login(making.account(role, username=f"stranger-{role.value}"))
        for search in ("",) if route.arguments else ("", "?q=机械"):
            said = text_of(client.get(url + search))
            for mark in (*two.marks(two.here), *two.marks(two.there)):
                assert mark not in said, f"{role} sees {mark} at {url}{search}"


def test_the_walk_would_find_a_leak(making: Making) -> None:
    """Somewhere, who may see both organizations does, so that the absence above means something."""
    urls = [route.url(making) for route in ROUTES if route.name == "records:representatives"]
    two = Two(making)
    client = Client()
    client.force_login(making.account(Role.CITY, username="sees-all"))
    assert any(two.here.name in text_of(client.get(url)) for url in urls)

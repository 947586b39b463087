"""Who signs in goes where the role may go, and nowhere else."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from banyan.desk.people.access import access_of
from banyan.desk.people.roles import Role
from browser.browsing import Browsing
from desk.making import PASSWORD, Making
from desk.walking import routes

PAGES = [
    route
    for route in routes()
    if not route.arguments
    and route.access is not None
    and not route.access.own
    and route.name in ("people:accounts", "audit:entries", "records:imports", "policy:changes")
]


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_what_it_may_and_is_refused_the_rest(
    browsing: Browsing, making: Making, role: Role
) -> None:
    making.account(role, "somebody")
    page = browsing.page(language="en")
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill("somebody")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    places = page.locator("#navigation a").all()  # also those that another group holds
    addresses = sorted({link.get_attribute("href") or "" for link in places})
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    browsing.expected.add(403)
    for route in PAGES:
        access = access_of(route.view)
        assert access is not None
        address = reverse(route.name)
        assert (address in addresses) == (role in access.roles), f"{role} {address}"
        if role not in access.roles:
            refused = page.goto(address)
            assert refused is not None
            assert refused.status == 403
            expect(page.get_by_role("heading", level=1)).to_be_visible()

"""Every page is usable by everyone and fits its window: the page of each route, as the first who is
admitted and finds something there sees it, and pages in the states that ``pages`` lists."""

from __future__ import annotations

import pytest
from django.test import Client

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from browser.browsing import Browsing, Language, Theme, serious, settle, sideways
from browser.pages import Shown, all_pages
from desk.making import Making
from desk.walking import Route, routes

Look = tuple[Language, Theme, int]

# Pages take these in turn; each is seen at the width of a desk and of a phone.
LOOKS: tuple[Look, ...] = (
    ("zh-hans", "light", 1440),
    ("en", "dark", 390),
    ("zh-hans", "dark", 390),
    ("en", "light", 1440),
)
WIDTHS = (1440, 390)

ROUTES = [route for route in routes() if route.access is not None and not route.access.own]
FIRST = (Role.ADMINISTRATOR, Role.CITY, Role.COUNTY, Role.AUDITOR)
"""Who is asked first where several are admitted: those who see most."""


@pytest.mark.parametrize(
    ("number", "route"), list(enumerate(ROUTES)), ids=[route.pattern for route in ROUTES]
)
def test_the_page_of_a_route(number: int, route: Route, browsing: Browsing, making: Making) -> None:
    address = route.url(making)
    for account in _who(route, making):
        if _shows_page(account, address):
            assert _faults(browsing, account, address, LOOKS[number % 4]) == []
            return
    pytest.skip("it shows no page")


@pytest.mark.parametrize("shown", all_pages(), ids=lambda shown: shown.name)
def test_a_page_in_a_state(shown: Shown, browsing: Browsing, making: Making) -> None:
    account, address = shown.open(making)
    if shown.status != 200:
        browsing.expected.add(shown.status)
    look = LOOKS[len(shown.name) % 4]
    assert _faults(browsing, account, address, look, shown.status) == []


def _who(route: Route, making: Making) -> list[Account | None]:
    assert route.access is not None
    who: list[Account | None] = [None] if route.access.visitors else []
    roles = [*FIRST, *(role for role in Role if role not in FIRST)]
    who += [
        making.account(role, f"looks-{role.value}") for role in roles if role in route.access.roles
    ]
    return who


def _shows_page(account: Account | None, address: str) -> bool:
    client = Client()
    if account is not None:
        client.force_login(account)
    response = client.get(address)
    return (
        response.status_code == 200
        and response["Content-Type"].startswith("text/html")
        and "<html" in response.text
    )


def _faults(
    browsing: Browsing, account: Account | None, address: str, look: Look, status: int = 200
) -> list[str]:
    language, theme, width = look
    page = browsing.page(account, language=language, theme=theme, width=width)
    response = page.goto(address)
    assert response is not None
    assert response.status == status, address
    settle(page)
    found = serious(page)
    if page.locator("h1").count() != 1:
        found.append(f"the page has {page.locator('h1').count()} headings of rank 1")
    for wide in (width, *(other for other in WIDTHS if other != width)):
        page.set_viewport_size({"width": wide, "height": 900})
        if sideways(page) > 0:
            found.append(f"at {wide} pixels it scrolls sideways by {sideways(page)}")
    page.context.close()
    return [f"{language} {theme} {width}: {fault}" for fault in found]

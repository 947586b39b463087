"""The home page and the navigation."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import HomeCard, Place
from desk.making import Making


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def test_a_visitor_reads_what_this_is(client: Client, db: None) -> None:
    assert "What can your enterprise receive?" in client.get("/").text


def test_a_place_is_shown_to_its_roles_alone(
    client: Client, making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place("Only for auditors", "account_logout", "home", 99, roles=[Role.AUDITOR])
    monkeypatch.setattr(apps.get_app_config("ui"), "places", [place])
    assert "Only for auditors" not in client.get("/").text
    client.force_login(making.account(Role.CITY))
    assert "Only for auditors" not in client.get("/").text
    client.force_login(making.account(Role.AUDITOR))
    assert "Only for auditors" in client.get("/").text


def test_the_place_that_the_page_belongs_to_is_marked(client: Client, db: None) -> None:
    home = client.get("/").text
    assert '<a href="/" aria-current="page">' in home
    assert "aria-current" not in client.get("/accounts/login/").text


def _card(request: object) -> dict[str, str]:
    return {"icon_name": "home", "title": "From a card"}


def _no_card(request: object) -> None:
    return None


@pytest.mark.parametrize(("function", "shown"), [("_card", True), ("_no_card", False)])
def test_an_app_adds_its_card_to_the_home_page(
    client: Client,
    making: Making,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    shown: bool,
) -> None:
    card = HomeCard("ui/empty_state.html", f"{__name__}.{function}", 1, roles=[Role.CITY])
    monkeypatch.setattr(apps.get_app_config("ui"), "home_cards", [card], raising=False)
    client.force_login(making.account(Role.CITY))
    assert ("From a card" in client.get("/").text) is shown


def test_the_language_is_chosen_by_a_form(client: Client, db: None) -> None:
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "您的企业能享受哪些政策？" in client.get("/").text

"""``/todo/``: one's own by deadline, filtered, a page at a time; the paused ones apart."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from banyan.desk.obligations import actions
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.obligations.scenarios import DESK, opened, overdue

pytestmark = pytest.mark.django_db

TODO = "/todo/"


@pytest.fixture
def city(making: Making, client: Client) -> Client:
    client.force_login(making.account(Role.CITY))
    client.cookies["banyan_language"] = "en"
    return client


def _titles(client: Client, query: str = "") -> list[str]:
    said = client.get(TODO + query).content.decode()
    return re.findall(r"<a href=\"/profile/\">Look at ([^<]+)</a>", said)


def test_the_nearest_deadline_stands_first(making: Making, city: Client) -> None:
    opened(making, days=9, key=1)
    opened(making, days=1, key=2)
    overdue(making, key=3)
    assert _titles(city) == ["thing-3", "thing-2", "thing-1"]


def test_colours_are_said_in_words(making: Making, city: Client) -> None:
    opened(making, days=9, key=1)
    opened(making, days=0, key=2)
    overdue(making, key=3)
    said = city.get(TODO).content.decode()
    for words in ("9 working days left", "due today", "1 working day overdue"):
        assert words in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?colour=red", ["thing-3"]),
        ("?colour=yellow", ["thing-2"]),
        ("?colour=blue", ["thing-1"]),
        ("?colour=pink", ["thing-3", "thing-2", "thing-1"]),
        ("?kind=test.look", ["thing-3", "thing-2", "thing-1"]),
        ("?kind=test.other", []),
        ("?county=350102", []),
    ],
)
def test_it_is_filtered(making: Making, city: Client, query: str, found: list[str]) -> None:
    opened(making, days=9, key=1)
    opened(making, days=1, key=2)
    overdue(making, key=3)
    assert _titles(city, query) == found


def test_a_county_is_that_of_the_holder_or_of_the_organization(
    making: Making, city: Client
) -> None:
    organization = making.organization(county="350103")
    opened(making, key=1, organization=organization.uscc)
    opened(making, Holder(role=Role.COUNTY, county="350102"), key=2)
    assert _titles(city, "?whose=all&county=350103") == ["thing-1"]
    assert _titles(city, "?whose=all&county=350102") == ["thing-2"]


def test_a_long_list_comes_a_page_at_a_time_and_whole(making: Making, city: Client) -> None:
    for key in range(120):
        opened(making, days=key % 3, key=key)
    seen: list[str] = []
    query = ""
    for _ in range(3):
        said = city.get(TODO + query).content.decode()
        seen += re.findall(r"Look at (thing-\d+)</a>", said)
        onward = re.search(r'rel="next" href="([^"]+)"', said)
        query = onward[1].replace("&amp;", "&") if onward else ""
    assert query == ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("mark", ["", "x", "2026-11-24", "2026-11-24~x", "~", "2026-13-99~1"])
def test_a_mark_that_is_none_shows_the_first_page(making: Making, city: Client, mark: str) -> None:
    opened(making)
    assert _titles(city, f"?after={mark}") == ["thing-1"]


def test_what_is_paused_stands_apart_with_its_reason(making: Making, city: Client) -> None:
    made = opened(making)
    city.post(reverse("obligations:pause", args=[made.pk]), {"reason": "asked the bank"})
    assert _titles(city) == []
    assert _titles(city, "?state=paused") == ["thing-1"]
    assert "asked the bank" in city.get(f"{TODO}?state=paused").content.decode()
    city.post(reverse("obligations:resume", args=[made.pk]))
    assert _titles(city) == ["thing-1"]


def test_everyones_are_shown_to_those_who_oversee(making: Making) -> None:
    opened(making, Holder(role=Role.COUNTY, county="350102"), key=1)
    opened(making, Holder(role=Role.COUNTY, county="350103"), key=2)
    shown = {}
    for role in (Role.SUPERVISOR, Role.COUNTY, Role.ENTERPRISE, Role.ADMINISTRATOR):
        client = Client()
        client.force_login(making.account(role))
        client.cookies["banyan_language"] = "en"
        shown[role] = _titles(client, "?whose=all")
    assert shown == {
        Role.SUPERVISOR: ["thing-1", "thing-2"],
        Role.COUNTY: ["thing-1"],
        Role.ENTERPRISE: [],
        Role.ADMINISTRATOR: [],
    }


def test_what_one_does_not_see_cannot_be_paused(making: Making, client: Client) -> None:
    made = opened(making, Holder(role=Role.COUNTY, county="350103"))
    client.force_login(making.account(Role.COUNTY))
    answer = client.post(reverse("obligations:pause", args=[made.pk]), {"reason": "x"})
    assert answer.status_code == 404


def test_a_deadline_in_a_year_without_a_calendar_is_warned_of(making: Making, city: Client) -> None:
    made = opened(making)
    assert "alert-warning" not in city.get(TODO).content.decode()
    Obligation.objects.filter(pk=made.pk).update(due_on=date(2027, 1, 4))
    assert "alert-warning" in city.get(TODO).content.decode()


def test_the_number_and_the_card_tell_of_it_everywhere(making: Making, city: Client) -> None:
    assert "waiting-count" not in city.get("/").content.decode()
    for key in range(7):
        opened(making, key=key)
    said = city.get("/").content.decode()
    assert re.search(r'waiting-count">7<', said)
    assert said.count("Look at thing-") == 5


def test_a_page_of_fifty_takes_few_queries(
    making: Making, city: Client, django_assert_max_num_queries: Any
) -> None:
    for key in range(50):
        opened(making, Holder(role=Role.CITY), key=key)
    with django_assert_max_num_queries(22):
        city.get(TODO)


def test_what_was_given_further_says_so(making: Making, city: Client) -> None:
    overdue(making, Holder(role=Role.COUNTY, county="350102"))
    actions.escalate(DESK, date(2026, 11, 24))
    assert "overdue, and with City officer too" in city.get(TODO).content.decode()


def test_everybody_of_a_unit_sees_what_the_unit_must_do(making: Making) -> None:
    """Whatever their role."""
    unit = making.unit("power")
    account = making.account(Role.DEPARTMENT)
    Account.objects.filter(pk=account.pk).update(unit=unit)
    opened(making, Holder(unit=unit))
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.get(pk=account.pk))
    assert "Look at" in client.get("/todo/").content.decode()
    other = Client()
    other.force_login(making.account(Role.BANK))
    assert "power" not in other.get("/todo/").content.decode()

"""The page: for everyone, with and without JavaScript, in both languages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from banyan.desk.calculator.description import to_link
from desk.calculator.describing import (
    CENTRE,
    MANUFACTURER,
    PRODUCT,
    PROJECT,
    described,
    kinds,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/calculator/"
FILLED = {f"organization.{name}": fact for name, fact in MANUFACTURER.items()} | {
    f"recognitions.0.{name}": fact for name, fact in CENTRE.items()
}


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def total(page: str) -> str:
    found = re.search(r'data-total[^>]*><span class="calculator-number">([0-9,.]+)<', page)
    assert found is not None
    return found[1]


def test_a_visitor_sees_the_empty_form(visitor: Client) -> None:
    page = shown(visitor)
    assert 'name="organization.county"' in page
    assert "uscc" not in page


def test_without_javascript_a_form_leads_to_its_link(visitor: Client) -> None:
    response = visitor.post(ADDRESS, FILLED)
    assert response.status_code == 302
    assert response["Location"] == f"{ADDRESS}?{to_link(described(recognitions=[CENTRE]))}"
    assert total(shown(visitor, response["Location"].partition("?")[2])) == "700,000.00"


def test_with_htmx_only_the_calculator_comes_back_and_the_address_follows(
    visitor: Client,
) -> None:
    response = visitor.post(ADDRESS, FILLED, headers={"hx-request": "true"})
    page = response.content.decode()
    assert "<html" not in page
    assert page.lstrip().startswith('<div id="calculator"')
    assert total(page) == "700,000.00"
    assert response["HX-Replace-Url"].startswith(f"{ADDRESS}?y=2026&f=")


def test_while_one_types_only_the_result_comes_back(visitor: Client) -> None:
    response = visitor.post(ADDRESS, FILLED | {"part": "result"}, headers={"hx-request": "true"})
    page = response.content.decode()
    assert page.lstrip().startswith('<div id="result"')
    assert "organization.county" not in page


def test_one_who_comes_from_a_measure_is_asked_for_it(visitor: Client) -> None:
    page = shown(visitor, "measure=technology_centre")
    assert re.search(r'value="technology_centre"[^>]* checked', page)
    assert 'name="has.recognitions.technology_centre"' in page
    assert 'name="has.orders"' not in page


def test_the_measures_to_pick_from_say_what_they_pay(visitor: Client) -> None:
    page = shown(visitor, "way=pick")
    assert page.count('name="measure"') == 39
    assert "Annex 6" in page
    assert "up to 5 million yuan" in page


def test_an_amount_that_depends_on_others_is_no_bare_yes(visitor: Client) -> None:
    page = shown(visitor, to_link(described(recognitions=[CENTRE, PRODUCT])) or "")
    assert "Support in 2026, at most" in page
    assert "Of this 500,000.00 yuan depends on who else applies." in page
    assert "only the first 10 of the year by score are paid" in page


def test_a_link_leads_to_the_article(visitor: Client) -> None:
    page = shown(visitor, to_link(described(recognitions=[CENTRE])) or "")
    assert 'href="/policy/articles/A2.1/"' in page


def test_what_is_printed_has_the_year_the_figures_and_says_what_it_is(visitor: Client) -> None:
    centre = {**CENTRE, "recognitions.recognized_on": "2027-03-04"}
    page = shown(visitor, to_link(described(year=2027, recognitions=[centre])) or "")
    assert "Calculated for 2027" in page
    assert "Figures used" in page
    assert "not a decision" in page


def test_the_page_speaks_chinese_first() -> None:
    client = Client()
    project = described(projects=[PROJECT], none=kinds("loans.technology_upgrade"))
    page = shown(client, to_link(project) or "")
    assert "2026年可获支持" in page
    assert "技改设备补助" in page
    assert total(page) == "150,000.00"


@pytest.mark.parametrize("query", ["f=nonsense", "y=0&m=%00&f=%ff", "way=nothing"])
def test_nonsense_in_the_address_is_the_empty_form(visitor: Client, query: str) -> None:
    assert "data-total hidden" in shown(visitor, query)


@pytest.mark.parametrize(
    "form",
    [
        {"year": "x", "add": "nothing", "remove": "loans.7", "has.orders": "perhaps"},
        {"organization.industry": "<script>", "loans.0.loans.principal": "\x00'\"<b>"},
        {f"loans.{number}.here": "1" for number in range(60)},
    ],
)
def test_a_form_that_no_page_sends_is_answered_all_the_same(
    visitor: Client, form: dict[str, str]
) -> None:
    response = visitor.post(ADDRESS, form, headers={"hx-request": "true"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_new_card_is_marked_to_be_filled_in(visitor: Client) -> None:
    response = visitor.post(ADDRESS, {"has.orders": "yes"}, headers={"hx-request": "true"})
    assert "data-opened" in response.content.decode()


def test_other_ways_to_call_are_refused(visitor: Client) -> None:
    assert visitor.put(ADDRESS).status_code == 405

"""The dashboard: what it says, to whom, and where its figures lead."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import post, reference_to
from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.people.roles import Role
from desk.dashboards.paying import paid
from desk.funds.moving import budget_of, moved
from desk.making import Making

pytestmark = pytest.mark.django_db
URL = "/dashboard/?year=2026"


def _client(making: Making, role: Role, **more: Any) -> Client:
    client = Client()
    client.cookies["banyan_language"] = "en"
    client.force_login(making.account(role, username=f"reader-{role.value}", **more))
    return client


def _money(making: Making) -> Any:
    budget = budget_of(100_000_000)
    for county, fen in (("350102", 30_000_000), ("350103", 10_000_000), ("330106", 500_000)):
        more = {"measure": "srdi", "county": county}
        post(Actor(), [moved("commitment", budget, fen, **more)])
        post(Actor(), [moved("approval", budget, fen // 2, **more)])
        post(Actor(), [moved("payment", budget, fen // 4, **more)])
    return budget


def test_the_stages_of_the_year_are_on_it_with_their_share(making: Making) -> None:
    _money(making)
    said = _client(making, Role.SUPERVISOR).get(URL).content.decode()
    for words in ("1,000,000.00", "405,000.00", "40.5%", "202,500.00", "101,250.00", "10.1%"):
        assert words in said


def test_a_county_is_shown_with_what_is_paid_and_what_is_elsewhere_together(
    making: Making,
) -> None:
    _money(making)
    counties = _client(making, Role.CITY).get(URL).context["counties"]
    rows = {re.sub("<.*?>", "", str(row[0])): row[1:] for row in counties["rows"]}
    assert rows["Taijiang District"] == ["100,000.00", "50,000.00", "25,000.00", "25%"]
    assert rows["elsewhere"][0] == "5,000.00"
    assert rows["Luoyuan County"] == ["0.00", "0.00", "0.00", "–"]
    tiles = counties["option"]["series"]["data"]
    assert len(tiles) == len(rows) == 14
    assert next(one for one in tiles if one["name"] == "Taijiang District")["value"][2] == 250_000


def test_a_county_officer_sees_the_own_county_and_no_map(making: Making) -> None:
    _money(making)
    response = _client(making, Role.COUNTY, county="350103").get(URL)
    assert response.context["counties"] is None
    assert response.context["whole"].committed == 10_000_000
    assert "300,000.00" not in response.content.decode()


@pytest.mark.parametrize("role", sorted(SEE_MONEY))
def test_every_figure_leads_to_a_list_that_its_reader_may_see(making: Making, role: Role) -> None:
    budget = _money(making)
    making.organization(1)
    order = paid(budget, making.credit_code(1), (1, 2, 3, 4))
    post(Actor(), [moved("commitment", budget, 1, measure="srdi", county="350102")])
    client = _client(making, role)
    said = client.get(URL).content.decode()
    links = {unescape(one) for one in re.findall(r'href="(/[^"]+)"', said.split("<main")[1])}
    money = {one for one in links if one.startswith(("/funds/", "/runs/", "/payments/"))}
    assert len(money) > 6
    for link in money:
        assert client.get(link).status_code == 200, link
    assert order.pk


def test_the_sum_of_the_entries_behind_a_figure_is_the_figure(making: Making) -> None:
    _money(making)
    client = _client(making, Role.AUDITOR)
    paid_figure = client.get(URL).context["figures"][-1]
    rows = client.get(paid_figure["link"]).context["rows"]
    assert sum(row.entry.amount for row in rows) == paid_figure["fen"] == 10_125_000


def test_an_entry_leads_to_the_line_the_payment_and_the_recovery(making: Making) -> None:
    budget = budget_of(100_000)
    organization = making.organization(1)
    order = paid(budget, organization.uscc, (1, 2, 3, 4))
    for row, kind in ((order.award, "commitment"), (order.award, "approval"), (order, "payment")):
        one = moved(kind, budget, 100, measure="srdi", county="350102")
        post(Actor(), [type(one)(**{**one.__dict__, "reference": reference_to(row)})])
    said = _client(making, Role.AUDITOR).get(reverse("funds:ledger")).content.decode()
    assert organization.name in said
    line = order.award.line
    assert reverse("settlement:line", args=[line.run_id, line.number]) in said
    assert reverse("payments:order", args=[order.reference]) in said


def test_a_year_without_money_says_so(making: Making) -> None:
    client = _client(making, Role.FINANCE)
    for year in ("2029", "nonsense", ""):
        response = client.get("/dashboard/", {"year": year})
        assert "There is no money in this year yet" in response.content.decode()

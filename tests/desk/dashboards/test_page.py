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
from banyan.desk.ui.templatetags.ui import yuan
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


def _plain(cell: Any) -> str:
    return re.sub("<.*?>", "", str(cell))


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
    rows = {row[0]: [_plain(cell) for cell in row[1:]] for row in counties["rows"]}
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


def _city(making: Making) -> None:
    """Money of every kind, of two payers, that came back in every way."""
    shared = budget_of(100_000_000)
    own = budget_of(5_000_000, county="350102")
    steps = {
        "commitment": 90_000,
        "release": 1_000,
        "approval": 80_000,
        "cancellation": 2_000,
        "payment": 70_000,
        "return": 3_000,
        "recovery": 4_000,
    }
    for budget in (shared, own):
        post(Actor(), [moved("reduction", budget, 500)])
    for place, (county, measure) in enumerate(
        [
            ("350102", "srdi"),
            ("350103", "srdi"),
            ("350102", "cloud"),
            ("350100", "cloud"),
            ("330106", "srdi"),
        ]
    ):
        for budget in (shared, own):
            for kind, fen in steps.items():
                more = {"measure": measure, "county": county}
                post(Actor(), [moved(kind, budget, fen + place, **more)])


def _behind(client: Client, link: str) -> tuple[int, int | None]:
    """The sum of the rows of the page and of those after it, and what the page says that it is."""
    fen = rows = 0
    page = client.get(link).context
    said = page["together"]
    while True:
        fen += sum(row.amount for row in page["rows"])
        rows += len(page["rows"])
        if not page["page"].next:
            assert said.entries == rows
            return fen, said.amount
        page = client.get(f"{link.partition('?')[0]}?{page['page'].next}").context


@pytest.mark.parametrize(
    ("role", "county"),
    [(Role.AUDITOR, ""), (Role.FINANCE, ""), (Role.COUNTY, "350102"), (Role.COUNTY, "350103")],
)
def test_every_figure_leads_to_rows_that_add_up_to_it(
    making: Making, role: Role, county: str
) -> None:
    _city(making)
    client = _client(making, role, **({"county": county} if county else {}))
    said = client.get(URL).content.decode().split("<main")[1]
    said = re.sub("<script.*?</script>", "", said, flags=re.DOTALL)
    figures = re.findall(r'<a(?: class="sum")? href="([^"]+)">(-?[0-9,]+[.][0-9]{2})</a>', said)
    amounts = re.findall(r">-?[0-9,]+[.][0-9]{2}<", said)
    assert len(figures) == len(amounts) > 10, "a figure leads nowhere"
    for link, shown in figures:
        fen = int(shown.replace(",", "").replace(".", ""))
        assert _behind(client, unescape(link)) == (fen, fen), link
    assert any(shown != "0.00" for _link, shown in figures)


def test_a_tile_of_the_map_leads_to_what_is_paid_there(making: Making) -> None:
    _city(making)
    client = _client(making, Role.CITY)
    tiles = client.get(URL).context["counties"]["option"]["series"]["data"]
    for tile in tiles:
        fen, together = _behind(client, tile["link"])
        assert fen == together
        assert tile["tooltip"]["formatter"].endswith(f" {yuan(fen)}"), tile["name"]


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

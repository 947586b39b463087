"""The pages of the funds: what each role sees, and that lists and files say the same."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from banyan.desk.audit import Actor
from banyan.desk.funds import guards
from banyan.desk.funds.checking import balanced, check
from banyan.desk.funds.ledger import post
from banyan.desk.funds.models import Balance, BudgetChange
from banyan.desk.people.roles import Role
from desk.funds.moving import budget_of, moved
from desk.funds.scenarios import funded, officer, proposed, second
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client: Client) -> None:
    client.cookies["banyan_language"] = "en"


def _client(making: Making, role: Role, **more: Any) -> Client:
    client = Client()
    client.cookies["banyan_language"] = "en"
    client.force_login(making.account(role, username=f"reader-{role.value}", **more))
    return client


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_a_year_says_where_the_money_lies(making: Making) -> None:
    budget = funded(making, 100_000_000)
    post(Actor(), [moved("commitment", budget, 30_000_000), moved("approval", budget, 20_000_000)])
    post(Actor(), [moved("payment", budget, 5_000_000)])
    said = _text(_client(making, Role.SUPERVISOR), reverse("funds:budgets") + "?year=2026")
    for amount in ("1,000,000.00", "700,000.00", "100,000.00", "150,000.00", "50,000.00"):
        assert amount in said


def test_a_county_officer_sees_the_budgets_that_the_county_pays(making: Making) -> None:
    city, own, other = (
        budget_of(fen, county=county)
        for fen, county in ((11_100, "350100"), (22_200, "350102"), (33_300, "350103"))
    )
    client = _client(making, Role.COUNTY, county="350102")
    said = _text(client, reverse("funds:budgets") + "?year=2026")
    assert "222.00" in said
    assert "111.00" not in said
    assert "333.00" not in said
    assert client.get(reverse("funds:budget", args=[own.pk])).status_code == 200
    for budget in (city, other):
        assert client.get(reverse("funds:budget", args=[budget.pk])).status_code == 404
        export = reverse("funds:export", args=[budget.pk, "csv"])
        assert client.get(export).status_code == 404


def test_the_page_says_where_the_record_differs_from_the_ledger(making: Making) -> None:
    budget_of(100_000_000)
    url = reverse("funds:budgets") + "?year=2026"
    client = _client(making, Role.FINANCE)
    assert "there is no record of the fund" in _text(client, url)
    record = making.fact("budgets", year=2026, fund="software", amount=90_000_000)
    said = _text(client, url)
    assert "the record says 900,000.00 yuan" in said
    assert reverse("records:record", args=["budgets", record.pk]) in said
    assert "nobody has verified the record" in said
    type(record).objects.update(amount=100_000_000, verified_at="2026-01-01T00:00Z")
    said = _text(client, url)
    assert "the record" not in said
    assert 'role="status"' not in said


def _entries(making: Making) -> Any:
    budget = budget_of(100_000)
    post(
        Actor(officer(making).account),
        [
            moved("commitment", budget, 100 + number, measure="srdi", county="350102")
            for number in range(60)
        ]
        + [moved("commitment", budget, 7_700, measure="little_giant", county="350103")],
    )
    return budget


def test_a_budget_is_read_a_page_at_a_time_and_filtered(making: Making) -> None:
    budget = _entries(making)
    client = _client(making, Role.AUDITOR)
    url = reverse("funds:budget", args=[budget.pk])
    first = client.get(url)
    assert len(first.context["rows"]) == 50
    second_page = client.get(f"{url}?{first.context['page'].next}")
    assert len(second_page.context["rows"]) == 12
    rows = client.get(url, {"county": "350103"}).context["rows"]
    assert [row.entry.amount for row in rows] == [7_700]
    assert len(client.get(url, {"kind": "appropriation"}).context["rows"]) == 1
    assert len(client.get(url, {"until": "2020-01-01"}).context["rows"]) == 0
    assert len(client.get(url, {"until": "nonsense", "kind": ""}).context["rows"]) == 50


def test_a_page_of_entries_asks_the_database_as_often_for_many_as_for_few(
    making: Making, django_assert_max_num_queries: Any
) -> None:
    budget = _entries(making)
    client = _client(making, Role.AUDITOR)
    with django_assert_max_num_queries(20):
        client.get(reverse("funds:budget", args=[budget.pk]))


def test_an_entry_leads_to_what_it_is_about(making: Making) -> None:
    budget = funded(making)
    said = _text(_client(making, Role.AUDITOR), reverse("funds:budget", args=[budget.pk]))
    entry = budget.entries.get()
    assert entry.reference.startswith("funds.budgetchange")
    assert f'href="{BudgetChange.objects.get().get_absolute_url()}"' in said


def test_the_files_say_what_the_list_says(making: Making) -> None:
    budget = _entries(making)
    client = _client(making, Role.FINANCE)
    url = reverse("funds:export", args=[budget.pk, "csv"])
    text = b"".join(client.get(url, {"county": "350102"})).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 61
    assert rows[1][5] == "1.00"
    workbook = client.get(reverse("funds:export", args=[budget.pk, "xlsx"]))
    sheet = load_workbook(io.BytesIO(b"".join(workbook))).active  # type: ignore[arg-type]
    assert sheet is not None
    assert sheet.max_row == 63
    assert sheet.cell(63, 6).value == 77


def test_a_budget_is_made_in_the_browser_by_two(making: Making) -> None:
    client = Client()
    client.force_login(officer(making).account)
    form = {
        "year": 2026,
        "fund": "software",
        "measure": "",
        "county": "350100",
        "direction": "more",
        "amount": "1234.56",
        "reason": "the congress",
    }
    made = client.post(reverse("funds:propose"), form)
    change = BudgetChange.objects.get()
    assert (made["Location"], change.amount) == (change.get_absolute_url(), 123_456)
    assert client.post(reverse("funds:propose"), form | {"amount": "-1"}).status_code == 422
    assert client.post(reverse("funds:propose"), form).status_code == 422  # one waits already
    decide = reverse("funds:decide", args=[change.pk])
    client.post(decide, {"decision": "confirm"})
    change.refresh_from_db()
    assert change.state == "proposed"
    client.force_login(second(making).account)
    client.post(decide, {"decision": "confirm"})
    change.refresh_from_db()
    assert change.state == "confirmed"


def test_the_home_page_tells_the_second_officer_what_waits(making: Making) -> None:
    change = proposed(making)
    client = Client()
    client.force_login(officer(making).account)
    assert change.get_absolute_url() not in _text(client, "/")
    client.force_login(second(making).account)
    assert change.get_absolute_url() in _text(client, "/")


def test_the_check_finds_a_balance_that_was_changed_past_the_guard(making: Making) -> None:
    budget = funded(making)
    client = _client(making, Role.AUDITOR)
    assert check().good
    assert balanced()
    assert "alert-success" in _text(client, reverse("funds:check"))
    _without_guard(lambda: Balance.objects.filter(budget=budget, pot="paid").update(amount=5))
    assert not balanced()
    assert [(one.pot, one.held, one.summed) for one in check().differences] == [("paid", 5, 0)]
    assert "alert-danger" in _text(client, reverse("funds:check"))


def _without_guard(act: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in guards.removals(connection.vendor):
            cursor.execute(statement)
        act()
        for statement in guards.statements(connection.vendor):
            cursor.execute(statement)

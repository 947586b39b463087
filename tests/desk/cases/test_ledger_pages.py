"""The ledger's pages: table, board, calendar, files, saved filters."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.cases.models import Case, SavedFilter
from banyan.desk.cases.search import actions
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.cases.finding_scenarios import closed, opened
from desk.making import Making


@pytest.fixture
def as_city(client: Client, making: Making) -> Client:
    client.force_login(making.account(Role.CITY))
    return client


def test_the_table_shows_what_is_open_unless_asked_for_more(as_city: Client) -> None:
    opened("甲停电")
    closed("乙停电")
    assert "乙停电" not in as_city.get("/cases/").content.decode()
    everything = as_city.get("/cases/?state=any").content.decode()
    assert "甲停电" in everything
    assert "乙停电" in everything


def test_pages_follow_each_other_without_gap(as_city: Client) -> None:
    for number in range(53):
        opened(f"第{number:02d}件")
    seen: list[str] = []
    for order in ("", "due"):
        seen, query = [], f"order={order}"
        while query:
            page = as_city.get(f"/cases/?{query}").context["page"]
            seen += [case.title for case in page.rows]
            query = page.next
        assert len(seen) == len(set(seen)) == 53, order


def test_a_county_officer_has_the_county_alone_on_every_page(
    client: Client, making: Making
) -> None:
    opened("甲停电", county="350102")
    opened("乙停电", county="350103")
    client.force_login(making.account(Role.COUNTY))
    for address in ("/cases/", "/cases/board/", "/cases/?county=350103", "/cases/export.csv"):
        response = client.get(address)
        shown = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        assert "乙停电" not in shown.decode(), address
    counts = [column["count"] for column in client.get("/cases/board/").context["columns"]]
    assert sum(counts) == 1


def test_the_board_counts_and_shows_each_state(as_city: Client) -> None:
    for number in range(15):
        opened(f"第{number}件")
    columns = as_city.get("/cases/board/").context["columns"]
    assert columns[0]["count"] == 15
    assert len(columns[0]["lines"]) == 12
    assert columns[0]["more"]


def test_the_calendar_leads_to_what_is_due_on_a_day(as_city: Client) -> None:
    case = opened("甲停电")
    day = timezone.localdate().replace(day=15) + timedelta(days=31)
    Case.objects.filter(pk=case.pk).update(due_on=day)
    weeks = as_city.get(f"/cases/calendar/?month={day:%Y-%m}").context["weeks"]
    (cell,) = [one for week in weeks for one in week if one["count"]]
    assert cell["date"] == day
    assert "甲停电" in as_city.get(f"/cases/?{cell['query']}").content.decode()


@pytest.mark.parametrize("address", ["/cases/", "/cases/board/", "/cases/calendar/"])
@pytest.mark.parametrize("query", ["after=x", "due=2026-99-99", "raised=x", "unit=x", "state=x"])
def test_a_strange_query_is_no_error(as_city: Client, address: str, query: str) -> None:
    opened()
    assert as_city.get(f"{address}?{query}").status_code == 200


def _rows(response: Any) -> list[dict[str, str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_an_export_holds_what_the_table_shows_and_computes_nothing(as_city: Client) -> None:
    opened("=HYPERLINK(1)停电", text="@停电")
    opened("贷款", category="finance")
    closed("旧停电")
    (row,) = _rows(as_city.get("/cases/export.csv?q=停电&state=open"))
    assert row["标题"] == "'=HYPERLINK(1)停电"
    assert row["描述"] == "'@停电"
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(as_city.get("/cases/export.xlsx?q=停电&state=open")))
    )
    cells = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(cells) == 2
    assert cells[1][4] == "'=HYPERLINK(1)停电"


def test_a_filter_is_kept_used_by_the_unit_and_removed_by_who_made_it(
    client: Client, making: Making
) -> None:
    mine, colleague = making.account(Role.CITY), making.account(Role.CITY, username="colleague")
    client.force_login(mine)
    post = {"name": "停电", "asked": "q=停电&nonsense=1", "shared": "on"}
    client.post("/cases/filters/", post)
    kept = SavedFilter.objects.get()
    assert kept.asked == "q=%E5%81%9C%E7%94%B5"
    elsewhere = Account.objects.create_user(
        "elsewhere", role=Role.CITY, unit=making.unit("elsewhere")
    )
    assert list(SavedFilter.objects.visible_to(colleague)) == [kept]
    assert not SavedFilter.objects.visible_to(elsewhere).exists()
    client.force_login(colleague)
    assert "停电" in client.get("/cases/").content.decode()
    assert client.post(f"/cases/filters/{kept.pk}/forget/").status_code == 404
    client.force_login(mine)
    client.post(f"/cases/filters/{kept.pk}/forget/")
    assert not SavedFilter.objects.exists()


def test_a_filter_saved_under_the_same_name_asks_anew(making: Making) -> None:
    actor = Actor(making.account(Role.CITY))
    actions.save_filter(actor, "停电", "q=停电")
    actions.save_filter(actor, "停电", "q=断电")
    assert [one.asked for one in SavedFilter.objects.all()] == ["q=断电"]


def test_an_example_is_published_on_its_page(as_city: Client) -> None:
    case = closed()
    assert f"/cases/{case.pk}/example/" in as_city.get(f"/cases/{case.pk}/").content.decode()
    assert as_city.get(f"/cases/{case.pk}/example/").status_code == 200
    as_city.post(f"/cases/{case.pk}/example/", {"title": "停电", "answer": "增容"})
    assert case.examples.get().answer == "增容"
    as_city.post(f"/cases/{case.pk}/example/withdraw/")
    assert case.examples.get().withdrawn_at is not None

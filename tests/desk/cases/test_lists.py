"""A list of cases is checked row by row and comes once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from banyan.desk.audit import Actor
from banyan.desk.cases.importing import actions, tasks
from banyan.desk.cases.models import Case, CaseImport
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from desk.cases.finding_scenarios import actor_of, checked, csv_file, sent
from desk.making import Making

ROWS = [
    {"title": "夜间停电", "category": "用能保障", "key": "1", "gravity": "紧急"},
    {"title": "申请增容", "category": "要素保障·电力", "key": "2"},
]


def _imported(making: Making, rows: list[dict[str, str]]) -> CaseImport:
    of = checked(making, rows)
    actions.confirm_list(actor_of(making), of)
    tasks.begin_write(actor_of(making), of)
    of.refresh_from_db()
    return of


def test_a_list_opens_its_cases_with_their_obligations(making: Making) -> None:
    assert _imported(making, ROWS).state == CaseImport.State.DONE
    found = Case.objects.order_by("pk").values_list("title", "kind", "category", "gravity")
    assert list(found) == [
        ("夜间停电", "problem", "energy", "urgent"),
        ("申请增容", "factor", "power", "general"),
    ]
    assert Obligation.objects.open().filter(kind="cases.dispatch").count() == 2


@pytest.mark.parametrize("keyed", [True, False])
def test_a_list_sent_twice_comes_once(making: Making, keyed: bool) -> None:
    rows = ROWS if keyed else [{**row, "key": ""} for row in ROWS]
    _imported(making, rows)
    again = checked(making, rows)
    assert again.known == 2
    actions.confirm_list(actor_of(making), again)
    tasks.begin_write(actor_of(making), again)
    assert Case.objects.count() == 2


def test_every_fault_is_told_and_nothing_is_written(making: Making) -> None:
    rows = [
        {"title": "", "category": "energy"},
        {"title": "甲", "category": "nothing"},
        {"title": "乙", "category": "energy", "uscc": making.credit_code(9)},
        {"title": "丙", "category": "energy", "gravity": "很急"},
        {"title": "丁", "category": "energy", "key": "1"},
        {"title": "戊", "category": "energy", "key": "1"},
        {"title": "己", "category": "energy"},
    ]
    of = checked(making, rows)
    assert of.state == CaseImport.State.FAULTY
    faults = [row.faults for row in actions.kept_rows(of)]
    assert faults == [["title"], ["category"], ["uscc"], ["gravity"], [], ["key"], []]
    with pytest.raises(actions.NotReadyError):
        actions.confirm_list(actor_of(making), of)
    assert not Case.objects.exists()


def test_a_county_brings_only_what_is_in_the_county(making: Making) -> None:
    making.organization(2, county="350103")
    county = Actor(making.account(Role.COUNTY))
    row = {"title": "甲", "category": "energy"}
    of = sent(county, csv_file([row | {"uscc": making.credit_code(2)}]))
    tasks.begin_check(county, of)
    of.refresh_from_db()
    assert of.faulty == 1
    of = sent(county, csv_file([row]))
    tasks.begin_check(county, of)
    actions.confirm_list(county, of)
    of.refresh_from_db()
    tasks.begin_write(county, of)
    case = Case.objects.get()
    assert (case.county, case.level) == ("350102", "county")


def test_two_counties_may_use_the_same_numbers(making: Making) -> None:
    for county in ("350102", "350103"):
        actor = Actor(making.account(Role.COUNTY, username=county, county=county))
        of = sent(actor, csv_file([{"title": "甲", "category": "energy", "key": "1"}]))
        tasks.begin_check(actor, of)
        actions.confirm_list(actor, of)
        of.refresh_from_db()
        tasks.begin_write(actor, of)
    assert Case.objects.count() == 2


def test_a_worker_that_dies_half_way_is_followed_by_one_that_ends_it(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_A_TIME", 2)
    rows = [{"title": f"第{n}件", "category": "energy", "key": str(n)} for n in range(5)]
    of = checked(making, rows)
    actions.confirm_list(actor_of(making), of)
    assert actions.write_some(actor_of(making), of)
    of.refresh_from_db()
    tasks.begin_write(actor_of(making), of)
    of.refresh_from_db()
    assert (of.state, of.written, Case.objects.count()) == ("done", 5, 5)


def test_a_file_that_is_no_list_is_refused_in_words(making: Making) -> None:
    actor = actor_of(making)
    of = sent(actor, b"a,b\n1,2\n")
    tasks.begin_check(actor, of)
    of.refresh_from_db()
    assert of.state == CaseImport.State.FAULTY


def test_the_pages_lead_from_the_file_to_the_ledger(client: Client, making: Making) -> None:
    client.force_login(making.account(Role.CITY))
    file = SimpleUploadedFile("list.csv", csv_file(ROWS))
    response = client.post("/cases/imports/", {"file": file}, follow=True)
    assert "夜间停电" in response.content.decode()
    number = CaseImport.objects.get().pk
    client.post(f"/cases/imports/{number}/confirm/")
    assert "夜间停电" in client.get("/cases/?origin=imported").content.decode()
    assert client.get("/cases/imports/template.csv").status_code == 200
    refused = client.post("/cases/imports/", {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert refused.status_code == 422


def test_a_list_that_is_too_large_or_was_not_chosen_is_refused_on_the_page(
    making: Making, settings: Any
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(making.account(Role.CITY))
    page = reverse("cases:imports")
    nothing = client.post(page)
    assert (nothing.status_code, "Choose a file." in nothing.text) == (422, True)
    settings.UPLOAD_LARGEST = 1000
    large = client.post(page, {"file": SimpleUploadedFile("list.csv", b"a" * 200_000)})
    assert (large.status_code, "MB" in large.text) == (422, True)

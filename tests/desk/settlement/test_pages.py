"""The pages of runs, lines and notices: who sees what, and down to the record."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import search
from banyan.desk.records.models import FACTS, Organization, Representation
from banyan.desk.settlement import tasks
from banyan.desk.settlement.actions import objections
from banyan.desk.settlement.models import Line, Objection, Run
from banyan.desk.settlement.scope import PUBLIC
from desk.settlement.cities import MILLION, YEAR, City, changed

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def _client(account: Account | None = None) -> Client:
    client = Client(headers=ENGLISH)
    if account is not None:
        client.force_login(account)
    return client


def _text(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    return str(content.decode())


@pytest.fixture
def officer(city: City) -> Client:
    return _client(city.account(Role.CITY, "first"))


def test_a_city_officer_starts_a_run_and_sees_how_far_it_is(
    city: City, officer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    city.equipment(1)
    answer = officer.post("/runs/", {"year": YEAR, "note": "first"})
    run = Run.objects.get()
    assert answer["Location"] == f"/runs/{run.pk}/"
    Run.objects.update(progress=37)
    page = officer.get(f"/runs/{run.pk}/")
    assert "37 %" in _text(page)
    part = officer.get(f"/runs/{run.pk}/?waiting=1", headers={"HX-Request": "true"})
    assert "<html" not in _text(part)
    tasks.compute_run.call(run.pk)
    done = officer.get(f"/runs/{run.pk}/?waiting=1", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert "300,000.00" in _text(officer.get(f"/runs/{run.pk}/"))


def test_a_second_run_is_refused_with_words(city: City, officer: Client) -> None:
    officer.post("/runs/", {"year": YEAR})
    answer = officer.post("/runs/", {"year": YEAR})
    assert answer.status_code == 422
    assert "being computed already" in _text(answer)


def test_the_faults_of_a_failed_run_are_listed(city: City, officer: Client) -> None:
    officer.post("/runs/", {"year": YEAR})
    Run.objects.update(state="failed", fault="projects 3: uscc\nloans 4: rate")
    said = _text(officer.get(f"/runs/{Run.objects.get().pk}/"))
    assert "<li>projects 3: uscc</li><li>loans 4: rate</li>" in said


def test_what_money_lacks_is_said_on_the_page(city: City, officer: Client) -> None:
    city.equipment(1)
    city.budget(yuan=100_000)
    run = city.run()
    answer = officer.post(f"/runs/{run.pk}/decide/", {"decision": "notice"})
    page = _text(officer.get(answer["Location"]))
    assert "nothing was changed" in page
    assert "200,000.00 yuan too little" in page
    run.refresh_from_db()
    assert run.state == Run.State.DRAFT


def test_a_run_goes_from_draft_to_approved_in_the_browser(city: City, officer: Client) -> None:
    city.equipment(1)
    city.budget()
    run = city.run()
    decide = f"/runs/{run.pk}/decide/"
    officer.post(decide, {"decision": "notice"})
    city.ended(run)
    officer.post(decide, {"decision": "approve"})
    run.refresh_from_db()
    assert run.state == Run.State.NOTICED  # the same person
    _client(city.account(Role.CITY, "second")).post(decide, {"decision": "approve"})
    run.refresh_from_db()
    assert run.state == Run.State.APPROVED


def test_a_replay_is_asked_for_and_its_result_shown(city: City, officer: Client) -> None:
    city.equipment(1)
    run = city.run()
    officer.post(f"/runs/{run.pk}/decide/", {"decision": "replay"})
    tasks.replay_run.call(run.replays.get().pk)
    assert "the same bytes" in _text(officer.get(f"/runs/{run.pk}/"))


def _numbers(client: Client, url: str) -> list[int]:
    answer = client.get(url)
    assert answer.status_code == 200
    return [row["line"].number for row in answer.context["rows"]]


@pytest.fixture
def mixed(city: City) -> Run:
    """Lines 1 and 2 of equipment in two counties, the first of a large amount; 3 to 14 of twelve
    products for ten places, the weakest two over the quota."""
    city.equipment(1, net=40 * MILLION)
    city.equipment(2, county="350103")
    for number in range(10, 22):
        city.product(number, score=number)
    return city.run()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("measure=equipment_upgrade", [1, 2]),
        ("county=350103", [2]),
        ("status=over_quota", [3, 4]),
        ("exception=large", [1]),
        ("low=300000&high=300000", [2]),
        ("low=400,000&high=600000", list(range(5, 15))),
        ("measure=innovative_product&status=granted&exception=provisional", list(range(5, 15))),
        ("high=0", [3, 4]),
        ("low=x", list(range(1, 15))),
        ("status=different", [1, 2, *range(5, 15)]),
        ("status=gone", []),
    ],
)
def test_lines_are_filtered(officer: Client, mixed: Run, query: str, numbers: list[int]) -> None:
    assert _numbers(officer, f"/runs/{mixed.pk}/lines/?{query}") == numbers


def test_lines_are_found_by_code_and_by_name(city: City, officer: Client, mixed: Run) -> None:
    search.rebuild()
    code = city.making.credit_code(2)
    assert _numbers(officer, f"/runs/{mixed.pk}/lines/?q={code}") == [2]
    assert _numbers(officer, f"/runs/{mixed.pk}/lines/?q=福州第2机械") == [2]


def test_lines_of_an_organization_that_is_on_record_no_more_are_found_by_its_code(
    city: City, officer: Client, mixed: Run
) -> None:
    code = city.making.credit_code(2)
    for model in ("project_years", "projects"):
        path = "project__organization" if model == "project_years" else "organization"
        FACTS[model].objects.filter(**{path: code}).delete()
    Organization.objects.filter(pk=code).delete()
    assert _numbers(officer, f"/runs/{mixed.pk}/lines/?q={code}") == [2]


def test_a_county_sees_its_own_lines_everywhere(city: City, mixed: Run) -> None:
    county = _client(city.account(Role.COUNTY, "there", county="350103"))
    assert _numbers(county, f"/runs/{mixed.pk}/lines/") == [2]
    assert _numbers(county, f"/runs/{mixed.pk}/lines/?county=350102") == []
    assert county.get(f"/runs/{mixed.pk}/lines/1/").status_code == 404
    said = _text(county.get(f"/runs/{mixed.pk}/lines.csv"))
    assert city.making.credit_code(1) not in said
    page = county.get(f"/runs/{mixed.pk}/")
    assert page.context["total"].lines == 1
    assert "1,200,000.00" not in _text(page)


def test_an_enterprise_sees_its_own_lines_once_they_are_before_the_public(city: City) -> None:
    city.equipment(1)
    city.equipment(2)
    person = city.account(Role.ENTERPRISE)
    Representation.objects.create(account=person, organization_id=city.making.credit_code(1))
    client = _client(person)
    run = city.run()
    assert client.get(f"/runs/{run.pk}/lines/").status_code == 404
    assert client.get(f"/runs/{run.pk}/lines/1/").status_code == 404
    run = city.noticed()
    assert run.state in PUBLIC
    assert _numbers(client, f"/runs/{run.pk}/lines/") == [1]
    assert client.get(f"/runs/{run.pk}/lines/1/").status_code == 200
    assert client.get(f"/runs/{run.pk}/lines/2/").status_code == 404
    address = f"/organizations/{city.making.credit_code(1)}/"
    assert f'href="{address}awards/"' in _text(client.get(address))
    awards = client.get(f"{address}awards/")
    assert "300,000.00" in _text(awards)
    other = f"/organizations/{city.making.credit_code(2)}/awards/"
    assert client.get(other).status_code == 404


def test_lines_go_into_files_as_they_are_filtered(officer: Client, mixed: Run) -> None:
    answer = officer.get(f"/runs/{mixed.pk}/lines.csv?measure=equipment_upgrade")
    rows = list(csv.DictReader(io.StringIO(_text(answer).lstrip("\ufeff"))))
    assert [row["amount"] for row in rows] == ["1200000.00", "300000.00"]
    answer = officer.get(f"/runs/{mixed.pk}/lines.xlsx?measure=equipment_upgrade")
    book = load_workbook(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    sheet = book.worksheets[0]
    assert [row[9].value for row in sheet.iter_rows(min_row=2)] == [1_200_000, 300_000]


def test_a_line_goes_down_to_the_record_its_file_and_who_verified_it(
    city: City, officer: Client
) -> None:
    year = city.equipment(1)
    run = city.run()
    answer = officer.get(f"/runs/{run.pk}/lines/1/")
    explained = answer.context["explained"]
    assert explained.agrees
    assert [step.amount for step in explained.line.steps] == ["300,000.00"]
    evidence = {one.table: one for one in explained.evidence}
    assert next(iter(evidence)) == "project_years"
    assert {"projects", "organizations"} <= set(evidence)
    own = evidence["project_years"]
    assert (own.source, own.state) == (year.source, "same")
    assert own.verified_by == city.account(Role.COUNTY, "who-verifies")
    said = _text(answer)
    assert "10,000,000.00" in said
    assert 'href="/policy/articles/A3.1/"' in said or "A3.1" in said


def test_a_record_that_changed_since_is_warned_of_and_shows_both(
    city: City, officer: Client
) -> None:
    year = city.equipment(1)
    run = city.run()
    changed(year, equipment_net=20 * MILLION, equipment_gross=23 * MILLION)
    changed(year.project, verified_by=city.account(Role.COUNTY, "somebody-else"))
    answer = officer.get(f"/runs/{run.pk}/lines/1/")
    evidence = {one.table: one for one in answer.context["explained"].evidence}
    assert evidence["project_years"].state == "changed"
    assert "today: 20,000,000.00" in _text(answer)
    assert evidence["projects"].verified_by == city.account(Role.COUNTY, "who-verifies")
    year.delete()
    answer = officer.get(f"/runs/{run.pk}/lines/1/")
    evidence = {one.table: one for one in answer.context["explained"].evidence}
    assert evidence["project_years"].state == "gone"


def test_a_line_that_is_gone_is_explained_by_the_run_that_awarded_it(
    city: City, officer: Client
) -> None:
    year = city.equipment(1)
    city.approved()
    year.delete()
    run = city.run()
    answer = officer.get(f"/runs/{run.pk}/lines/1/")
    assert answer.context["line"].status == Line.GONE
    assert [step.amount for step in answer.context["explained"].line.steps] == ["300,000.00"]


def test_a_ranked_line_is_explained_with_its_place_among_the_others(
    city: City, officer: Client, mixed: Run
) -> None:
    answer = officer.get(f"/runs/{mixed.pk}/lines/14/")
    explained = answer.context["explained"]
    assert explained.agrees
    assert explained.line.standing is not None
    over = officer.get(f"/runs/{mixed.pk}/lines/3/")
    assert over.context["explained"].line.status == "over_quota"


def test_other_organizations_records_are_not_shown_as_evidence(city: City, officer: Client) -> None:
    organizer = city.organization(20, kind="association", industry="")
    expo = city.making.fact(
        "expos",
        expo="E1",
        organization=organizer,
        held_on=date(YEAR, 5, 1),
        scope="national",
        canton_fair=False,
        priority_cluster=False,
        plan_rank=1,
    )
    city.verify(expo)
    for number in range(1, 7):
        booth = city.making.fact(
            "booths", expo=expo, organization=city.organization(number), booth_fee=MILLION // 100
        )
        city.verify(booth)
    run = city.run()
    line = run.lines.get(measure="expo_booth", uscc=city.making.credit_code(1))
    assert line.amount > 0
    answer = officer.get(f"/runs/{run.pk}/lines/{line.number}/")
    evidence = answer.context["explained"].evidence
    assert [one.key for one in evidence if one.table == "booths"] == [
        f"E1 / {city.making.credit_code(1)}"
    ]


def test_two_runs_are_compared_with_causes(city: City, officer: Client) -> None:
    year = city.equipment(1)
    city.equipment(2)
    first = city.run()
    changed(year, equipment_net=20 * MILLION, equipment_gross=2260 * MILLION // 100)
    second = city.run()
    answer = officer.get(f"/runs/{first.pk}/compare/{second.pk}/")
    rows = answer.context["page"].rows
    assert [(row["uscc"], row["change"]) for row in rows] == [
        (city.making.credit_code(1), "changed")
    ]
    assert rows[0]["why"] == ["its own records: Yearly investment of projects"]
    assert answer.context["measures"][0]["difference"] == 3 * MILLION // 10


def test_visitors_read_a_notice_search_it_and_see_no_draft(city: City) -> None:
    city.equipment(1)
    city.equipment(2)
    draft = city.run()
    visitor = _client()
    assert visitor.get(f"/notices/{draft.pk}/").status_code == 404
    run = city.noticed()
    said = _text(visitor.get(f"/notices/{run.pk}/"))
    assert "福州第1机械有限公司" in said
    assert "300,000.00" in said
    found = visitor.get(f"/notices/{run.pk}/?q=第2机械")
    assert [row["line"].number for row in found.context["rows"]] == [2]
    assert f"/notices/{run.pk}/" in _text(visitor.get("/notices/"))


def test_a_visitor_objects_and_reads_the_answer_without_a_name(city: City, officer: Client) -> None:
    cache.clear()
    city.equipment(1)
    run = city.noticed()
    visitor = _client()
    form = {"name": "Chen Secret", "contact": "139", "text": "no such machine", "line_number": "1"}
    assert visitor.post(f"/notices/{run.pk}/object/", form | {"text": ""}).status_code == 422
    visitor.post(f"/notices/{run.pk}/object/", form)
    objection = Objection.objects.get()
    page = f"/runs/{run.pk}/objections/{objection.pk}/"
    assert "Chen Secret" in _text(officer.get(page))
    assert "Chen Secret" not in _text(visitor.get(f"/notices/{run.pk}/"))
    officer.post(page, {"answer": "it stands in hall 3", "upheld": "no"})
    said = _text(visitor.get(f"/notices/{run.pk}/"))
    assert "it stands in hall 3" in said
    assert "Chen Secret" not in said
    assert "no such machine" not in said


def test_after_the_end_no_objection_is_taken(city: City) -> None:
    city.equipment(1)
    run = city.ended(city.noticed())
    form = {"name": "a", "contact": "b", "text": "c"}
    answer = _client().post(f"/notices/{run.pk}/object/", form)
    assert answer.status_code == 422
    assert not objections.in_notice(run)
    assert 'id="object"' not in _text(_client().get(f"/notices/{run.pk}/"))


def test_an_address_that_objects_too_often_is_told_to_wait(city: City) -> None:
    cache.clear()
    city.equipment(1)
    run = city.noticed()
    form = {"name": "a", "contact": "b", "text": "c"}
    codes = [_client().post(f"/notices/{run.pk}/object/", form).status_code for _ in range(21)]
    assert codes == [302] * 20 + [429]
    cache.clear()


def test_the_day_of_the_notice_is_the_citys(city: City) -> None:
    city.equipment(1)
    assert city.noticed().noticed_on == timezone.localdate()

"""The pages of visits, each as those see it who have to do with it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.cases.models import Case
from banyan.desk.people.roles import Role
from banyan.desk.visits.models import Assignment, Planned, Visit
from desk.making import Making
from desk.visits.visiting import PNG, THERE, Kind, Visiting

pytestmark = pytest.mark.django_db

SCRIPT = {"accept": "application/json"}


@pytest.fixture
def visiting(making: Making) -> Visiting:
    return Visiting(making)


def _client(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    assert actor.account is not None
    client.force_login(actor.account)
    return client


def _record(visiting: Visiting, **more: Any) -> dict[str, Any]:
    given = {
        "organization": visiting.organization().pk,
        "held_on": timezone.localdate().isoformat(),
        "form": "spot",
        "seen": "两条生产线满负荷。",
        "key": str(uuid.uuid4()),
        "problem": ["车间停电", ""],
        "category": ["", ""],
        "gravity": ["urgent", "general"],
    }
    return given | more


def test_an_officer_sees_ones_own_enterprises_and_everybodys_where_one_asks(
    visiting: Visiting,
) -> None:
    visiting.assigned(1)
    visiting.assigned(2, officer=visiting.officer(2))
    own = _client(visiting.officer())
    names = [visiting.organization(number).name for number in (1, 2)]
    page = own.get("/visits/").content.decode()
    assert names[0] in page
    assert names[1] not in page
    assert names[1] in own.get("/visits/?whose=all").content.decode()


def test_the_plain_form_records_a_visit_with_photo_and_problem(visiting: Visiting) -> None:
    visiting.assigned()
    own = _client(visiting.officer())
    assert visiting.organization().name in own.get("/visits/phone/").content.decode()
    photo = SimpleUploadedFile("车间.png", PNG, "image/png")
    page = own.post("/visits/phone/", _record(visiting, photos=photo), follow=True)
    visit, case = Visit.objects.get(), Case.objects.get()
    assert page.redirect_chain == [(f"/visits/made/{visit.pk}/", 302)]
    assert case.reference in page.content.decode()
    assert (case.category, case.gravity) == ("energy", "urgent")
    shown = own.get(f"/visits/photos/{visit.photos.get().pk}/?shown")
    assert b"".join(shown) == PNG
    assert shown["X-Content-Type-Options"] == "nosniff"


def test_a_record_that_is_refused_is_shown_again_with_what_was_typed(visiting: Visiting) -> None:
    visiting.assigned()
    own = _client(visiting.officer())
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = own.post("/visits/phone/", _record(visiting, held_on=tomorrow))
    assert page.status_code == 422
    for words in ("两条生产线满负荷。", "车间停电", "once it has been made"):
        assert words in page.content.decode()


def test_a_script_is_answered_with_the_visit_or_with_why_not(visiting: Visiting) -> None:
    visiting.assigned()
    own = _client(visiting.officer())
    given = _record(visiting)
    answers = [own.post("/visits/phone/", given, headers=SCRIPT).json() for _again in range(2)]
    visit = Visit.objects.get()
    assert answers == [{"visit": visit.pk, "address": f"/visits/made/{visit.pk}/"}] * 2
    refused = own.post("/visits/phone/", _record(visiting, seen=""), headers=SCRIPT)
    assert refused.status_code == 422
    assert refused.json()["field"] == "seen"


def test_what_somebody_else_recorded_on_the_phone_is_not_sent_under_the_wrong_name(
    visiting: Visiting,
) -> None:
    given = _record(visiting, account=visiting.officer(2).account.pk)
    answer = _client(visiting.officer()).post("/visits/phone/", given, headers=SCRIPT)
    assert answer.status_code == 403
    assert not Visit.objects.exists()


def test_a_phone_asks_who_is_signed_in_and_for_a_fresh_token(visiting: Visiting) -> None:
    visiting.assigned()
    assert Client().get("/visits/phone/state/").json() == {"account": None}
    assert _client(visiting.speaker()).get("/visits/phone/state/").json() == {"account": None}
    found = _client(visiting.officer()).get("/visits/phone/state/").json()
    assert found["account"] == visiting.officer().account.pk
    assert found["organizations"] == [
        {"code": visiting.organization().pk, "name": visiting.organization().name}
    ]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(visiting.officer().account)
    token = strict.get("/visits/phone/state/").json()["token"]
    headers = {**SCRIPT, "x-csrftoken": token}
    assert strict.post("/visits/phone/", _record(visiting), headers=SCRIPT).status_code == 403
    assert strict.post("/visits/phone/", _record(visiting), headers=headers).status_code == 200


def test_the_page_that_a_phone_keeps_says_nothing_of_anybody(visiting: Visiting) -> None:
    visiting.assigned()
    page = _client(visiting.officer()).get("/visits/phone/kept/").content.decode()
    for word in (visiting.organization().name, visiting.officer().account.username, "csrf"):
        assert word not in page


def test_the_countys_ledger_shows_the_case_and_its_page_the_visit(visiting: Visiting) -> None:
    visit = visiting.with_a_problem()
    keeper = _client(visiting.keeper())
    case = Case.objects.get()
    assert case.title in keeper.get("/cases/").content.decode()
    page = keeper.get(f"/cases/{case.pk}/").content.decode()
    assert f"/visits/made/{visit.pk}/" in page
    assert case.title in keeper.get(f"/visits/made/{visit.pk}/").content.decode()


def test_an_enterprise_sees_its_officer_and_visits_on_its_own_page_but_no_record(
    visiting: Visiting,
) -> None:
    own = _client(visiting.speaker())
    visiting.assigned()
    visit = visiting.visited(seen="只给干部看的话")
    page = own.get(f"/organizations/{visiting.organization().pk}/").content.decode()
    assert visiting.officer().account.name in page
    assert str(visit.held_on) in page
    assert f"/visits/made/{visit.pk}/" not in page
    assert own.get(f"/visits/made/{visit.pk}/").status_code == 403


def test_the_countys_page_of_an_organization_has_officer_last_visit_and_problems(
    visiting: Visiting,
) -> None:
    visiting.assigned()
    visit = visiting.with_a_problem()
    page = _client(visiting.keeper()).get(f"/organizations/{visiting.organization().pk}/")
    for words in (visiting.officer().account.name, f"/visits/made/{visit.pk}/", "1 open"):
        assert words in page.content.decode()


def test_another_county_finds_nothing_of_it(visiting: Visiting) -> None:
    visiting.assigned()
    visit = visiting.with_a_photo()
    other = _client(visiting.keeper(THERE))
    for address in (
        f"/visits/made/{visit.pk}/",
        f"/visits/photos/{visit.photos.get().pk}/",
        f"/visits/organizations/{visiting.organization().pk}/",
        f"/visits/officers/{visiting.officer().account.pk}/",
    ):
        assert other.get(address).status_code == 404


def test_a_department_visits_its_own_enterprises_and_finds_no_others(visiting: Visiting) -> None:
    department = visiting.department()
    visiting.assigned(1, officer=department)
    visiting.assigned(2)
    own = _client(department)
    codes = [visiting.organization(number).pk for number in (1, 2)]
    assert own.get(f"/visits/organizations/{codes[0]}/").status_code == 200
    assert own.get(f"/visits/organizations/{codes[1]}/").status_code == 404
    assert visiting.organization(2).name not in own.get("/visits/?whose=all").content.decode()


def test_enterprises_without_an_officer_are_given_to_one(visiting: Visiting) -> None:
    codes = [visiting.organization(number).pk for number in (1, 2)]
    officer = visiting.officer().account
    keeper = _client(visiting.keeper())
    page = keeper.get("/visits/without/?kind=visit").content.decode()
    assert all(code in page for code in codes)
    given = {"organization": codes, "officer": officer.pk, "kind": "visit"}
    done = keeper.post("/visits/without/assign/?kind=visit", given, follow=True)
    assert "2 more" in done.content.decode()
    assert Assignment.objects.filter(officer=officer).count() == 2
    assert keeper.post("/visits/without/assign/", {"kind": "visit"}).status_code == 422


def test_all_that_a_list_found_are_given_to_one(visiting: Visiting) -> None:
    codes = [visiting.organization(number).pk for number in (1, 2, 12)]
    officer = visiting.officer().account
    given = {"found": "1", "officer": officer.pk}
    _client(visiting.keeper()).post(f"/visits/without/assign/?kind=visit&q={codes[0][:-2]}", given)
    held = Assignment.objects.values_list("organization_id", flat=True)
    assert sorted(held) == sorted(codes[:2])


def test_srdi_enterprises_without_a_service_officer_are_listed(visiting: Visiting) -> None:
    visiting.organization(1)
    visiting.srdi(2)
    page = _client(visiting.keeper()).get("/visits/without/?kind=service").content.decode()
    assert visiting.organization(2).name in page
    assert visiting.organization(1).name not in page


def test_an_officer_is_named_and_replaced_on_the_enterprises_page(visiting: Visiting) -> None:
    code, keeper = visiting.organization().pk, _client(visiting.keeper())
    address = f"/visits/organizations/{code}/"
    for number in (1, 2):
        officer = visiting.officer(number).account
        keeper.post(address, {"officer": officer.pk, "kind": "visit", "note": "换岗"}, follow=True)
    page = keeper.get(address).content.decode()
    assert "换岗" in page
    assert Assignment.objects.get(until__isnull=True).officer == visiting.officer(2).account
    refused = keeper.post(address, {"officer": "", "kind": "visit"})
    assert refused.status_code == 422


def test_the_list_that_is_exported_is_imported_again(visiting: Visiting) -> None:
    visiting.srdi(1)
    visiting.assigned(1)
    visiting.assigned(1, officer=visiting.officer(2), kind=Kind.SERVICE)
    keeper = _client(visiting.keeper())
    content = b"".join(keeper.get("/visits/officers.csv?whose=all"))
    Assignment.objects.all().delete()
    sent = SimpleUploadedFile("list.csv", content, "text/csv")
    page = keeper.post("/visits/import/", {"file": sent})
    assert "New: 2" in page.content.decode()
    assert Assignment.objects.filter(until__isnull=True).count() == 2


def test_faults_of_a_list_are_shown_by_row(visiting: Visiting) -> None:
    sent = SimpleUploadedFile("list.csv", "信用代码,人\nX,Y\n".encode(), "text/csv")
    page = _client(visiting.keeper()).post("/visits/import/", {"file": sent})
    assert page.status_code == 422
    assert "The column is missing." in page.content.decode()


def test_the_month_of_the_plan_and_what_is_moved(visiting: Visiting) -> None:
    visiting.assigned()
    own = _client(visiting.officer())
    month = f"{timezone.localdate():%Y-%m}"
    code = visiting.organization().pk
    own.post("/visits/plan/make/", {"month": month, "organization": [code]}, follow=True)
    planned = Planned.objects.get()
    assert visiting.organization().name in own.get("/visits/plan/").content.decode()
    later = (date.fromisoformat(f"{month}-01") + timedelta(days=40)).replace(day=1)
    given = {"month": f"{later:%Y-%m}", "day": "", "reason": ""}
    assert own.post(f"/visits/plan/{planned.pk}/", given).status_code == 422
    own.post(f"/visits/plan/{planned.pk}/", given | {"reason": "停产检修"})
    planned.refresh_from_db()
    assert planned.month == later
    assert _client(visiting.officer(2)).get(f"/visits/plan/{planned.pk}/").status_code == 404


def test_enterprises_are_handed_over_on_the_officers_page(visiting: Visiting) -> None:
    assigned = visiting.assigned()
    address = f"/visits/officers/{assigned.officer_id}/"
    keeper = _client(visiting.keeper())
    keeper.post(address, {"leave": "1", "until": ""})
    assert "on long leave" in keeper.get("/visits/").content.decode()
    given = {"officer": visiting.officer(2).account.pk, "assignment": [assigned.pk]}
    keeper.post(address, given)
    assert Assignment.objects.get(until__isnull=True).officer == visiting.officer(2).account
    assert "on long leave" not in keeper.get("/visits/").content.decode()


def test_who_only_reads_changes_nothing(visiting: Visiting) -> None:
    assigned = visiting.assigned()
    reader = _client(Actor(visiting.making.account(Role.SUPERVISOR, "reads")))
    for address in (
        f"/visits/officers/{assigned.officer_id}/",
        f"/visits/organizations/{assigned.organization_id}/",
    ):
        assert reader.get(address).status_code == 200
        assert reader.post(address, {"all": "1", "release": assigned.pk}).status_code == 403


def test_coverage_counts_by_county_and_unit_and_leads_to_the_rows(visiting: Visiting) -> None:
    for number, county in ((1, "350102"), (2, "350102"), (3, THERE)):
        organization = visiting.organization(number, county)
        visiting.assigned(number, officer=visiting.officer(county=organization.county))
    visiting.with_a_problem(1)
    city = _client(visiting.city())
    for by in ("county", "unit"):
        page = city.get(f"/visits/coverage/?by={by}").content.decode()
        assert "50%" in page
        assert "33.3%" in page
    said = b"".join(city.get("/visits/coverage.csv")).decode()
    assert ",2,1,1,1,50.0,1,0" in said
    rows = city.get("/visits/?whose=all&county=350102&visited=no").content.decode()
    assert visiting.organization(2).name in rows
    assert visiting.organization(1).name not in rows
    unit = visiting.officer(county=THERE).account.unit
    rows = city.get(f"/visits/?whose=all&unit={unit.pk}").content.decode()
    assert visiting.organization(3).name in rows
    assert visiting.organization(1).name not in rows


def test_lists_ask_no_more_of_the_database_where_there_is_more(visiting: Visiting) -> None:
    own = _client(visiting.officer())
    city = _client(visiting.city())

    def asked() -> list[int]:
        counts = []
        for client, address in (
            (own, "/visits/"),
            (own, "/visits/plan/"),
            (own, "/visits/phone/"),
            (city, "/visits/made/"),
            (city, "/visits/coverage/"),
            (city, "/visits/without/"),
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    for number in (1, 2):
        visiting.planned(number)
        visiting.visited(number)
    asked()
    few = asked()
    for number in (3, 4, 5, 6):
        visiting.planned(number)
        visiting.visited(number)
    assert asked() == few

"""The pages of a case, as those see them who have to do with it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from banyan.desk.audit import Actor
from banyan.desk.cases.actions import closing, dispatching
from banyan.desk.cases.models import Case, CaseFile
from banyan.desk.cases.printing import life_of
from banyan.desk.people.roles import Role
from desk.applications.files import JPEG, PDF
from desk.cases.living import Living, on
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def living(making: Making, monkeypatch: pytest.MonkeyPatch) -> Living:
    on(monkeypatch, "2026-03-02")
    return Living(making)


def _as(who: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who.account)
    return client


def _page(who: Actor, case: Case) -> str:
    answer = _as(who).get(reverse("cases:case", args=[case.pk]))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_an_enterprise_raises_a_request_with_what_its_category_asks(living: Living) -> None:
    client = _as(living.enterprise)
    form = {
        "organization": living.organization.pk,
        "about": "factor:power",
        "title": "增容",
        "text": "新产线需要增容",
        "field-voltage": "10kV",
        "field-needed_on": "2026-06-01",
    }
    refused = client.post(reverse("cases:raise"), form)
    assert refused.status_code == 422
    assert "Capacity asked for is needed." in refused.content.decode()
    file = SimpleUploadedFile("电费单.pdf", PDF)
    made = client.post(reverse("cases:raise"), form | {"field-capacity": "1,250", "files": [file]})
    case = Case.objects.get()
    assert made.headers["Location"] == reverse("cases:case", args=[case.pk])
    assert case.fields == {"capacity": "1250", "voltage": "10kV", "needed_on": "2026-06-01"}
    assert case.files.get().name == "电费单.pdf"
    assert "1,250 kVA" in _page(living.county, case)


def test_what_one_writes_suggests_the_category(living: Living) -> None:
    told = {"title": "停电", "text": "变压器坏了，每周停电"}
    said = _as(living.enterprise).get(reverse("cases:suggest"), told).content.decode()
    assert "Energy supply" in said


def test_a_file_that_is_not_what_it_says_undoes_the_whole(living: Living) -> None:
    form = {
        "organization": living.organization.pk,
        "about": "problem:energy",
        "title": "停电",
        "text": "每周",
        "files": [SimpleUploadedFile("照片.png", JPEG)],
    }
    assert _as(living.enterprise).post(reverse("cases:raise"), form).status_code == 422
    assert not Case.objects.exists()


def test_an_official_records_for_an_organization_of_the_county(living: Living) -> None:
    form = {
        "organization": living.organization.pk,
        "about": "problem:labour",
        "title": "招工难",
        "text": "缺 20 人",
        "gravity": "urgent",
    }
    _as(living.county).post(reverse("cases:raise"), form)
    case = Case.objects.get()
    assert (case.gravity, case.county, case.raised_by) == (
        "urgent",
        "350102",
        living.county.account,
    )


def test_each_sees_what_they_can_do(living: Living) -> None:
    case = living.dispatched()
    assert "Accept" in _page(living.lead, case)
    assert "Give it to another unit" in _page(living.county, case)
    own = _page(living.enterprise, case)
    assert "Accept" not in own
    assert "Write a note" in own


def test_others_do_not_find_the_case(living: Living) -> None:
    case = living.dispatched()
    elsewhere = living.making.actor(Role.COUNTY, username="elsewhere", county="350103")
    stranger = living.making.actor(Role.ENTERPRISE, username="stranger")
    for who in (elsewhere, stranger, living.company):
        assert _page(who, case) == "404"
        posted = _as(who).post(
            reverse("cases:act", args=[case.pk, "accept"]), {"version": case.version}
        )
        assert posted.status_code == 404


def test_an_enterprise_does_not_read_what_is_among_officials(living: Living) -> None:
    asked = living.asked_to_close()
    client = _as(living.lead)
    url = reverse("cases:act", args=[asked.case_id, "note"])
    client.post(url, {"version": asked.case.version, "note": "内部意见"})
    client.post(
        reverse("cases:act", args=[asked.case_id, "file"]),
        {"version": asked.case.version, "file": SimpleUploadedFile("a.pdf", PDF)},
    )
    own = _page(living.enterprise, asked.case)
    assert "内部意见" not in own
    assert "电网规划未到" not in own
    assert "a.pdf" not in own
    file = reverse("cases:file", args=[CaseFile.objects.get().pk])
    assert _as(living.enterprise).get(file).status_code == 404
    answer = _as(living.county).get(file)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    decide = reverse("cases:decide_closing", args=[asked.pk])
    assert _as(living.enterprise).post(decide, {"decision": "confirm"}).status_code == 404


def test_who_reads_an_old_page_is_told_who_was_first(living: Living) -> None:
    case = living.raised()
    dispatching.dispatch(living.county, case, living.bureau)
    answer = _as(living.county_too).post(
        reverse("cases:act", args=[case.pk, "dispatch"]),
        {"version": case.version, "lead": living.bureau.pk},
        follow=True,
    )
    assert "keeper was first" in answer.content.decode()


def test_the_second_person_closes_on_the_page(living: Living) -> None:
    asked = living.asked_to_close()
    assert "Close it" in _page(living.county, asked.case)
    url = reverse("cases:decide_closing", args=[asked.pk])
    _as(living.county).post(url, {"decision": "confirm"})
    assert Case.objects.get().outcome == "cannot"


def test_the_whole_life_is_printed_without_what_is_among_officials(living: Living) -> None:
    asked = closing.refuse_closing(living.county, living.asked_to_close(), "再想办法")
    officials = [one["what"] for one in life_of(asked, living.county.account)["moves"]]
    own = [one["what"] for one in life_of(asked, living.enterprise.account)["moves"]]
    assert len(officials) == 5
    assert len(own) == 3


def test_the_page_says_who_has_the_case_now(living: Living) -> None:
    def now_with(case: Case) -> list[str]:
        page = _as(living.county).get(reverse("cases:case", args=[case.pk]))
        return [str(one) for one in page.context["now_with"]]

    assert now_with(living.dispatched()) == [living.bureau.name_en]
    assert now_with(living.closed()) == []


def test_a_county_is_told_how_to_reach_a_unit_of_the_city(living: Living) -> None:
    case = living.raised()
    page = _as(living.county).get(reverse("cases:case", args=[case.pk])).text
    assert "take the case to the city ledger" in page
    dispatching.escalate(living.county, case, "市级单位")
    page = _as(living.city).get(reverse("cases:case", args=[case.pk])).text
    assert "take the case to the city ledger" not in page

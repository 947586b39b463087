"""The pages of applications: everyone's list, every measure's form, the review."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from banyan.desk.applications.actions import moving
from banyan.desk.applications.models import Application, Window
from banyan.desk.applications.needs import Part, needed
from banyan.desk.applications.states import HOLDING, TRANSITIONS, State, transition
from banyan.desk.audit import Actor
from banyan.desk.matching.models import PayeeAccount
from banyan.desk.messaging import templates
from banyan.desk.obligations import kinds
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import key_of, row_of
from desk.applications.applying import ACCOUNT, ASSESSED, PLAIN, SCORED, Applying
from desk.applications.files import PDF
from desk.making import Making

pytestmark = pytest.mark.django_db

BY_APPLICATION = [one for one in declared_pack().measures.values() if not one.without_application]


@pytest.fixture
def applying(making: Making) -> Applying:
    return Applying(making)


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


def _get(actor: Actor, name: str, *arguments: Any, query: str = "") -> str:
    response = _client(actor).get(reverse(f"applications:{name}", args=arguments) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# what every measure asks


@pytest.mark.parametrize("measure", BY_APPLICATION, ids=lambda one: one.code)
def test_every_measure_asks_for_something_that_is_applied_for(measure: Any) -> None:
    parts = needed(declared_pack(), measure)
    items = [one for one in parts if one.part is Part.ITEM]
    assert items
    for one in parts:
        kinds = [*one.asked, *one.assessed, *one.given]
        assert len({column.name for column in kinds}) == len(kinds)
        assert not any(column.assessor for column in one.asked)


def test_every_measures_form_opens_empty_and_with_a_row(applying: Applying) -> None:
    for measure in BY_APPLICATION:
        application = applying.draft(measure.code)
        parts = needed(declared_pack(), measure)
        item = next(one for one in parts if one.part is Part.ITEM)
        applying.add(application, item.table.name)
        page = _get(applying.applicant, "form", application.pk)
        for column in item.asked:
            assert f"-{column.name}" in page, (measure.code, column.name)
        _get(applying.applicant, "preview", application.pk)


def test_what_is_verified_is_closed_and_what_is_not_can_be_taken_up(applying: Applying) -> None:
    making = applying.verified().making
    facts = {"kind": "chain_key", "organization": applying.organization}
    making.fact("recognitions", recognition="R1", recognized_on="2026-01-01", **facts)
    verified = making.fact("recognitions", recognition="R2", recognized_on="2026-01-01", **facts)
    FACTS["recognitions"].objects.filter(pk=verified.pk).update(
        verified_by=applying.city.account, verified_at="2026-02-01T00:00Z"
    )
    with translation.override("en"):
        page = _client(applying.applicant).get(
            reverse("applications:form", args=[applying.draft().pk]),
            headers={"Accept-Language": "en"},
        )
    said = page.content.decode()
    assert 'name="record" value="R1"' in said
    assert 'name="record" value="R2"' in said
    assert "applications-known" in said


def test_the_preview_says_what_the_facts_would_give(applying: Applying) -> None:
    application = applying.complete()
    assert "100,000.00" in _get(applying.applicant, "preview", application.pk)


# the table of transitions


def test_every_state_that_does_not_end_is_left_by_somebody() -> None:
    for state in State:
        ways = [one for one in TRANSITIONS if one.source == state]
        assert bool(ways) == (state not in (State.APPROVED, State.REFUSED, State.WITHDRAWN))
        if state in HOLDING:
            assert any(one.role == HOLDING[state].role for one in ways), state


def test_an_action_leads_from_a_state_to_one_other() -> None:
    pairs = [(one.action, one.source) for one in TRANSITIONS]
    assert len(set(pairs)) == len(pairs)
    assert transition("approve", State.DRAFT) is None


# lists and scope


def test_a_draft_is_seen_by_its_enterprise_alone(applying: Applying) -> None:
    draft = applying.draft()
    reference = draft.reference
    assert reference in _get(applying.applicant, "applications")
    for actor in (applying.county, applying.city, applying.finance):
        assert reference not in _get(actor, "applications")
    assert (
        _client(applying.city).get(reverse("applications:application", args=[draft.pk])).status_code
        == 404
    )


def test_finance_sees_what_came_to_finance(applying: Applying) -> None:
    application = applying.with_city()
    assert application.reference not in _get(applying.finance, "applications")
    application = moving.forward(applying.city, application)
    assert application.reference in _get(applying.finance, "applications")
    moving.hand_back(applying.finance, application, "look again")
    assert application.reference in _get(applying.finance, "applications")


def test_a_county_sees_its_own(applying: Applying) -> None:
    application = applying.submitted()
    there = applying.making.actor(Role.COUNTY, username="there", county="350103")
    assert application.reference in _get(applying.county, "applications")
    assert application.reference not in _get(there, "applications")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_who_supervises_reads_and_does_nothing(applying: Applying, role: Role) -> None:
    application = applying.submitted()
    reader = applying.making.actor(role, username="reader")
    page = _get(reader, "application", application.pk)
    assert application.reference in page
    assert reverse("applications:move", args=[application.pk, "forward"]) not in page
    response = _client(reader).post(
        reverse("applications:move", args=[application.pk, "forward"]), {"version": 1}
    )
    assert response.status_code == 404


def test_the_list_is_filtered(applying: Applying) -> None:
    plain = applying.submitted(PLAIN)
    assessed = applying.with_city(ASSESSED)
    for query, found, absent in (
        (f"?measure={PLAIN}", plain, assessed),
        ("?state=city_review", assessed, plain),
        ("?mine=1", assessed, plain),
        (f"?q={plain.reference}", plain, assessed),
    ):
        page = _get(applying.city, "applications", query=query)
        assert found.reference in page, query
        assert absent.reference not in page, query


def test_the_list_is_exported_as_it_is_filtered(applying: Applying) -> None:
    plain = applying.submitted(PLAIN)
    assessed = applying.with_city(ASSESSED)
    response = _client(applying.city).get(
        reverse("applications:export", args=["csv"]) + "?state=city_review"
    )
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [assessed.reference]
    assert plain.reference not in text


# deciding


def test_the_applicant_sees_where_it_is_who_has_it_and_until_when(applying: Applying) -> None:
    applying.making.unit("county-350102", "350102")
    application = applying.submitted()
    page = _get(applying.applicant, "application", application.pk)
    assert str(State.COUNTY_REVIEW.label) in page
    assert "county-350102单位" in page
    assert application.due_on is not None
    assert application.due_on.isoformat() in page


def test_an_officer_decides_on_the_page(applying: Applying) -> None:
    application = applying.submitted()
    client = _client(applying.county)
    url = reverse("applications:move", args=[application.pk, "forward"])
    response = client.post(url, {"version": application.version, "said": "complete"}, follow=True)
    assert str(State.CITY_REVIEW.label) in response.content.decode()
    assert application.steps.filter(note="complete").exists()


def test_who_decides_on_an_old_page_is_told_who_was_quicker(applying: Applying) -> None:
    application = applying.submitted()
    url = reverse("applications:move", args=[application.pk, "refuse"])
    moving.forward(applying.county, application)
    response = _client(applying.county).post(
        url, {"version": application.version - 1, "said": "no"}, follow=True
    )
    page = response.content.decode()
    assert str(applying.county.account) in page
    application.refresh_from_db()
    assert application.state == State.CITY_REVIEW


def test_what_is_lacking_is_shown_in_place(applying: Applying) -> None:
    application = applying.submitted()
    url = reverse("applications:move", args=[application.pk, "return"])
    response = _client(applying.county).post(url, {"version": application.version, "said": " "})
    assert response.status_code == 422
    application.refresh_from_db()
    assert application.state == State.COUNTY_REVIEW


def test_facts_that_do_not_hold_together_are_shown_in_place(applying: Applying) -> None:
    application = applying.with_finance()
    row = application.rows.get(table="cloud_years")
    row.said["devices"]["value"] = "many"
    row.save()
    url = reverse("applications:move", args=[application.pk, "approve"])
    response = _client(applying.finance).post(url, {"version": application.version})
    assert response.status_code == 422
    assert "many" in response.content.decode()


def test_a_review_shows_what_is_proposed_against_what_is_known(applying: Applying) -> None:
    making = applying.verified().making
    record = making.fact(
        "cloud_years",
        organization=applying.organization,
        year=2026,
        devices=7,
        software_cost=1_111_00,
        infrastructure_cost=0,
    )
    applying.window(PLAIN)
    application = applying.draft()
    client = _client(applying.applicant)
    client.post(
        reverse("applications:add_row", args=[application.pk]),
        {"part": "1", "record": key_of(record.table, row_of(record))},
    )
    row = application.rows.get()
    applying.prove(applying.fill(row, software_cost="2222"))
    submitted = moving.submit(applying.applicant, application, ACCOUNT)
    page = _get(applying.county, "application", submitted.pk)
    assert "1,111.00" in page
    assert "2,222.00" in page
    moving.approve(
        applying.finance,
        moving.forward(applying.city, moving.forward(applying.county, submitted)),
    )
    record = FACTS["cloud_years"].objects.get(organization=applying.organization)
    assert record.software_cost == 222_200
    assert record.verified_at is not None


def test_an_application_is_written_and_submitted_in_the_browsers_pages(
    applying: Applying,
) -> None:
    applying.verified().window(PLAIN)
    client = _client(applying.applicant)
    response = client.post(
        reverse("applications:start"),
        {"measure": PLAIN, "year": 2026, "uscc": applying.organization.pk},
    )
    application = Application.objects.get()
    assert response["Location"] == reverse("applications:form", args=[application.pk])
    client.post(reverse("applications:add_row", args=[application.pk]), {"part": "1"})
    row = application.rows.get()
    client.post(
        reverse("applications:say", args=[row.pk]),
        {"seen": 0, "devices": "10", "software_cost": "200000", "infrastructure_cost": "0"},
    )
    proof = io.BytesIO(PDF)
    proof.name = "proof.pdf"
    client.post(reverse("applications:add_evidence", args=[row.pk]), {"file": proof})
    account = asdict(ACCOUNT)
    submit = reverse("applications:submit", args=[application.pk])
    assert client.post(submit, account | {"version": 0}).status_code == 422
    assert not PayeeAccount.objects.exists()
    response = client.post(submit, account | {"version": 0, "true": "on"})
    assert response.status_code == 302
    application.refresh_from_db()
    assert application.state == State.COUNTY_REVIEW
    assert PayeeAccount.objects.get().number == ACCOUNT.number


def test_the_city_sets_the_window_and_others_only_read_it(applying: Applying) -> None:
    url = reverse("applications:windows")
    days = {
        "measure": SCORED,
        "year": "2026",
        "opens_on": str(applying.today),
        "closes_on": str(applying.today + timedelta(days=9)),
    }
    _client(applying.county).post(url, days)
    assert not Window.objects.exists()
    _client(applying.city).post(url, days)
    assert Window.objects.get().closes_on == applying.today + timedelta(days=9)
    assert f"?measure={SCORED}" in _get(applying.applicant, "applications")


def test_the_preview_rests_on_what_is_verified_and_says_what_it_left_out(
    applying: Applying,
) -> None:
    making = applying.verified().making
    making.fact(
        "cloud_years",
        organization=applying.organization,
        year=2026,
        devices=0,
        software_cost=20_000_000,
        infrastructure_cost=0,
    )
    application = applying.draft()
    assert "100,000.00" not in _get(applying.applicant, "preview", application.pk)
    with translation.override("zh-hans"):
        page = _get(applying.applicant, "application", application.pk)
    assert "未列入本申报" in page


def test_every_turn_has_a_title_and_every_step_its_message() -> None:
    for state in HOLDING:
        assert kinds.is_declared(f"applications.{state}")
    for kind in ("moved", "returned", "refused", "approved", "score", "recused", "scored"):
        assert templates.is_declared(f"applications.{kind}")


def test_who_begins_twice_comes_to_the_draft_that_is_there(applying: Applying) -> None:
    client = Client()
    client.force_login(applying.applicant.account)
    said = {"measure": PLAIN, "year": "2026", "uscc": applying.organization.pk}
    client.post(reverse("applications:start"), said)
    (application,) = Application.objects.all()
    again = client.post(reverse("applications:start"), said)
    assert again["Location"] == reverse("applications:application", args=[application.pk])

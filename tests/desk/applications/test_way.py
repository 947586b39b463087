"""An application on its way, from the draft to the records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from banyan.desk.applications.actions import drafting, moving, scoring
from banyan.desk.applications.errors import MovedError, RefusedError
from banyan.desk.applications.models import Application, ProposedRow, Step
from banyan.desk.applications.requirements import needed_of
from banyan.desk.applications.states import State
from banyan.desk.matching.models import Consent, PayeeAccount
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS, Source
from banyan.desk.records.origins import origins_of
from banyan.desk.records.rows import key_of, row_of, schema
from banyan.desk.records.writing import ConflictError
from banyan.rules.errors import FactsError
from desk.applications.applying import ACCOUNT, ASSESSED, PLAIN, SCORED, Applying
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def applying(making: Making) -> Applying:
    return Applying(making)


def _lacks(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    return "\n".join(lack.words for lack in refused.value.lacks)


# approval


def test_an_approved_application_becomes_verified_records(applying: Applying) -> None:
    application = applying.approved()
    assert application.state == State.APPROVED
    application.refresh_from_db()
    record = FACTS["cloud_years"].objects.get(organization=applying.organization, year=2026)
    assert record.software_cost == 20_000_000
    assert record.verified_by == applying.finance.account
    assert record.source == application.source
    assert record.source.kind == Source.Kind.APPLIED
    assert record.source.note == application.reference


def test_approval_leaves_the_applicants_consent(applying: Applying) -> None:
    applying.approved()
    consent = Consent.objects.get(measure=PLAIN, year=2026, uscc=applying.organization.pk)
    assert consent.origin == Consent.Origin.APPLICATION
    assert consent.given_by == applying.applicant.account


def test_a_profile_that_nobody_verified_is_verified_with_the_application(
    applying: Applying,
) -> None:
    assert applying.organization.verified_at is None
    applying.approved()
    applying.organization.refresh_from_db()
    assert applying.organization.verified_by == applying.finance.account


def test_a_record_leads_back_to_the_application_behind_it(applying: Applying) -> None:
    application = applying.approved()
    record = FACTS["cloud_years"].objects.get(organization=applying.organization)
    address = reverse("applications:application", args=[application.pk])
    client = Client()
    client.force_login(applying.county.account)
    page = client.get(reverse("records:record", args=["cloud_years", record.pk]))
    assert address in page.content.decode()
    key = application.rows.get(table="cloud_years").key
    assert [one.address for one in origins_of(applying.applicant.account, "cloud_years", key)] == [
        address
    ]
    assert origins_of(applying.expert(1).account, "cloud_years", key) == []


def test_what_no_longer_fits_the_records_is_not_approved_and_nothing_changes(
    applying: Applying,
) -> None:
    application = applying.with_finance()
    applying.making.fact(
        "cloud_years",
        organization=applying.organization,
        year=2026,
        devices=1,
        software_cost=0,
        infrastructure_cost=0,
    )
    with pytest.raises(ConflictError):
        moving.approve(applying.finance, application)
    application.refresh_from_db()
    assert application.state == State.FINANCE_REVIEW
    assert application.source is None
    assert not Consent.objects.exists()


def test_facts_that_do_not_hold_together_are_not_approved(applying: Applying) -> None:
    application = applying.with_finance()
    row = application.rows.get(table="cloud_years")
    row.said["devices"]["value"] = "many"
    row.save()
    with pytest.raises(FactsError):
        moving.approve(applying.finance, application)
    application.refresh_from_db()
    assert application.state == State.FINANCE_REVIEW


# returning, refusing, withdrawing


def test_a_second_return_is_refused(applying: Applying) -> None:
    returned = moving.give_back(applying.county, applying.submitted(), "the contract")
    assert returned.state == State.COUNTY_RETURNED
    again = moving.resubmit(applying.applicant, returned)
    assert again.state == State.COUNTY_REVIEW
    with pytest.raises(RefusedError) as refused:
        moving.give_back(applying.county, again, "one more thing")
    assert "returned once" in _lacks(refused)
    at_the_city = moving.forward(applying.county, again)
    with pytest.raises(RefusedError):
        moving.give_back(applying.city, at_the_city, "and another")
    assert Application.objects.get(pk=again.pk).state == State.CITY_REVIEW


def test_a_return_names_what_is_missing(applying: Applying) -> None:
    with pytest.raises(RefusedError):
        moving.give_back(applying.county, applying.submitted(), "  ")


def test_a_refusal_needs_a_reason_which_the_applicant_reads(applying: Applying) -> None:
    application = applying.submitted()
    with pytest.raises(RefusedError):
        moving.refuse(applying.county, application, "")
    application.refresh_from_db()
    moving.refuse(applying.county, application, "no industry")
    message = Message.objects.filter(account=applying.applicant.account).latest("pk")
    assert message.kind == "applications.refused"
    assert message.context["note"] == "no industry"


def test_an_applicant_who_is_late_can_be_refused_and_not_before(applying: Applying) -> None:
    returned = moving.give_back(applying.county, applying.submitted(), "the contract")
    with pytest.raises(RefusedError) as refused:
        moving.refuse(applying.county, returned, "late")
    assert "still has time" in _lacks(refused)
    returned.refresh_from_db()
    Application.objects.filter(pk=returned.pk).update(
        due_on=timezone.localdate() - timedelta(days=1)
    )
    late = Application.objects.get(pk=returned.pk)
    assert moving.refuse(applying.county, late, "late").state == State.REFUSED


def test_a_withdrawn_application_makes_room_for_another(applying: Applying) -> None:
    application = applying.submitted()
    with pytest.raises(RefusedError):
        drafting.start(applying.applicant, PLAIN, 2026, applying.organization)
    moving.withdraw(applying.applicant, application, "a mistake")
    assert applying.draft().state == State.DRAFT


def test_finance_can_have_the_city_look_again(applying: Applying) -> None:
    back = moving.hand_back(applying.finance, applying.with_finance(), "which devices?")
    assert back.state == State.CITY_REVIEW
    assert moving.forward(applying.city, back).state == State.FINANCE_REVIEW


# who may


def test_only_the_role_of_the_table_moves_an_application(applying: Applying) -> None:
    application = applying.submitted()
    for actor in (applying.applicant, applying.city, applying.finance):
        with pytest.raises(PermissionDenied):
            moving.forward(actor, application)


def test_another_countys_officer_does_not_move_it(applying: Applying) -> None:
    other = applying.making.actor(Role.COUNTY, username="other-county", county="350103")
    with pytest.raises(PermissionDenied):
        moving.forward(other, applying.submitted())


def test_what_has_moved_on_says_so(applying: Applying) -> None:
    read = applying.submitted()
    stale = Application.objects.get(pk=read.pk)
    moving.forward(applying.county, read)
    with pytest.raises(MovedError):
        moving.forward(applying.county, stale)


# the window and what is asked


def test_outside_of_the_window_nothing_is_submitted_and_the_draft_stays(
    applying: Applying,
) -> None:
    application = applying.complete()
    yesterday = applying.today - timedelta(days=1)
    applying.window(PLAIN, yesterday, yesterday)
    with pytest.raises(RefusedError) as refused:
        moving.submit(applying.applicant, application)
    assert "only" in _lacks(refused)
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_what_was_returned_is_submitted_again_after_the_window_closed(applying: Applying) -> None:
    returned = moving.give_back(applying.county, applying.submitted(), "the contract")
    yesterday = applying.today - timedelta(days=1)
    applying.window(PLAIN, yesterday, yesterday)
    assert moving.resubmit(applying.applicant, returned).state == State.COUNTY_REVIEW


def test_every_fact_needs_its_evidence_and_the_account_is_asked(applying: Applying) -> None:
    applying.verified().window(PLAIN)
    application = applying.draft()
    applying.fill(applying.add(application, "cloud_years"))
    with pytest.raises(RefusedError) as refused:
        moving.submit(applying.applicant, application)
    lacks = _lacks(refused)
    assert "no evidence" in lacks
    assert "account" in lacks


def test_every_fault_is_named_at_once(applying: Applying) -> None:
    applying.window(PLAIN)
    application = applying.draft()
    applying.fill(applying.add(application, "cloud_years"), devices="", software_cost="much")
    with pytest.raises(RefusedError) as refused:
        moving.submit(applying.applicant, application)
    lacks = _lacks(refused)
    assert "evices" in lacks
    assert "oftware" in lacks


def test_a_verified_profile_is_not_asked_again(applying: Applying) -> None:
    assert not applying.verified().draft().rows.exists()


def test_a_measure_without_application_takes_none(applying: Applying) -> None:
    with pytest.raises(RefusedError):
        applying.draft("technology_centre")


def test_nobody_types_what_officers_assess(applying: Applying) -> None:
    row = applying.add(applying.draft(ASSESSED), "platforms")
    with pytest.raises(RefusedError):
        drafting.say(applying.applicant, row, "accepted", "true", row.version)
    with pytest.raises(RefusedError):
        drafting.say(applying.applicant, row, "platform", "P1", row.version)


def test_the_city_assesses_before_it_passes_on(applying: Applying) -> None:
    application = applying.with_city(ASSESSED)
    with pytest.raises(RefusedError) as refused:
        moving.forward(applying.city, application)
    assert "not assessed" in _lacks(refused)
    row = application.rows.get(table="platforms")
    scoring.assess(applying.city, row, "accepted", "true")
    application.refresh_from_db()
    approved = moving.approve(applying.finance, moving.forward(applying.city, application))
    record = FACTS["platforms"].objects.get(organization=applying.organization)
    assert record.accepted is True
    assert record.platform == f"{approved.reference}-{row.number}"


def test_a_new_project_brings_its_year_and_keys_that_the_desk_makes(applying: Applying) -> None:
    application = applying.draft("equipment_upgrade")
    project = applying.add(application, "projects")
    year = application.rows.get(table="project_years")
    assert project.given["project"] == f"{application.reference}-{project.number}"
    assert year.given == {"project": project.given["project"], "year": "2026"} | year.given


# who has it until when


def test_every_step_has_one_who_must_act_until_a_day(applying: Applying) -> None:
    def holds() -> tuple[str, str, str]:
        one = Obligation.objects.get(subject="applications.application", state="open")
        return one.kind, one.role, one.county

    application = applying.submitted()
    assert holds() == ("applications.county_review", Role.COUNTY, "350102")
    assert application.due_on == Obligation.objects.get(state="open").due_on
    application = moving.forward(applying.county, application)
    assert holds() == ("applications.city_review", Role.CITY, "")
    application = moving.forward(applying.city, application)
    assert holds() == ("applications.finance_review", Role.FINANCE, "")
    moving.approve(applying.finance, application)
    assert not Obligation.objects.filter(state="open").exists()


def test_the_time_line_keeps_every_step(applying: Applying) -> None:
    application = applying.approved(SCORED)
    targets = list(application.steps.values_list("target", flat=True))
    assert targets == [
        State.DRAFT,
        State.COUNTY_REVIEW,
        State.CITY_REVIEW,
        State.SCORING,
        State.FINANCE_REVIEW,
        State.APPROVED,
    ]
    assert Step.objects.filter(application=application, by=None).count() == 0


def test_the_account_is_given_with_the_submission_or_not_at_all(applying: Applying) -> None:
    application = applying.complete()
    yesterday = applying.today - timedelta(days=1)
    applying.window(PLAIN, yesterday, yesterday)
    with pytest.raises(RefusedError):
        moving.submit(applying.applicant, application, ACCOUNT)
    assert not PayeeAccount.objects.exists()
    applying.window(PLAIN)
    application.refresh_from_db()
    moving.submit(applying.applicant, application, ACCOUNT)
    assert PayeeAccount.objects.get(uscc=applying.organization.pk).number == ACCOUNT.number


def test_what_is_on_record_and_verified_needs_nothing_but_consent(applying: Applying) -> None:
    applying.verified().making.fact(
        "cloud_years",
        organization=applying.organization,
        year=2026,
        devices=0,
        software_cost=20_000_000,
        infrastructure_cost=0,
        verified_by=applying.city.account,
        verified_at=timezone.now(),
    )
    applying.window(PLAIN)
    application = applying.draft()
    submitted = moving.submit(applying.applicant, application, ACCOUNT)
    assert not submitted.rows.exists()
    with_finance = moving.forward(applying.city, moving.forward(applying.county, submitted))
    moving.approve(applying.finance, with_finance)
    assert Consent.objects.filter(measure=PLAIN, uscc=applying.organization.pk).exists()


def test_a_fact_that_decides_is_asked_though_records_may_lack_it(applying: Applying) -> None:
    applying.verified().window("srdi")
    application = applying.draft("srdi")
    row = applying.add(application, "recognitions")
    applying.prove(applying.fill(row, recognized_on="2026-03-01"))
    with pytest.raises(RefusedError) as refused:
        moving.submit(applying.applicant, application, ACCOUNT)
    (lack,) = refused.value.lacks
    assert lack.column == "level"
    applying.fill(ProposedRow.objects.get(pk=row.pk), level="provincial")
    application.refresh_from_db()
    assert moving.submit(applying.applicant, application, ACCOUNT).state == State.COUNTY_REVIEW


# records that change meanwhile


def test_a_record_that_is_there_already_is_not_proposed_anew(applying: Applying) -> None:
    application = applying.complete()
    _cloud_year(applying, devices=1)
    with pytest.raises(RefusedError) as refused:
        moving.submit(applying.applicant, application, ACCOUNT)
    assert "on record already" in _lacks(refused)


def test_a_record_that_has_become_another_can_be_taken_up_anew_after_a_return(
    applying: Applying,
) -> None:
    _cloud_year(applying, devices=1)
    applying.window(PLAIN)
    application = applying.draft()
    for row in application.rows.all():
        applying.prove(row)
    tables = [one.table.name for one in needed_of(application)]
    key = key_of(schema().table("cloud_years"), row_of(FACTS["cloud_years"].objects.get()))
    part = tables.index("cloud_years")
    row = drafting.add_row(applying.applicant, application, part, key)
    applying.prove(applying.fill(row))
    submitted = moving.submit(applying.applicant, application, ACCOUNT)
    returned = moving.give_back(applying.county, submitted, "the contract")
    with pytest.raises(RefusedError):
        drafting.remove_row(applying.applicant, row)
    FACTS["cloud_years"].objects.update(devices=7)
    with pytest.raises(RefusedError) as refused:
        moving.resubmit(applying.applicant, returned)
    assert "another record by now" in _lacks(refused)
    drafting.remove_row(applying.applicant, row)
    row = drafting.add_row(applying.applicant, returned, part, key)
    applying.prove(applying.fill(row))
    returned.refresh_from_db()
    assert moving.resubmit(applying.applicant, returned).state == State.COUNTY_REVIEW


def _cloud_year(applying: Applying, **values: int) -> Any:
    zeros = {"software_cost": 0, "infrastructure_cost": 0}
    return applying.making.fact(
        "cloud_years", organization=applying.organization, year=2026, **zeros | values
    )

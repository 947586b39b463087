"""Of measures that exclude each other for one project the applicant chooses one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from banyan.desk.applications.actions import drafting, moving
from banyan.desk.applications.errors import RefusedError
from banyan.desk.applications.models import Application, ProposedRow
from banyan.desk.applications.preview import preview_of
from banyan.desk.records.models import FACTS
from banyan.rules.explanation import ExplainedLine
from desk.applications.applying import ACCOUNT, PLAIN, Applying
from desk.making import Making

pytestmark = pytest.mark.django_db

PROJECT = {
    "special_bond": False,
    "other_fiscal_support": False,
    "innovation_centre": False,
    "municipal_key": False,
}

EQUIPMENT, DIGITAL = "equipment_upgrade", "digital_project"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def applying(making: Making) -> Applying:
    return Applying(making).verified()


def _draft(applying: Applying, measure: str = EQUIPMENT) -> Application:
    """With a new project and what was invested in it; nothing is chosen yet."""
    applying.window(measure)
    application = applying.draft(measure)
    applying.fill(applying.add(application, "projects"), name="Line 4")
    year = applying.fill(application.rows.get(table="project_years"), digital_net="8000000")
    applying.prove(year)
    return application


def _choose(applying: Applying, application: Application, measure: str) -> ProposedRow:
    return applying.fill(application.rows.get(table="elections"), measure=measure)


def _approve(applying: Applying, application: Application) -> Application:
    submitted = moving.submit(applying.applicant, application, ACCOUNT)
    at_the_city = moving.forward(applying.county, submitted)
    for row in at_the_city.rows.filter(table="project_years"):
        row.assessed["digital_effective"] = {"value": "true", "by": "", "at": ""}
        row.save()
    return moving.approve(applying.finance, moving.forward(applying.city, at_the_city))


def _refused(applying: Applying, application: Application) -> str:
    with pytest.raises(RefusedError) as refused:
        moving.submit(applying.applicant, application, ACCOUNT)
    application.refresh_from_db()
    return "\n".join(lack.words for lack in refused.value.lacks)


def test_a_project_that_several_measures_could_pay_is_not_submitted_without_a_choice(
    applying: Applying,
) -> None:
    application = _draft(applying)
    assert "Measure elected" in _refused(applying, application)
    drafting.remove_row(applying.applicant, application.rows.get(table="elections"))
    assert "choose which of the measures" in _refused(applying, application)


def test_the_form_asks_the_choice_and_says_why(applying: Applying) -> None:
    application = _draft(applying)
    client = Client(headers={"accept-language": "en"})
    client.force_login(applying.applicant.account)
    page = client.get(reverse("applications:form", args=[application.pk])).content.decode()
    assert "One project gets only one of these measures" in page
    assert 'value="technology_loan_interest"' in page


def test_a_measure_beside_which_nothing_is_excluded_asks_no_choice(applying: Applying) -> None:
    application = applying.complete(PLAIN)
    assert not application.rows.filter(table="elections").exists()
    moving.submit(applying.applicant, application, ACCOUNT)


def test_the_approval_records_the_choice_verified(applying: Applying) -> None:
    application = _draft(applying)
    _choose(applying, application, EQUIPMENT)
    _approve(applying, application)
    (election,) = FACTS["elections"].objects.all()
    assert election.measure == EQUIPMENT
    assert election.year == 2026
    assert election.verified_by == applying.finance.account


def _line(application: Application) -> ExplainedLine:
    preview = preview_of(application)
    assert preview is not None
    (line,) = preview.proposed
    return line.line


def test_the_preview_follows_the_choice(applying: Applying) -> None:
    application = _draft(applying)
    for row in application.rows.filter(table="project_years"):
        row.assessed["digital_effective"] = {"value": "true", "by": "", "at": ""}
        row.save()
    _choose(applying, application, EQUIPMENT)
    assert _line(application).status == "granted"
    _choose(applying, application, DIGITAL)
    assert _line(application).status == "superseded"


def test_two_applications_for_one_project_choose_the_same(applying: Applying) -> None:
    applying.making.fact(
        "projects", organization=applying.organization, project="P1", name="Line 4", **PROJECT
    )
    applications = []
    for measure, choice in ((EQUIPMENT, EQUIPMENT), (DIGITAL, DIGITAL)):
        applying.window(measure)
        application = applying.draft(measure)
        applying.fill(applying.add(application, "elections"), project="P1", measure=choice)
        applications.append(application)
    first, second = applications
    words = f"application {first.reference} chooses another measure"
    assert words in _refused(applying, second)
    _choose(applying, second, EQUIPMENT)
    assert "another measure" not in _refused(applying, second)


def test_what_an_earlier_year_granted_decides_without_a_choice(applying: Applying) -> None:
    application = _draft(applying)
    row = application.rows.get(table="elections")
    project = row.given["project"]
    drafting.remove_row(applying.applicant, row)
    assert "choose which" in _refused(applying, application)
    applying.making.fact(
        "history",
        uscc=applying.organization.pk,
        measure=EQUIPMENT,
        award_key=project,
        year=2025,
        amount=100,
    )
    moving.submit(applying.applicant, application, ACCOUNT)


def test_a_choice_on_record_stands_once_it_is_verified(applying: Applying) -> None:
    application = _draft(applying)
    _choose(applying, application, EQUIPMENT)
    _approve(applying, application)
    project = FACTS["projects"].objects.get()
    again = applying.draft(DIGITAL)
    applying.window(DIGITAL)
    assert "choose which" not in _refused(applying, again)
    FACTS["elections"].objects.update(verified_at=None, verified_by=None)
    assert f"“{project.name}”: choose which" in _refused(applying, again)
    FACTS["elections"].objects.update(verified_at=timezone.now())


def test_a_choice_that_was_recorded_meanwhile_as_it_is_proposed_is_verified(
    applying: Applying,
) -> None:
    project = applying.making.fact(
        "projects", organization=applying.organization, project="P1", name="Line 4", **PROJECT
    )
    applying.window(EQUIPMENT)
    application = applying.draft(EQUIPMENT)
    year = applying.fill(applying.add(application, "project_years"), project="P1")
    applying.prove(year)
    applying.fill(applying.add(application, "elections"), project="P1", measure=EQUIPMENT)
    submitted = moving.submit(applying.applicant, application, ACCOUNT)
    election = applying.making.fact("elections", project=project, year=2026, measure=EQUIPMENT)
    at_the_city = moving.forward(applying.county, submitted)
    moving.approve(applying.finance, moving.forward(applying.city, at_the_city))
    election.refresh_from_db()
    assert election.verified_by == applying.finance.account

"""The pages of targets: what each reader sees, and the yearly report."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.people.roles import Role
from banyan.desk.targets.actions import yearly as actions
from banyan.desk.targets.models import Standing, Value, YearlyDocument, YearlyReport
from banyan.desk.targets.yearly import as_file, said
from desk.making import Making
from desk.targets.showing import account, months, second, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _values(db: None) -> None:
    """SRDI enterprises go too slowly, in one county there is nothing."""
    for county, values in (("", range(600, 610)), ("350102", range(30, 40)), ("350103", [7] * 10)):
        shown("srdi", months(date(2026, 1, 1), *values), county=county)


def page(making: Making, role: Role, url: str, county: str = "350102") -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account(making, role, f"{role.value}-{county}", county))
    return client.get(url)


def test_what_will_be_missed_comes_first_with_its_reason(making: Making) -> None:
    response = page(making, Role.SUPERVISOR, "/targets/")
    lines = response.context["lines"]
    assert lines[0].indicator.code == "srdi"
    assert "At this pace 2030 ends with" in lines[0].why
    assert lines[0].why in response.content.decode()


def test_the_leaders_screen_reads_a_row_an_indicator(
    making: Making, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(account(making, Role.SUPERVISOR))
    with django_assert_max_num_queries(12):
        client.get("/targets/")


def test_a_county_sees_the_city_and_itself(making: Making) -> None:
    officer = account(making, Role.COUNTY)
    for model in (Value, Standing):
        seen = model.objects.visible_to(officer).values_list("county", flat=True)
        assert set(seen) == {"", "350102"}
    said_ = page(making, Role.COUNTY, "/targets/counties/").content.decode()
    assert "Gulou" in said_
    assert "Taijiang" not in said_
    other = page(making, Role.COUNTY, "/targets/indicators/srdi/?county=350103")
    assert other.context["county"] == ""
    assert page(making, Role.COUNTY, "/targets/reports/").status_code == 403


def test_others_see_nothing(making: Making) -> None:
    for role in (Role.ENTERPRISE, Role.BANK, Role.EXPERT, Role.ADMINISTRATOR):
        assert page(making, role, "/targets/").status_code == 403
        assert not Standing.objects.visible_to(account(making, role)).exists()


@pytest.mark.parametrize("code", ["fund_size", "industrial_value_added", "upgrade_projects"])
def test_an_indicator_without_a_value_says_where_the_first_comes_from(
    making: Making, code: str
) -> None:
    assert (
        "No value yet" in page(making, Role.CITY, f"/targets/indicators/{code}/").content.decode()
    )


def test_an_indicator_that_the_pack_does_not_have_is_not_found(making: Making) -> None:
    assert page(making, Role.CITY, "/targets/indicators/nothing/").status_code == 404
    assert page(making, Role.CITY, "/targets/indicators/fund_size/behind/").status_code == 404


@pytest.fixture
def draft(making: Making) -> YearlyReport:
    return actions.draft_report(Actor(account(making, Role.CITY, "writes")), 2026)


def test_a_yearly_report_says_what_will_be_missed_in_both_languages(draft: YearlyReport) -> None:
    for language, word in (("zh", "专精特新企业（预计完不成）"), ("en", "SRDI enterprises")):
        words = said(draft, language)
        text = "".join(run["text"] for run in words["sections"][1]["paragraphs"][0])
        assert word in text
        assert as_file(words, "docx", date(2027, 1, 20))[:2] == b"PK"


def test_a_yearly_report_is_set_as_pdf(draft: YearlyReport) -> None:
    if not any(settings.FONTS.glob("*.ttf")):
        if os.environ.get("CI"):
            pytest.fail("the front end is not built")
        pytest.skip("the front end is not built (make frontend)")
    for language in ("zh", "en"):
        made = as_file(said(draft, language), "pdf", date(2027, 1, 20))
        assert made[:5] == b"%PDF-"


def test_what_is_published_is_what_was_drafted_and_never_changes(
    making: Making, draft: YearlyReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("banyan.desk.targets.yearly.as_file", lambda *_: b"a file")
    with pytest.raises(RefusedError):
        actions.publish_report(Actor(draft.proposed_by), draft)
    shown("srdi", months(date(2026, 1, 1), *range(700, 710)))
    published = actions.publish_report(second(making), draft)
    assert published.content == draft.content
    assert published.documents.count() == 4
    with pytest.raises(DatabaseError), transaction.atomic():
        YearlyDocument.objects.update(language="fr")
    with pytest.raises(RefusedError):
        actions.draft_report(second(making), 2026)


def test_a_draft_is_for_who_writes(making: Making, draft: YearlyReport) -> None:
    assert page(making, Role.FINANCE, draft.get_absolute_url()).status_code == 404
    assert page(making, Role.SUPERVISOR, draft.get_absolute_url()).status_code == 200
    with pytest.raises(RefusedError):
        actions.draft_report(second(making), 2031)

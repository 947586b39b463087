"""Bulletins and scoreboards: drafted by one, published by another, frozen, numbered."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone, translation

from banyan.desk.audit import RefusedError
from banyan.desk.cases.actions import agreeing
from banyan.desk.supervision import issuing
from banyan.desk.supervision.actions import reports as actions
from banyan.desk.supervision.models import Report
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.report_words import say
from desk.cases.living import Living
from desk.making import Making
from desk.supervision.supervising import Supervising

pytestmark = pytest.mark.django_db

ORIGIN = "https://desk.example/"


@pytest.fixture
def here(making: Making, monkeypatch: pytest.MonkeyPatch) -> Supervising:
    monkeypatch.setattr(issuing, "_files", lambda *_: [])
    return Supervising(making)


def _this_month() -> Period:
    return Period.month_of(timezone.localdate())


def test_whoever_changed_it_last_does_not_publish_it(here: Supervising) -> None:
    draft = actions.draft_report(here.supervisor(), "bulletin", _this_month())
    with pytest.raises(RefusedError):
        actions.publish_report(here.supervisor(), draft, ORIGIN)
    published = actions.publish_report(here.city(), draft, ORIGIN)
    assert (published.state, str(published.paper)) == (
        "published",
        f"{timezone.localdate().year}-1",
    )
    with pytest.raises(RefusedError):
        actions.edit_report(here.city(), published, {"title_zh": "改", "title_en": "x"})
    with pytest.raises(PermissionDenied):
        actions.draft_report(here.officer(), "bulletin", _this_month())


def test_bulletins_and_scoreboards_are_numbered_by_themselves(here: Supervising) -> None:
    numbers = []
    for kind in ("bulletin", "scoreboard", "bulletin"):
        draft = actions.draft_report(here.supervisor(), kind, _this_month())
        paper = actions.publish_report(here.city(), draft, ORIGIN).paper
        assert paper is not None
        numbers.append((paper.kind, paper.number))
    assert numbers == [("bulletin", 1), ("scoreboard", 1), ("bulletin", 2)]


def test_figures_that_are_no_longer_true_are_not_published(
    here: Supervising, making: Making
) -> None:
    draft = actions.draft_report(here.supervisor(), "bulletin", _this_month())
    Living(making).closed()
    with pytest.raises(RefusedError):
        actions.publish_report(here.city(), draft, ORIGIN)
    actions.refresh_report(here.supervisor(), draft)
    actions.publish_report(here.city(), draft, ORIGIN)


def test_what_was_published_does_not_change_with_later_moves(
    here: Supervising, making: Making
) -> None:
    living = Living(making)
    closed = living.closed()
    draft = actions.draft_report(here.supervisor(), "bulletin", _this_month())
    published = actions.publish_report(here.city(), draft, ORIGIN)
    assert published.paper is not None
    before = say(published.paper.content, "zh")
    agreeing.reopen(living.enterprise, closed, "又停了")
    published = Report.objects.get(pk=published.pk)
    assert published.paper is not None
    assert say(published.paper.content, "zh") == before
    assert published.frozen["total"]["closed"] == {"value": 1, "cases": 1}


def test_it_says_who_is_first_and_who_lags_in_both_languages(
    here: Supervising, making: Making
) -> None:
    Living(making).closed()
    content = actions.draft_report(here.supervisor(), "bulletin", _this_month()).content | {
        "kind": "bulletin",
        "words": {"title_zh": "通报", "title_en": "", "remarks_zh": "加快办理。", "remarks_en": ""},
    }
    for language, django in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(django):
            said = say(content, language)
        runs = [run for part in said["sections"] for line in part["paragraphs"] for run in line]
        figures = {run["figure"]: run["text"] for run in runs if "figure" in run}
        assert figures["total-closed"] == "1"
        assert figures["county-350102-in_time"] == "100.0%"
        assert said["title"] == "通报"


def test_anybody_reads_a_published_scoreboard_and_no_enterprise_in_it(
    here: Supervising, making: Making, client: Client
) -> None:
    living = Living(making)
    living.closed()
    draft = actions.draft_report(here.supervisor(), "scoreboard", _this_month())
    assert client.get(f"/supervision/published/{timezone.localdate().year}-1/").status_code == 404
    published = actions.publish_report(here.city(), draft, ORIGIN)
    page = client.get(f"/supervision/published/{published.paper}/")
    said = page.content.decode()
    assert page.status_code == 200
    assert "100.0%" in said
    assert living.organization.name not in said
    assert "/supervision/scoreboard/" not in said
    assert str(published.paper) in client.get("/supervision/published/").content.decode()


def test_bulletins_are_for_officials_and_drafts_for_who_supervises(
    here: Supervising, making: Making
) -> None:
    draft = actions.draft_report(here.supervisor(), "bulletin", _this_month())
    published = actions.publish_report(
        here.city(), actions.draft_report(here.supervisor(), "bulletin", _this_month()), ORIGIN
    )
    officer, enterprise = here.officer().account, Living(making).enterprise.account
    assert list(Report.objects.visible_to(officer)) == [published]
    assert list(Report.objects.visible_to(enterprise)) == []
    assert list(Report.objects.visible_to(None)) == []
    assert set(Report.objects.visible_to(here.supervisor().account)) == {draft, published}


def test_a_figure_leads_to_the_cases_that_the_reader_may_see(
    here: Supervising, making: Making, client: Client
) -> None:
    case = Living(making).closed()
    published = actions.publish_report(
        here.city(), actions.draft_report(here.supervisor(), "bulletin", _this_month()), ORIGIN
    )
    address = f"/supervision/reports/{published.pk}/figures/total-closed/"
    client.force_login(here.supervisor().account)
    assert case.reference in client.get(address).content.decode()
    client.force_login(here.officer("350103").account)
    page = client.get(address)
    assert case.reference not in page.content.decode()
    assert page.context["hidden"] == 1


def test_a_period_that_has_not_begun_has_no_bulletin(here: Supervising) -> None:
    year = timezone.localdate().year + 1
    with pytest.raises(RefusedError):
        actions.draft_report(here.supervisor(), "bulletin", Period.of(str(year)))
    assert Period.of(str(year)).first == date(year, 1, 1)

"""Tasks that are published, taken, verified, scored and awarded; stages; figures of a year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from banyan.desk.audit import RefusedError
from banyan.desk.lists.actions import changing, deciding, proposing, reporting, rounds
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.models import Change, Entry
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from desk.lists.listing import FIRST, THERE, Listing
from desk.making import Making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

RECORDS: Any = FACTS["recognitions"]
VERIFIED = {"scale": "产值增长三成", "chain": "带动配套企业十家", "innovation": "新增专利五项"}


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def scored(listing: Listing, points: str) -> Entry:
    """A task that was taken by an enterprise, verified and scored."""
    round_ = listing.opened("task_list")
    said = listing.said(round_.declared)
    taken = proposing.propose(listing.speaker(), round_, listing.organization(), said)
    deciding.take(listing.city, round_, [taken.pk], "可以揭榜")
    [entry] = listing.published(round_)
    changing.advance(listing.city, entry, "verified", VERIFIED)
    return changing.advance(listing.city, entry, "scored", {"score": points})


@pytest.mark.parametrize(("points", "fen"), [("95", 500_000_000), ("80", 300_000_000)])
def test_the_score_of_a_task_decides_its_award(listing: Listing, points: str, fen: int) -> None:
    entry = scored(listing, points)
    changing.advance(listing.city, entry, "awarded", {})
    entry.refresh_from_db()
    assert entry.stage == "scored"
    changing.confirm_changes(listing.second, [Change.objects.get()])
    entry.refresh_from_db()
    record = RECORDS.objects.get(recognition=entry.recognition)
    assert (entry.stage, record.kind, record.assessed_award) == ("awarded", "task_list_award", fen)
    assert record.verified_by == listing.second.account


def test_with_too_low_a_score_there_is_no_award(listing: Listing) -> None:
    entry = scored(listing, "69")
    with pytest.raises(RefusedError, match="no award"):
        changing.advance(listing.city, entry, "awarded", {})


def test_a_task_is_scored_before_it_is_awarded(listing: Listing) -> None:
    entry = listing.entered("task_list")
    with pytest.raises(RefusedError, match="scored before"):
        changing.advance(listing.city, entry, "awarded", {})


def test_a_task_is_taken_by_no_more_than_may(listing: Listing) -> None:
    round_ = listing.opened("task_list")
    found = [listing.proposed(round_, one).pk for one in listing.organizations(3)]
    with pytest.raises(RefusedError, match="may be taken by 2"):
        deciding.take(listing.city, round_, found, "可以揭榜")


def test_a_task_that_is_not_published_cannot_be_taken(listing: Listing) -> None:
    round_ = listing.opened("task_list")
    with pytest.raises(RefusedError, match="one of the tasks"):
        listing.proposed(round_, subject="别的任务")


def test_a_list_of_tasks_is_not_opened_without_any(listing: Listing) -> None:
    made = rounds.prepare_round(
        listing.city, list_of("task_list"), year=listing.today.year, closes_on=listing.today
    )
    with pytest.raises(RefusedError, match="Write down the tasks"):
        rounds.open_round(listing.city, made)


def test_a_stage_asks_what_belongs_to_it(listing: Listing) -> None:
    entry = listing.entered("task_list")
    with pytest.raises(RefusedError) as refused:
        changing.advance(listing.city, entry, "verified", {"scale": "好"})
    assert refused.value.field == "field-chain"


def test_one_goes_forward_only(listing: Listing) -> None:
    entry = scored(listing, "90")
    with pytest.raises(RefusedError, match="later stage"):
        changing.advance(listing.city, entry, "verified", VERIFIED)


def test_an_officer_of_the_county_follows_its_own_entries(listing: Listing) -> None:
    entry = listing.entered("service_engagements", subject="诊断")
    changing.advance(listing.county, entry, "diagnosed", {"finding": "能耗偏高"})
    elsewhere = listing.actor(Role.COUNTY, "elsewhere", county=THERE)
    with pytest.raises(PermissionDenied):
        changing.advance(elsewhere, entry, "done", {"rating": "good"})


def test_the_department_that_answers_for_a_list_decides_on_it(listing: Listing) -> None:
    office = listing.making.unit("finance_office")
    officer = listing.actor(Role.DEPARTMENT, "finance-office")
    type(officer.account).objects.filter(pk=officer.account.pk).update(unit=office)
    officer.account.refresh_from_db()
    white_list = listing.opened("white_list")
    candidate = listing.proposed(white_list)
    assert deciding.take(officer, white_list, [candidate.pk], "符合") == 1
    rongsheng = listing.opened()
    other = listing.proposed(rongsheng)
    with pytest.raises(PermissionDenied):
        deciding.take(officer, rongsheng, [other.pk], "符合")


def test_an_enterprise_reports_its_figures_and_how_far_it_is(listing: Listing) -> None:
    entry = listing.entered()
    year = listing.today.year
    kept = reporting.report(listing.speaker(), entry, year, {"revenue": "1,500"})
    assert (kept.fields, kept.progress) == ({"revenue": "1500"}, 750_000)
    again = reporting.report(listing.speaker(), entry, year, {"revenue": "2000"})
    assert (again.pk, again.progress) == (kept.pk, 1_000_000)
    with pytest.raises(PermissionDenied):
        reporting.report(listing.speaker(FIRST + 1), entry, year, {"revenue": "1"})
    with pytest.raises(RefusedError, match="Figures are of the year"):
        reporting.report(listing.speaker(), entry, year + 1, {"revenue": "1"})


def test_energy_and_carbon_are_reported_each_year(listing: Listing) -> None:
    entry = listing.entered("green_factories")
    given = {"energy": "1200", "energy_intensity": "0.11", "carbon_intensity": "0.32"}
    kept = reporting.report(listing.city, entry, listing.today.year, given)
    assert kept.fields == given
    assert kept.progress is None


def test_a_department_proposes_only_for_the_lists_that_it_answers_for(listing: Listing) -> None:
    reserve = listing.opened("fund_reserve")
    stranger = listing.actor(Role.DEPARTMENT, "another-department")
    said = listing.said(reserve.declared, subject="扩产项目")
    with pytest.raises(PermissionDenied):
        proposing.propose(stranger, reserve, listing.organization(), said)

"""Who meets the criteria of lists, who nearly does, who no longer does; what one of them lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from banyan.desk.audit import RefusedError
from banyan.desk.lists import tasks
from banyan.desk.lists.actions import evaluating
from banyan.desk.lists.counting import last_evaluation, standing_counts
from banyan.desk.lists.explaining import explained_all, lacking
from banyan.desk.lists.models import Entry, Evaluation, Standing
from desk.lists.listing import FIELD, FIRST, TASK, THERE, Listing
from desk.lists.test_terms import recognized
from desk.making import Making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def states(list_: str, tier: str = "") -> dict[str, str]:
    """The state of each organization, by the last two digits of its number."""
    found = Standing.objects.filter(list=list_, tier=tier)
    return {one.organization.name[3:5]: one.state for one in found.select_related("organization")}


def test_one_pass_finds_who_qualifies_and_who_is_near(listing: Listing) -> None:
    enough, near, little, scaled, service = listing.organizations(5)
    listing.invested(enough, 500_000)
    listing.invested(near, 400_000)
    listing.invested(little, 100_000)
    for one in (scaled, service):
        listing.invested(one, 900_000)
    type(scaled).objects.filter(pk=scaled.pk).update(scaled_on="2025-03-01")
    type(service).objects.filter(pk=service.pk).update(industry="F5211")
    assert listing.evaluated().state == "done"
    assert states("rongsheng") == {"71": "satisfied", "72": "near"}


def test_what_is_not_on_record_is_said_to_be_missing(listing: Listing) -> None:
    unknown = listing.organization(size=None)
    listing.invested(unknown, 400_000)
    listing.evaluated()
    assert states("gradient", "small_micro") == {"71": "needs"}


def test_who_is_in_a_tier_and_fails_is_found(listing: Listing) -> None:
    entry = listing.entered("gradient", tier="little_giant", fields=FIELD)
    listing.evaluated()
    assert states("gradient", "little_giant") == {"71": "lost"}
    assert lacking(entry) == ["holds_srdi", "invests"]


def test_a_new_evaluation_stands_in_place_of_the_last(listing: Listing) -> None:
    organization = listing.organization()
    listing.invested(organization, 500_000)
    listing.evaluated()
    type(organization).objects.update(scaled_on="2026-03-01")
    listing.evaluated()
    assert states("rongsheng") == {}


def test_counts_are_of_what_the_account_may_see(listing: Listing) -> None:
    listing.invested(listing.organization(), 500_000)
    listing.invested(listing.organization(FIRST + 1, county=THERE), 500_000)
    listing.evaluated()
    evaluation = last_evaluation()
    city, county = listing.city.account, listing.county.account
    assert standing_counts(evaluation, "rongsheng", city)[""] == {"satisfied": 2}
    assert standing_counts(evaluation, "rongsheng", county)[""] == {"satisfied": 1}
    assert Standing.objects.visible_to(county).filter(list="rongsheng").count() == 1


def test_only_one_evaluation_is_under_way(listing: Listing) -> None:
    evaluating.ask_evaluation(listing.city)
    with pytest.raises(RefusedError, match="just now"):
        evaluating.ask_evaluation(listing.city)


def test_records_that_do_not_hold_together_are_told(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(year: int) -> Iterator[object]:
        raise RuntimeError("no memory")

    monkeypatch.setattr("banyan.desk.lists.evaluating.evaluate", broken)
    found = listing.evaluated()
    assert (found.state, found.fault) == ("failed", "RuntimeError: no memory")


def test_each_night_all_are_evaluated_once(listing: Listing) -> None:
    tasks.on_day(TASK, listing.today)
    Evaluation.objects.update(state="done")
    tasks.on_day(TASK, listing.today)
    assert Evaluation.objects.count() == 1
    tasks.on_day(TASK, listing.today + timedelta(days=1))
    assert Evaluation.objects.count() == 2


def test_an_organization_reads_by_how_much_it_misses_a_threshold(listing: Listing) -> None:
    organization = listing.organization()
    listing.invested(organization, 400_000)
    found = {one.of.code: one for one in explained_all(organization, [])}
    rongsheng = found["rongsheng"]
    [lack] = rongsheng.lacks
    assert (rongsheng.state, lack.code) == ("near", "growing")
    assert (lack.gaps[0].have, lack.gaps[0].missing) == ("400,000.00", "100,000.00")


def test_of_a_ladder_the_next_tier_is_explained(listing: Listing) -> None:
    recognized(listing)
    tasks.on_day(TASK, listing.today)
    entries = list(Entry.objects.all())
    found = explained_all(listing.organization(), entries)
    assert [one.tier.code for one in found if one.of.code == "gradient"] == ["little_giant"]

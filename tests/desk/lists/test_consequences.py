"""What lists are for: benefits and the next settlement follow by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from banyan.desk.benefits.keeping import renew
from banyan.desk.lists import counting, tasks
from banyan.desk.lists.actions import changing, deciding
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.models import Candidacy, Entry, Standing
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.actions import correct
from banyan.desk.records.models import FACTS, Organization
from banyan.desk.records.rows import row_of
from banyan.desk.records.verified_facts import verified_facts
from banyan.rules.reading import read_facts
from banyan.rules.settlement import settle
from desk.lists.listing import FIRST, TASK, Listing
from desk.lists.test_terms import ending
from desk.making import Making

pytestmark = pytest.mark.django_db

YEAR = 2026


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def granted(folder: Path, year: int, measure: str) -> int:
    """Fen that the verified records give for a measure in a year."""
    verified_facts(folder / "facts", folder / "provenance")
    pack = pack_in_force().only([measure])
    settlement = settle(pack, read_facts(folder / "facts", pack.schema), year)
    return int(settlement.frames[measure]["amount"].sum())


def test_of_forty_proposed_thirty_enter_and_one_grows_above_designated_size(
    listing: Listing,
) -> None:
    round_ = listing.opened(quota=30)
    organizations = listing.organizations(40)
    rows = [
        {"统一社会信用代码": one.pk, "批次": "提升一批", "推荐理由": "订单增长"}
        for one in organizations
    ]
    made = listing.imported(listing.sent(rows, round_))
    assert (made.state, made.rows, made.faulty) == ("done", 40, 0)
    numbers = list(Candidacy.objects.order_by("pk").values_list("pk", flat=True))
    deciding.take(listing.city, round_, numbers[:30], "成长性较好")
    deciding.refuse(listing.city, round_, numbers[30:], "近年投入不足")
    begun = max(date(listing.today.year, 1, 2), listing.today - timedelta(days=30))
    listing.published(round_, begun)
    assert counting.standing_on("rongsheng", listing.today).count() == 30

    grown = organizations[0]
    listing.invested(grown, 1_200_000, year=YEAR)
    before = renew(grown.pk, YEAR).amount
    row = row_of(grown) | {"scaled_on": f"{YEAR}-12-01"}
    correct(listing.city, "organizations", row, grown)
    conversion = counting.conversion("rongsheng", round_.year)
    assert (conversion.listed, conversion.converted) == (30, 1)
    # 3 % of the equipment of a newly scaled enterprise, which reaches its threshold of a million
    assert renew(grown.pk, YEAR).amount - before == 36_000_00


def test_a_little_giant_that_lacks_leaves_and_the_next_settlement_knows(
    listing: Listing, tmp_path: Path
) -> None:
    entry = ending(listing)
    organization: Any = Organization.objects.get(pk=listing.organization().pk)
    year = max(YEAR, listing.today.year + 1)
    listing.invested(organization, 4_000_000, year=year)
    records: Any = FACTS["recognitions"]
    records.objects.update(expires_on=date(year + 2, 1, 1))
    Entry.objects.update(expires_on=date(year + 2, 1, 1))
    for table in ("organizations", "projects", "project_years"):
        FACTS[table].objects.update(verified_at=timezone.now())
    (tmp_path / "before").mkdir(), (tmp_path / "after").mkdir()
    # its threshold is 3 million, that of others 5
    assert granted(tmp_path / "before", year, "equipment_upgrade") == 120_000_00

    [change] = changing.propose_exits(listing.city, [entry], "lacking", "不再持有省级资格")
    assert "holds_srdi" in change.lacks
    changing.confirm_changes(listing.second, [change])
    assert granted(tmp_path / "after", year, "equipment_upgrade") == 0


def test_the_recheck_of_a_little_giant_finds_what_it_lacks(listing: Listing) -> None:
    ending(listing)
    listing.evaluated()
    tasks.on_day(TASK, listing.today)
    lost = Standing.objects.get(list="gradient", tier="little_giant")
    assert (lost.state, lost.organization_id) == ("lost", listing.organization(FIRST).pk)


def test_movements_are_between_the_highest_tiers_of_two_days(listing: Listing) -> None:
    today = listing.today
    before = today - timedelta(days=60)
    risen, came, left = listing.organizations(3)

    def put(organization: Any, tier: str, days: int, gone: int | None = None) -> None:
        Entry.objects.create(
            list="gradient",
            tier=tier,
            organization=organization,
            county=organization.county,
            origin="record",
            year=today.year,
            entered_on=today - timedelta(days=days),
            left_on=None if gone is None else today - timedelta(days=gone),
            why="" if gone is None else "term",
        )

    put(risen, "innovative_sme", 200)
    put(risen, "srdi", 100)
    put(risen, "little_giant", 10)
    put(came, "innovative_sme", 10)
    put(left, "srdi", 100, 20)
    found = counting.movements(list_of("gradient"), before, today)
    assert found == {
        ("-", "innovative_sme"): 1,
        ("srdi", "-"): 1,
        ("srdi", "little_giant"): 1,
    }
    stood = counting.standing_on("gradient", before, ["srdi"])
    assert {one.organization for one in stood} == {risen, left}

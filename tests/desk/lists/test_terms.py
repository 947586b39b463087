"""What stands behind an entry, how long it holds, and how one leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from banyan.desk.audit import RefusedError
from banyan.desk.lists import tasks
from banyan.desk.lists.actions import changing, following
from banyan.desk.lists.models import Entry, Step
from banyan.desk.lists.terms import same_day
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.records.actions import correct, delete
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import row_of
from desk.lists.listing import FIELD, FIRST, TASK, Listing
from desk.making import Making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

RECORDS: Any = FACTS["recognitions"]
GIANT = {"tier": "little_giant", "fields": FIELD}


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def ending(listing: Listing, days: int = 30) -> Entry:
    """A little giant whose term ends so many days from now."""
    entry = listing.entered("gradient", **GIANT)
    ends = listing.today + timedelta(days=days)
    begun = same_day(ends, -3)
    Entry.objects.filter(pk=entry.pk).update(entered_on=begun, expires_on=ends, year=begun.year)
    RECORDS.objects.filter(recognition=entry.recognition).update(
        recognized_on=begun, expires_on=ends
    )
    entry.refresh_from_db()
    return entry


def record_of(entry: Entry) -> Any:
    return RECORDS.objects.get(recognition=entry.recognition)


def recognized(listing: Listing, number: int = FIRST, **more: Any) -> Any:
    given = {
        "recognition": f"R{number}",
        "organization": listing.organization(number),
        "kind": "srdi",
        "level": "provincial",
        "recognized_on": listing.today - timedelta(days=600),
        "expires_on": listing.today + timedelta(days=500),
        "verified_at": timezone.now(),
        "verified_by": listing.city.account,
    }
    return listing.making.fact("recognitions", **(given | more))


def test_entering_a_recognition_writes_its_verified_record(listing: Listing) -> None:
    entry = listing.entered(
        "gradient", tier="little_giant", fields=FIELD | {"provincial_award": "1000000"}
    )
    record = record_of(entry)
    assert (record.kind, record.level, record.provincial_award) == (
        "little_giant",
        "national",
        100_000_000,
    )
    assert (record.recognized_on, record.expires_on) == (listing.today, same_day(listing.today, 3))
    assert record.verified_by == listing.second.account


def test_a_list_that_is_no_recognition_writes_none(listing: Listing) -> None:
    assert listing.entered().recognition == ""
    assert not RECORDS.objects.exists()


def test_the_record_that_is_there_stands_behind_the_entry(listing: Listing) -> None:
    record = recognized(listing)
    entry = listing.entered("gradient", tier="srdi", fields=FIELD)
    assert (entry.recognition, entry.expires_on) == ("R71", record.expires_on)
    assert RECORDS.objects.count() == 1


def test_the_recheck_begins_before_the_term_ends_and_is_an_obligation(listing: Listing) -> None:
    listing.speaker()
    entry = ending(listing)
    tasks.on_day(TASK, listing.today)
    tasks.on_day(TASK, listing.today)
    waits = Obligation.objects.open().get(kind="lists.review")
    assert (waits.role, waits.key) == ("city", str(entry.pk))
    assert Message.objects.filter(kind="lists.reviewed").count() == 1


def test_a_term_that_ends_later_is_not_rechecked_yet(listing: Listing) -> None:
    ending(listing, days=200)
    tasks.on_day(TASK, listing.today)
    assert not Obligation.objects.filter(kind="lists.review").exists()


def test_who_lacks_leaves_with_a_reason_and_the_record_expires(listing: Listing) -> None:
    entry = ending(listing)
    tasks.on_day(TASK, listing.today)
    [change] = changing.propose_exits(listing.city, [entry], "lacking", "不再持有省级资格")
    assert {"holds_srdi", "invests"} <= set(change.lacks)
    assert not Obligation.objects.open().filter(kind="lists.review").exists()
    changing.confirm_changes(listing.second, [change])
    entry.refresh_from_db()
    assert (entry.left_on, entry.why, entry.why_text) == (
        listing.today,
        "lacking",
        "不再持有省级资格",
    )
    record = record_of(entry)
    assert (record.expires_on, record.verified_by) == (listing.today, listing.second.account)


def test_who_stays_is_renewed_for_another_term_with_its_record(listing: Listing) -> None:
    entry = ending(listing)
    ends = entry.expires_on
    assert ends is not None
    [change] = changing.propose_renewals(listing.city, [entry], "复核通过")
    changing.confirm_changes(listing.second, [change])
    entry.refresh_from_db()
    assert entry.expires_on == same_day(ends, 3) == record_of(entry).expires_on


def test_leaving_takes_two_people(listing: Listing) -> None:
    entry = ending(listing)
    [change] = changing.propose_exits(listing.city, [entry], "wish", "企业申请")
    with pytest.raises(RefusedError):
        changing.confirm_changes(listing.city, [change])
    with pytest.raises(RefusedError, match="proposed for"):
        changing.propose_renewals(listing.second, [entry], "复核通过")
    changing.refuse_change(listing.second, change, "请再核实")
    entry.refresh_from_db()
    assert entry.stands


def test_a_county_does_not_end_entries(listing: Listing) -> None:
    entry = ending(listing)
    with pytest.raises(PermissionDenied):
        changing.propose_exits(listing.county, [entry], "wish", "企业申请")


def test_a_term_that_nobody_renews_ends_by_itself(listing: Listing) -> None:
    entry = ending(listing)
    ends = entry.expires_on
    assert ends is not None
    tasks.on_day(TASK, ends)
    entry.refresh_from_db()
    assert (entry.left_on, entry.why) == (ends, "term")
    assert not Obligation.objects.open().filter(kind="lists.review").exists()


def test_what_is_proposed_in_time_is_waited_for(listing: Listing) -> None:
    entry = ending(listing)
    [change] = changing.propose_renewals(listing.city, [entry], "复核通过")
    ends = entry.expires_on
    assert ends is not None
    tasks.on_day(TASK, ends)
    entry.refresh_from_db()
    assert entry.stands
    changing.confirm_changes(listing.second, [change])


def test_a_record_verified_elsewhere_is_an_entry_by_itself(listing: Listing) -> None:
    recognized(listing)
    recognized(listing, FIRST + 1, verified_at=None, verified_by=None)
    recognized(listing, FIRST + 2, expires_on=listing.today - timedelta(days=1))
    tasks.on_day(TASK, listing.today)
    entry = Entry.objects.get()
    assert (entry.list, entry.tier, entry.recognition) == ("gradient", "srdi", "R71")
    assert entry.entered_on == listing.today - timedelta(days=600)
    tasks.on_day(TASK, listing.today)
    assert Entry.objects.count() == 1


def test_two_records_of_a_tier_are_one_entry(listing: Listing) -> None:
    recognized(listing)
    recognized(listing, recognition="R71-2")
    tasks.on_day(TASK, listing.today)
    tasks.on_day(TASK, listing.today)
    assert Entry.objects.count() == 1


def test_an_entry_ends_with_its_record(listing: Listing) -> None:
    record = recognized(listing)
    tasks.on_day(TASK, listing.today)
    row = row_of(record) | {"expires_on": str(listing.today)}
    correct(listing.city, "recognitions", row, record)
    tasks.on_day(TASK, listing.today)
    entry = Entry.objects.get()
    assert (entry.left_on, entry.why) == (listing.today, "record")


def test_an_entry_leaves_when_its_record_is_gone(listing: Listing) -> None:
    record = recognized(listing)
    tasks.on_day(TASK, listing.today)
    delete(listing.city, record)
    tasks.on_day(TASK, listing.today)
    assert Entry.objects.get().why == "record"


def test_nothing_new_is_followed_twice(listing: Listing) -> None:
    recognized(listing)
    place = next(one for one in following.places() if one.tier.code == "srdi")
    numbers = following.new_records(place, listing.today)
    following.follow_records(TASK, place, numbers, listing.today)
    with pytest.raises(RefusedError):
        following.follow_records(TASK, place, numbers, listing.today)


def test_all_that_happened_to_an_entry_is_kept(listing: Listing) -> None:
    entry = ending(listing)
    tasks.on_day(TASK, listing.today)
    changing.note(listing.city, entry, "已走访")
    [change] = changing.propose_exits(listing.city, [entry], "lacking", "不达标")
    changing.confirm_changes(listing.second, [change])
    kinds = list(Step.objects.filter(entry=entry).values_list("what", flat=True))
    assert kinds == ["entered", "review", "note", "left"]


def test_what_a_record_is_about_matters_only_where_the_list_tells_subjects_apart(
    listing: Listing,
) -> None:
    recognized(listing, subject="轴承")
    entry = listing.entered("gradient", tier="srdi", fields=FIELD)
    assert entry.recognition == "R71"
    recognized(listing, recognition="R71-P", kind="secure_product", level=None, subject="甲")
    other = listing.entered("software_products", tier="secure_product", subject="乙")
    assert other.recognition != "R71-P"

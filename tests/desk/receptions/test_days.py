"""Reception days: who may book what, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.receptions import actions, regularity
from banyan.desk.receptions.models import Booking, ReceptionDay
from desk.making import Making
from desk.receptions.receiving import ABOUT, HERE, THERE, Receiving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TASK = Actor(origin=Origin(via="task"))


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def receiving(making: Making) -> Receiving:
    return Receiving(making)


def test_an_enterprise_gets_the_slot_that_it_chooses(receiving: Receiving) -> None:
    booking = receiving.booked(receiving.day(), number=2)
    assert (booking.number, booking.time) == (2, time(9, 20))
    assert receiving.booked(booking.day, 2).number == 1


def test_a_slot_that_is_taken_is_refused(receiving: Receiving) -> None:
    day = receiving.day()
    receiving.booked(day, 1, number=2)
    with pytest.raises(RefusedError, match="just been taken"):
        receiving.booked(day, 2, number=2)


def test_where_no_slot_is_free_one_stands_in_the_queue_and_moves_up(receiving: Receiving) -> None:
    day = receiving.day(slots=1)
    first = receiving.booked(day, 1)
    second = receiving.booked(day, 2)
    assert (second.state, second.number) == ("queued", None)
    actions.cancel_booking(receiving.speaker(1), first)
    second.refresh_from_db()
    assert (second.state, second.number) == ("booked", 1)
    told = Message.objects.get(account=receiving.speaker(2).account)
    assert told.kind == "receptions.moved_up"


def test_an_organization_has_one_slot_a_day(receiving: Receiving) -> None:
    day = receiving.day()
    receiving.booked(day)
    with pytest.raises(RefusedError, match="already"):
        receiving.booked(day)


def test_who_gave_the_slot_back_can_book_again(receiving: Receiving) -> None:
    day = receiving.day()
    actions.cancel_booking(receiving.speaker(), receiving.booked(day))
    assert receiving.booked(day).state == "booked"


def test_a_county_receives_its_own_enterprises(receiving: Receiving) -> None:
    receiving.organization(7, THERE)
    with pytest.raises(PermissionDenied):
        receiving.booked(receiving.day(), 7)


def test_an_officer_cannot_book_another_countys_enterprise(receiving: Receiving) -> None:
    foreign = receiving.organization(7, THERE)
    with pytest.raises(PermissionDenied):
        actions.book(receiving.officer(), receiving.day(), foreign, about=ABOUT, contact="林")


def test_an_enterprise_cannot_book_for_another(receiving: Receiving) -> None:
    other = receiving.organization(2)
    with pytest.raises(PermissionDenied):
        actions.book(receiving.speaker(1), receiving.day(), other, about=ABOUT, contact="林")


def test_what_was_said_goes_to_the_countys_ledger_once(receiving: Receiving) -> None:
    booking = receiving.booked(receiving.day(ahead=0))
    given = {"title": "车间停电", "category": "energy", "gravity": "urgent"}
    case = actions.record(receiving.officer(), booking, **given)
    assert (case.origin, case.level, case.county) == ("reception", "county", HERE)
    assert case.text == ABOUT
    assert case.organization_id == booking.organization_id
    with pytest.raises(RefusedError):
        actions.record(receiving.officer(), booking, **given)
    assert Case.objects.count() == 1
    assert Obligation.objects.get(kind="cases.dispatch").key == str(case.pk)


def test_what_the_city_hears_is_in_the_citys_hands(receiving: Receiving) -> None:
    given = {"starts": time(9), "minutes": 20, "slots": 2, "place": "市政府", "hosts": "市长"}
    day = actions.announce(receiving.city(), day=timezone.localdate(), **given)
    booking = receiving.booked(day)
    with pytest.raises(PermissionDenied):
        actions.miss(receiving.officer(), booking)
    case = actions.record(
        receiving.city(), booking, title="停电", category="energy", gravity="general"
    )
    assert case.level == "city"


def test_nobody_is_heard_before_the_day(receiving: Receiving) -> None:
    booking = receiving.booked(receiving.day(ahead=1))
    with pytest.raises(RefusedError, match="still to come"):
        actions.answer(receiving.officer(), booking, "已说明")


def test_an_answer_on_the_spot_needs_words(receiving: Receiving) -> None:
    booking = receiving.booked(receiving.day(ahead=0))
    with pytest.raises(RefusedError):
        actions.answer(receiving.officer(), booking, "  ")


def test_who_waited_in_the_queue_can_be_heard_after_all_others(receiving: Receiving) -> None:
    day = receiving.day(ahead=0, slots=1)
    receiving.booked(day, 1)
    queued = receiving.booked(day, 2)
    actions.answer(receiving.officer(), queued, "已说明")
    heard = Booking.objects.get(pk=queued.pk)
    assert (heard.state, heard.number, heard.day.slots) == ("answered", 2, 2)


def test_a_day_that_is_called_off_tells_everybody_who_booked(receiving: Receiving) -> None:
    day = receiving.day(slots=1)
    receiving.booked(day, 1)
    receiving.booked(day, 2)
    actions.cancel_day(receiving.officer(), day, "台风")
    assert set(Booking.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Message.objects.filter(kind="receptions.cancelled").count() == 2
    with pytest.raises(RefusedError):
        receiving.booked(day, 3)


def test_a_day_is_called_off_with_a_reason(receiving: Receiving) -> None:
    with pytest.raises(RefusedError):
        actions.cancel_day(receiving.officer(), receiving.day(), " ")


def test_another_county_cannot_call_the_day_off(receiving: Receiving) -> None:
    with pytest.raises(PermissionDenied):
        actions.cancel_day(receiving.officer(THERE), receiving.day(), "台风")


def test_a_county_announces_a_day_once(receiving: Receiving) -> None:
    receiving.day()
    with pytest.raises(RefusedError, match="already"):
        receiving.day()


def test_slots_end_on_the_same_day(receiving: Receiving) -> None:
    with pytest.raises(RefusedError):
        receiving.day(starts=time(20), minutes=60, slots=4)


def test_the_working_day_before_everybody_is_reminded_once(receiving: Receiving) -> None:
    """The Friday before the Monday."""
    day = receiving.at(receiving.day(), date(2026, 3, 9))
    Booking.objects.create(
        day=day,
        number=1,
        organization=receiving.organization(),
        about=ABOUT,
        contact="林",
        state="booked",
    )
    receiving.speaker()
    for when in (date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 6)):
        regularity.on_day(TASK, when)
    kinds = sorted(Message.objects.values_list("kind", flat=True))
    assert kinds == ["receptions.hosts_tomorrow", "receptions.tomorrow"]


def test_a_county_without_a_day_this_month_is_asked_for_one(receiving: Receiving) -> None:
    receiving.officer()
    today = timezone.localdate()
    regularity.on_day(TASK, today)
    regularity.on_day(TASK, today)
    asked = Obligation.objects.get(kind="receptions.announce")
    assert asked.county == HERE
    receiving.at(receiving.day(), today)
    asked.refresh_from_db()
    assert asked.state == "done"
    regularity.on_day(TASK, today)
    assert Obligation.objects.filter(kind="receptions.announce", state="open").count() == 0


def test_coverage_counts_days_and_who_was_heard(receiving: Receiving) -> None:
    day = receiving.day(ahead=0)
    actions.answer(receiving.officer(), receiving.booked(day, 1), "已说明")
    actions.miss(receiving.officer(), receiving.booked(day, 2))
    month = day.date.replace(day=1)
    found = regularity.coverage(receiving.city().account, [month])
    (here,) = found[HERE]
    assert (here.days, here.heard, here.recorded) == (1, 1, 0)
    assert found[THERE][0].days == 0
    assert list(regularity.coverage(receiving.officer(THERE).account, [month])) == [THERE]


def test_an_enterprise_sees_the_days_of_its_county_and_the_citys(receiving: Receiving) -> None:
    here = receiving.day()
    receiving.officer(THERE)
    there = ReceptionDay.objects.create(
        county=THERE, date=here.date + timedelta(days=1), place="x", hosts="y"
    )
    seen = ReceptionDay.objects.visible_to(receiving.speaker().account)
    assert list(seen) == [here]
    there.county = ""
    there.save()
    assert set(ReceptionDay.objects.visible_to(receiving.speaker().account)) == {here, there}

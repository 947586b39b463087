"""Of two who want the last slot at the same moment one gets it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from banyan.desk.audit import RefusedError
from banyan.desk.receptions import actions
from banyan.desk.receptions.models import Booking, ReceptionDay
from desk.at_once import at_once
from desk.making import Making
from desk.receptions.receiving import ABOUT, Receiving

pytestmark = pytest.mark.django_db(transaction=True)


def _both_book() -> list[BaseException | None]:
    receiving = Receiving(Making())
    day = receiving.day(slots=1)
    people = [(receiving.speaker(number), receiving.organization(number)) for number in (1, 2)]

    def books(place: int) -> None:
        who, organization = people[place]
        seen = ReceptionDay.objects.get(pk=day.pk)
        actions.book(who, seen, organization, about=ABOUT, contact="林", number=1)

    return at_once(lambda: books(0), lambda: books(1))


def test_one_gets_the_slot_and_the_other_is_told() -> None:
    raised = _both_book()
    told = [error for error in raised if error is not None]
    assert len(told) == 1
    assert isinstance(told[0], RefusedError)
    assert Booking.objects.count() == 1


def test_the_database_keeps_a_slot_for_one_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "free_numbers", lambda day: [1])
    raised = _both_book()
    told = [error for error in raised if error is not None]
    assert len(told) == 1
    assert isinstance(told[0], IntegrityError)
    assert Booking.objects.count() == 1

"""How each action of reception days is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.receptions import actions, regularity
from banyan.desk.receptions.models import Booking, ReceptionDay
from desk.making import Making
from desk.receptions.receiving import Receiving

TASK = Actor(origin=Origin(via="task"))


def _day(making: Making) -> ReceptionDay:
    known = ReceptionDay.objects.filter(cancelled_at=None).first()
    return known or Receiving(making).day(ahead=0)


def _booking(making: Making) -> Booking:
    known = Booking.objects.filter(state="booked").first()
    return known or Receiving(making).booked(_day(making))


def _ask(making: Making) -> None:
    Receiving(making).officer()
    regularity.ask(TASK, timezone.localdate())


def _record(making: Making) -> None:
    booking = _booking(making)
    officer = Receiving(making).officer()
    actions.record(officer, booking, title="停电", category="energy", gravity="urgent")


def _announce(making: Making) -> None:
    Receiving(making).day()


def _book(making: Making) -> None:
    Receiving(making).booked(_day(making))


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "receptions.announce": _announce,
    "receptions.ask": _ask,
    "receptions.book": _book,
    "receptions.cancel_booking": lambda making: actions.cancel_booking(
        Receiving(making).speaker(), _booking(making)
    ),
    "receptions.cancel_day": lambda making: actions.cancel_day(
        Receiving(making).officer(), _day(making), "台风"
    ),
    "receptions.answer": lambda making: actions.answer(
        Receiving(making).officer(), _booking(making), "已说明办理途径"
    ),
    "receptions.record": _record,
    "receptions.miss": lambda making: actions.miss(Receiving(making).officer(), _booking(making)),
    "receptions.remind": lambda making: actions.remind(TASK, _day(making)),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "receptions:day": lambda making: {"pk": _day(making).pk},
    "receptions:book": lambda making: {"pk": _day(making).pk},
    "receptions:cancel_day": lambda making: {"pk": _day(making).pk},
    "receptions:booking": lambda making: {"pk": _booking(making).pk},
}

"""The pages of reception days."""

from __future__ import annotations

import pytest
from django.test import Client

from banyan.desk.audit import Actor
from banyan.desk.cases.models import Case
from banyan.desk.receptions.models import Booking, ReceptionDay
from desk.making import Making
from desk.receptions.receiving import ABOUT, THERE, Receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiving(making: Making) -> Receiving:
    return Receiving(making)


def _client(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    assert actor.account is not None
    client.force_login(actor.account)
    return client


def test_an_officer_announces_and_an_enterprise_books(receiving: Receiving) -> None:
    officer = _client(receiving.officer())
    given = {"day": "2027-03-09", "starts": "09:00", "minutes": 20, "slots": 2}
    made = officer.post(
        "/receptions/announce/", {**given, "place": "政务中心", "hosts": "县长"}, follow=True
    )
    assert "Enterprises can book" in made.content.decode() or made.status_code == 200
    day = ReceptionDay.objects.get()
    own = _client(receiving.speaker())
    assert "2 free" in own.get("/receptions/").content.decode()
    code = receiving.organization().pk
    page = own.post(
        f"/receptions/{day.pk}/book/",
        {"organization": code, "number": 2, "about": ABOUT, "contact": "林厂长"},
        follow=True,
    )
    assert "Booked for 09:20." in page.content.decode()
    assert ABOUT in officer.get(f"/receptions/{day.pk}/").content.decode()


def test_an_enterprise_does_not_see_who_else_comes(receiving: Receiving) -> None:
    day = receiving.day()
    receiving.booked(day, 2)
    page = _client(receiving.speaker(1)).get(f"/receptions/{day.pk}/").content.decode()
    assert receiving.organization(2).name not in page


def test_a_booking_without_words_is_shown_again_with_what_was_typed(receiving: Receiving) -> None:
    day = receiving.day()
    own = _client(receiving.speaker())
    code = receiving.organization().pk
    page = own.post(
        f"/receptions/{day.pk}/book/", {"organization": code, "about": "", "contact": "林厂长"}
    )
    assert page.status_code == 422
    assert "林厂长" in page.content.decode()


def test_on_the_day_the_officer_puts_it_into_the_ledger(receiving: Receiving) -> None:
    booking = receiving.booked(receiving.day(ahead=0))
    officer = _client(receiving.officer())
    page = officer.post(
        f"/receptions/bookings/{booking.pk}/",
        {"done": "record", "title": "停电", "category": "energy", "gravity": "urgent"},
        follow=True,
    )
    case = Case.objects.get()
    assert case.reference in page.content.decode()


def test_a_refusal_is_shown_on_the_page(receiving: Receiving) -> None:
    booking = receiving.booked(receiving.day(ahead=0))
    officer = _client(receiving.officer())
    page = officer.post(f"/receptions/bookings/{booking.pk}/", {"done": "answer", "answer": ""})
    assert page.status_code == 422
    assert "Write down what was answered." in page.content.decode()
    assert Booking.objects.get().state == "booked"


def test_another_countys_booking_is_not_found(receiving: Receiving) -> None:
    booking = receiving.booked(receiving.day())
    page = _client(receiving.officer(THERE)).get(f"/receptions/bookings/{booking.pk}/")
    assert page.status_code == 404


def test_how_regular_the_days_are(receiving: Receiving) -> None:
    receiving.day(ahead=0)
    page = _client(receiving.city()).get("/receptions/regularity/")
    assert page.status_code == 200

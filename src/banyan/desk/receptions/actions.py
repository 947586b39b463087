"""What is done with reception days: announced, booked, held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.cases.states import Level
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.receptions.models import Booking, ReceptionDay
from banyan.desk.receptions.regularity import ANNOUNCE, county_unit
from banyan.desk.records.labels import word_label
from banyan.desk.records.models import Organization
from banyan.desk.records.speaking import representatives

State = Booking.State
_STANDING = [State.BOOKED, State.QUEUED, State.ANSWERED, State.RECORDED, State.MISSED]


@action("receptions.announce")
def announce(
    actor: Actor,
    *,
    day: date,
    starts: time,
    minutes: int,
    slots: int,
    place: str,
    hosts: str,
    county: str = "",
) -> ReceptionDay:
    """Announces a day of the officer's county, of the city for a city officer. Raises RefusedError
    for a day that is over, and where the county has announced that day already."""
    require(actor, Role.COUNTY, Role.CITY)
    if actor.account is not None and actor.account.role == Role.COUNTY:
        county = actor.account.county
    if day < timezone.localdate():
        raise RefusedError(_("This day is over."), "day")
    if starts.hour * 60 + starts.minute + minutes * slots >= 24 * 60:
        raise RefusedError(_("So many slots do not end on the same day."), "slots")
    made = ReceptionDay(
        county=county,
        date=day,
        starts=starts,
        minutes=minutes,
        slots=slots,
        place=place.strip(),
        hosts=hosts.strip(),
        announced_by=actor.account,
    )
    made.full_clean(exclude=["announced_by", "cancelled_at"], validate_constraints=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise RefusedError(_("There is a reception on this day already."), "day") from None
    unit = county_unit(county)
    if unit is not None:
        close_obligations(actor, unit, ANNOUNCE)
    log(made, after={"date": day, "county": county, "place": place, "slots": slots})
    return made


@action("receptions.cancel_day")
def cancel_day(actor: Actor, day: ReceptionDay, reason: str) -> None:
    """Calls a day off and tells everybody who booked. RefusedError without a reason, and where the
    day is called off or somebody has been heard."""
    day = _own(actor, day)
    if not reason.strip():
        raise RefusedError(_("Give the reason; whoever booked reads it."), "reason")
    if day.bookings.filter(state__in=[State.ANSWERED, State.RECORDED]).exists():
        raise RefusedError(_("Enterprises have been heard on this day already."))
    day.cancelled_at, day.reason = timezone.now(), reason.strip()
    day.save(update_fields=["cancelled_at", "reason"])
    waiting = list(day.bookings.filter(state__in=[State.BOOKED, State.QUEUED]))
    day.bookings.filter(pk__in=[one.pk for one in waiting]).update(state=State.CANCELLED)
    for one in waiting:
        _tell(one, "receptions.cancelled", f"receptions.cancelled {day.pk}", reason=day.reason)
    log(day, after={"cancelled": day.reason, "bookings": len(waiting)})


@action("receptions.book")
def book(
    actor: Actor,
    day: ReceptionDay,
    organization: Organization,
    *,
    about: str,
    contact: str,
    phone: str = "",
    number: int | None = None,
) -> Booking:
    """Books slot ``number``, or the first that is free; where none is, the organization stands in
    the queue. An enterprise books for its own, an officer for whoever calls or stands at the door.
    Raises RefusedError where the slot is taken, the organization has one, the day is over or called
    off, or the organization belongs to another county."""
    require(actor, Role.ENTERPRISE, Role.COUNTY, Role.CITY)
    if not Organization.objects.visible_to(actor.account).filter(pk=organization.pk).exists():
        raise PermissionDenied
    day = _seen(actor, day)
    if day.cancelled_at is not None or day.date < timezone.localdate():
        raise RefusedError(_("This day is over or was called off."))
    if day.county and organization.county != day.county:
        raise RefusedError(_("The county receives its own enterprises; the city receives all."))
    if not about.strip():
        raise RefusedError(
            _("Say what it is about, so that somebody who knows it is there."), "about"
        )
    if day.bookings.filter(organization=organization, state__in=_STANDING).exists():
        raise RefusedError(_("This organization has a slot on this day already."))
    free = free_numbers(day)
    if number is not None and number not in free:
        raise RefusedError(_("This slot has just been taken; choose another."), "number")
    chosen = number if number is not None else next(iter(free), None)
    made = Booking(
        day=day,
        number=chosen,
        organization=organization,
        about=about.strip(),
        contact=contact.strip(),
        phone=phone.strip(),
        state=State.QUEUED if chosen is None else State.BOOKED,
        booked_by=actor.account,
    )
    made.save()
    if actor.account is not None and actor.account.role != Role.ENTERPRISE:
        _tell(made, "receptions.booked", f"receptions.booked {made.pk}")
    log(made, after={"day": day.date, "number": chosen}, organization=organization.pk)
    return made


@action("receptions.cancel_booking")
def cancel_booking(actor: Actor, booking: Booking) -> None:
    """Gives a slot back; the first in the queue gets it and is told. RefusedError where it has been
    heard or cancelled."""
    require(actor, Role.ENTERPRISE, Role.COUNTY, Role.CITY)
    booking = _waiting(actor, booking)
    number = booking.number
    booking.state = State.CANCELLED
    booking.save(update_fields=["state"])
    log(booking, after={"state": booking.state}, organization=booking.organization_id)
    following = (
        booking.day.bookings.filter(state=State.QUEUED).order_by("id").first()
        if number is not None
        else None
    )
    if following is not None:
        following.number, following.state = number, State.BOOKED
        following.save(update_fields=["number", "state"])
        _tell(following, "receptions.moved_up", f"receptions.moved_up {following.pk}")
        log(following, after={"number": number}, organization=following.organization_id)


@action("receptions.answer")
def answer(actor: Actor, booking: Booking, words: str) -> None:
    """What was answered on the spot; nothing is left to be done."""
    booking = _heard(actor, booking)
    if not words.strip():
        raise RefusedError(_("Write down what was answered."), "answer")
    booking.answer, booking.state = words.strip(), State.ANSWERED
    _held(actor, booking)
    log(booking, after={"state": booking.state}, organization=booking.organization_id)


@action("receptions.record")
def record(
    actor: Actor, booking: Booking, *, title: str, category: str, gravity: str, text: str = ""
) -> Case:
    """Puts what was said into the ledger, once a booking. RefusedError without a title."""
    booking = _heard(actor, booking)
    if not title.strip():
        raise RefusedError(_("Give the problem a title."), "title")
    case = open_case(
        actor,
        Wanted(
            kind="problem",
            category=category,
            title=title,
            text=text.strip() or booking.about,
            organization=booking.organization,
            level="" if booking.day.county else Level.CITY,
            gravity=gravity,
            contact=booking.contact,
            phone=booking.phone,
        ),
        Case.Origin.RECEPTION,
        str(booking.pk),
    )
    booking.case, booking.state = case, State.RECORDED
    _held(actor, booking)
    log(
        booking,
        after={"state": booking.state, "reference": case.reference},
        organization=booking.organization_id,
    )
    return case


@action("receptions.miss")
def miss(actor: Actor, booking: Booking) -> None:
    """Nobody came."""
    booking = _heard(actor, booking)
    booking.state = State.MISSED
    _held(actor, booking)
    log(booking, after={"state": booking.state}, organization=booking.organization_id)


@action("receptions.remind")
def remind(actor: Actor, day: ReceptionDay) -> None:
    """The working day before: tells everybody who booked when and where, and the county's officers
    how many come. Only the daily duty does this; twice does the same as once."""
    require(actor)
    coming = list(day.bookings.filter(state=State.BOOKED))
    for one in coming:
        _tell(one, "receptions.tomorrow", f"receptions.tomorrow {one.pk}")
    tell(
        _officers(day),
        "receptions.hosts_tomorrow",
        key=f"receptions.hosts_tomorrow {day.pk}",
        context={"day": day.date.isoformat(), "place": day.place, "count": len(coming)},
        link=day.get_absolute_url(),
    )
    log(day, after={"reminded": len(coming)})


def free_numbers(day: ReceptionDay) -> list[int]:
    """The slots that nobody has."""
    taken = set(day.bookings.filter(state__in=_STANDING).values_list("number", flat=True))
    return [number for number in range(1, day.slots + 1) if number not in taken]


def is_held_by(account: Account | None, day: ReceptionDay) -> bool:
    """Whether the account is among those who hold the day: the county's officers, the city's."""
    if account is None or not account.is_active:
        return False
    if account.role == Role.CITY:
        return True
    return account.role == Role.COUNTY and bool(day.county) and account.county == day.county


def _seen(actor: Actor, day: ReceptionDay) -> ReceptionDay:
    """The day, held: of two who want its last slot one waits for the other."""
    seen = ReceptionDay.objects.visible_to(actor.account).filter(pk=day.pk)
    found: ReceptionDay | None = seen.select_for_update().first()
    if found is None:
        raise PermissionDenied
    return found


def _own(actor: Actor, day: ReceptionDay) -> ReceptionDay:
    require(actor, Role.COUNTY, Role.CITY)
    day = _seen(actor, day)
    if not is_held_by(actor.account, day):
        raise PermissionDenied
    if day.cancelled_at is not None:
        raise RefusedError(_("This day was called off."))
    return day


def _waiting(actor: Actor, booking: Booking) -> Booking:
    _seen(actor, booking.day)
    seen = Booking.objects.visible_to(actor.account).select_related("day", "organization")
    found: Booking | None = seen.filter(pk=booking.pk).first()
    if found is None:
        raise PermissionDenied
    if not found.waits:
        state = found.get_state_display()
        raise RefusedError(_("This booking is %(state)s already.") % {"state": state})
    return found


def _heard(actor: Actor, booking: Booking) -> Booking:
    """A booking that waits, of a day that the actor holds and that has come."""
    day = _own(actor, booking.day)
    if day.date > timezone.localdate():
        raise RefusedError(_("This day is still to come."))
    booking = _waiting(actor, booking)
    if booking.number is None:
        booking.number = next(iter(free_numbers(day)), None)
        if booking.number is None:
            # Who waited in the queue and was heard after all others.
            day.slots += 1
            day.save(update_fields=["slots"])
            booking.number = day.slots
    return booking


def _held(actor: Actor, booking: Booking) -> None:
    booking.heard_by, booking.heard_at = actor.account, timezone.now()
    booking.save(update_fields=["number", "state", "answer", "case", "heard_by", "heard_at"])


def _officers(day: ReceptionDay) -> Iterable[Account]:
    open_accounts = Account.objects.filter(is_active=True)
    if day.county:
        return open_accounts.filter(role=Role.COUNTY, unit__county=day.county)
    return open_accounts.filter(role=Role.CITY)


def _tell(booking: Booking, kind: str, key: str, **more: Any) -> None:
    day = booking.day
    place = {
        language: word_label("county", day.county, language) if day.county else city
        for language, city in (("zh", "市级"), ("en", "the city"))
    }
    context = {
        "host": place,
        "day": day.date.isoformat(),
        "time": booking.time.strftime("%H:%M") if booking.time else "",
        "place": day.place,
        **more,
    }
    tell(
        representatives([booking.organization_id])[booking.organization_id],
        kind,
        key=key,
        context=context,
        link=day.get_absolute_url(),
        organization=booking.organization_id,
    )

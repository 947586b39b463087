"""Reception days as a standing practice (P3.1): so many a month, or the county is asked for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from banyan.desk.audit import Actor, action, log
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.receptions.models import Booking, ReceptionDay

ANNOUNCE = "receptions.announce"


def county_unit(county: str) -> Unit | None:
    """The county's own unit, of which the announcement is asked."""
    return Unit.objects.filter(county=county).order_by("pk").first() if county else None


def lacking(day: date) -> list[Unit]:
    """The units of the counties that have not announced enough days in the month of ``day``, and
    have not been asked to."""
    wanted = adopted_count("reception.days_a_month")
    this_month = ReceptionDay.objects.filter(
        date__year=day.year, date__month=day.month, cancelled_at__isnull=True
    )
    announced = dict(this_month.order_by().values_list("county").annotate(Count("pk")))
    asked = set(
        Obligation.objects.filter(kind=ANNOUNCE, state__in=["open", "paused"]).values_list(
            "key", flat=True
        )
    )
    units = (county_unit(code) for code in counties() if announced.get(code, 0) < wanted)
    return [unit for unit in units if unit is not None and str(unit.pk) not in asked]


@action("receptions.ask")
def ask(actor: Actor, day: date) -> None:
    """Asks the counties that have not announced enough days in the month of ``day`` to do so."""
    require(actor)
    units = lacking(day)
    for unit in units:
        open_obligation(
            ANNOUNCE,
            unit,
            Holder(role=Role.COUNTY, county=unit.county),
            working_days=adopted_count("reception.announce_days"),
            link=reverse("receptions:announce"),
            words={"month": f"{day:%Y-%m}"},
        )
    log("receptions", after={"month": f"{day:%Y-%m}", "asked": [one.code for one in units]})


def on_day(actor: Actor, day: date) -> None:
    """The daily duty: counties without a day this month are asked, those who come on the next
    working day are reminded. Twice a day does the same as once."""
    from banyan.desk.receptions.actions import remind

    if lacking(day):
        ask(actor, day)
    following = working_days_after(day, 1)
    days = ReceptionDay.objects.filter(date__gt=day, date__lte=following, cancelled_at__isnull=True)
    for one in days:
        remind(actor, one)


@dataclass(frozen=True)
class MonthOfCounty:
    """What a county did in a month."""

    month: date
    days: int
    heard: int
    recorded: int


def coverage(account: Account | None, months: Iterable[date]) -> dict[str, list[MonthOfCounty]]:
    """By county (empty: the city): its reception days of each month (named by its first day), the
    enterprises heard, and the problems that went to the ledger, of what the account sees."""
    months = list(months)
    last = (months[-1] + timedelta(days=31)).replace(day=1)
    seen = ReceptionDay.objects.visible_to(account).filter(
        date__gte=months[0], date__lt=last, cancelled_at__isnull=True
    )
    heard = Q(bookings__state__in=[Booking.State.ANSWERED, Booking.State.RECORDED])
    rows = seen.annotate(
        heard=Count("bookings", filter=heard),
        recorded=Count("bookings", filter=Q(bookings__state=Booking.State.RECORDED)),
    ).values_list("county", "date", "heard", "recorded")
    sums: dict[tuple[str, date], list[int]] = {}
    for county, day, count, recorded in rows:
        one = sums.setdefault((county, day.replace(day=1)), [0, 0, 0])
        one[0] += 1
        one[1] += count
        one[2] += recorded
    shown = [account.county] if account is not None and account.county else ["", *counties()]
    return {
        county: [MonthOfCounty(month, *sums.get((county, month), [0, 0, 0])) for month in months]
        for county in shown
    }

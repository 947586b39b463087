"""What happens in supervision by itself when a day begins."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.people.actions.units import counties
from banyan.desk.supervision.actions.reconciliations import open_reconciliation
from banyan.desk.supervision.models import Reconciliation
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.reconciling import candidates
from banyan.desk.supervision.tasks import make_now


def reconcile_last_month(actor: Actor, day: date) -> None:
    """From the first working day of a month on, every county that had cases reconciles the month
    before; and what was begun and not made is made."""
    first = day.replace(day=1)
    if read_calendar(first, day).working_days_between(first - timedelta(days=1), day) > 0:
        period = Period.month_of(first - timedelta(days=1))
        for county in counties():
            _open(actor, county, period)
    for one in Reconciliation.objects.filter(state=Reconciliation.State.MAKING).order_by("pk"):
        make_now(one)


def _open(actor: Actor, county: str, period: Period) -> None:
    if Reconciliation.objects.filter(county=county, month=period.first).exists():
        return
    if next(candidates(county, period), None) is None:
        return
    with suppress(RefusedError):  # a city officer has just opened it
        open_reconciliation(actor, county, period.first)

"""What happens to cases by itself when a day begins."""

from __future__ import annotations

from datetime import date, timedelta

from banyan.desk.audit import Actor
from banyan.desk.cases.actions import agreeing, dispatching
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.holding import AGREE
from banyan.desk.cases.models import Case
from banyan.desk.cases.states import Level, State
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.obligations.models import Obligation
from banyan.desk.policy_pack import adopted_count

_WITH_OFFICIALS = (State.RECORDED, State.DISPATCHED, State.DISPUTED, State.UNDER_WAY)


def escalate_overdue_cases(actor: Actor, day: date) -> None:
    """Takes what a county has left overdue for too many working days to the city's ledger."""
    late = Case.objects.filter(
        level=Level.COUNTY, state__in=_WITH_OFFICIALS, due_on__lte=_overdue_since(day)
    )
    for case in late.order_by("due_on", "id").iterator():
        try:
            dispatching.escalate_by_rule(actor, case)
        except MovedError:
            continue  # somebody has just moved it: it is looked at again tomorrow


def take_up_silence(actor: Actor, day: date) -> None:
    """Where an enterprise has not said whether its case is solved, who keeps the ledger must."""
    silent = Obligation.objects.open().filter(kind=AGREE, due_on__lt=day)
    numbers = [int(key) for key in silent.values_list("key", flat=True)]
    for case in Case.objects.filter(pk__in=numbers, state=State.ANSWERED).order_by("pk"):
        try:
            agreeing.take_up_silence(actor, case)
        except MovedError:
            continue


def _overdue_since(day: date) -> date:
    """The last day such that what was due on it is overdue for more than the pack's days."""
    days = adopted_count("case.escalate_overdue_days")
    found = day - timedelta(days=days + 1)
    calendar = read_calendar(day - timedelta(days=400), day)
    while calendar.working_days_between(found, day) <= days:
        found -= timedelta(days=1)
    return found

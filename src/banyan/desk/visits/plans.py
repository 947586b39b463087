"""The plan of visits: how often an enterprise is due, which visits are planned, and the obligations
of those whose time has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.policy_pack import adopted_count
from banyan.desk.visits.models import Assignment, Planned
from banyan.desk.visits.scope import OfOfficerQuerySet

HOLD = "visits.hold"
"""The obligation of an officer to make a planned visit."""

TIMES = {
    Assignment.Kind.VISIT: "visit.times_a_year",
    Assignment.Kind.SERVICE: "visit.srdi_times_a_year",
}
"""The figure of the pack that says how often a year an enterprise is visited, by the kind of its
officer."""


def times_a_year(kind: str) -> int:
    return adopted_count(TIMES[Assignment.Kind(kind)])


def due_in_year(kind: str, since: date, year: int) -> int:
    """How often an enterprise is visited in the year: in that in which its officer was named, in
    proportion to the months that are left, and once at least."""
    first = since.month if since.year == year else 1
    return max(1, -(-times_a_year(kind) * (13 - first) // 12))


def plans_of(officer: int, codes: Iterable[str]) -> OfOfficerQuerySet:
    """What the officer has planned and not done at these organizations."""
    found: OfOfficerQuerySet = Planned.objects.filter(
        officer=officer, organization__in=list(codes), state=Planned.State.PLANNED
    )
    return found


def is_due(planned: Planned) -> bool:
    """Whether its month has come."""
    return planned.month <= timezone.localdate()


def await_visit(planned: Planned) -> None:
    """Opens the obligation of a planned visit whose month has come, due on its last day; of one
    whose time is over, today. Within a running action."""
    today = timezone.localdate()
    last = max(planned.last_day, today)
    days = read_calendar(today, last).working_days_between(today, last)
    open_obligation(
        HOLD,
        planned,
        Holder(account=planned.officer),
        working_days=days,
        link=reverse("visits:phone") + f"?organization={planned.organization_id}",
        words={"organization": planned.organization.name, "month": f"{planned.month:%Y-%m}"},
        organization=planned.organization_id,
    )


def drop_plans(actor: Actor, planned: OfOfficerQuerySet, reason: str) -> int:
    """Takes them out of the plan, with their obligations; within a running action."""
    rows = list(planned)
    for one in rows:
        close_obligations(actor, one, HOLD, dropped=True)
    Planned.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=Planned.State.DROPPED, reason=reason[:500]
    )
    return len(rows)


def spread(times: int, months: list[date], taken: set[date], first: int) -> list[date]:
    """``times`` of the months, evenly apart, without those that are taken. ``first`` shifts the
    beginning, so that not every enterprise is due in the same month."""
    free = [month for month in months if month not in taken]
    if times <= 0 or not free:
        return []
    times = min(times, len(free))
    step = len(free) / times
    shift = first % max(1, int(step))
    return sorted({free[min(len(free) - 1, int(place * step) + shift)] for place in range(times)})


def months_left(day: date) -> list[date]:
    """The first days of the months of the year from ``day`` on, its own among them."""
    return [date(day.year, month, 1) for month in range(day.month, 13)]


def due_without_obligation(day: date) -> OfOfficerQuerySet:
    """What is planned for months that have begun (or a day that has come): the caller leaves out
    what has its obligation."""
    found: OfOfficerQuerySet = Planned.objects.filter(
        Q(month__lte=day), state=Planned.State.PLANNED
    ).select_related("organization", "officer")
    return found

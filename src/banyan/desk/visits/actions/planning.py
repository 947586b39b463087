"""An officer plans visits, moves them, and takes them out of the plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.visits.models import Planned, Visit
from banyan.desk.visits.plans import (
    HOLD,
    await_visit,
    drop_plans,
    due_in_year,
    is_due,
    months_left,
    plans_of,
    spread,
)
from banyan.desk.visits.responsible import open_assignments
from banyan.desk.visits.scope import OFFICERS

State = Planned.State


@action("visits.plan")
def plan(
    actor: Actor, codes: Collection[str], month: date, day: date | None = None
) -> list[Planned]:
    """Plans a visit in ``month`` to each of the officer's own enterprises among ``codes``; one that
    is planned then stands. Raises RefusedError for a month that is over, a day outside of it, and
    where nothing is left to be planned."""
    officer = _officer(actor)
    month = month.replace(day=1)
    _check(month, day)
    own = set(
        open_assignments()
        .filter(officer=officer, organization__in=list(codes))
        .values_list("organization_id", flat=True)
    )
    there = plans_of(officer.pk, own).filter(month=month).values_list("organization_id", flat=True)
    wanted = sorted(own - set(there))
    if not wanted:
        raise RefusedError(_("Choose enterprises of yours that are not planned in this month."))
    made = _make(actor, officer, [(code, month, day) for code in wanted])
    log("visits.plan", after={"month": f"{month:%Y-%m}", "rows": len(made)})
    return made


@action("visits.plan_year")
def plan_year(actor: Actor) -> list[Planned]:
    """Plans what is left of the year: each enterprise of the officer as often as it is due,
    counting the visits made and planned, spread over the months that are left. Raises
    RefusedError where nothing is left to be planned."""
    officer = _officer(actor)
    today = timezone.localdate()
    times: dict[str, int] = {}
    held = open_assignments().filter(officer=officer)
    for code, kind, since in held.values_list("organization", "kind", "since"):
        times[code] = max(times.get(code, 0), due_in_year(kind, since, today.year))
    made = Visit.objects.filter(
        officer=officer, organization__in=list(times), held_on__year=today.year
    ).values_list("organization_id", flat=True)
    for code in made:
        times[code] -= 1
    taken: dict[str, set[date]] = {}
    planned = plans_of(officer.pk, times).filter(month__year=today.year)
    for code, month in planned.values_list("organization_id", "month"):
        times[code] -= 1
        taken.setdefault(code, set()).add(month)
    wanted: list[tuple[str, date, date | None]] = [
        (code, month, None)
        for place, code in enumerate(sorted(times))
        for month in spread(times[code], months_left(today), taken.get(code, set()), place)
    ]
    if not wanted:
        raise RefusedError(_("Every enterprise of yours is planned as often as it is due."))
    rows = _make(actor, officer, wanted)
    log("visits.plan", after={"year": today.year, "rows": len(rows)})
    return rows


@action("visits.move")
def move(actor: Actor, read: Planned, month: date, day: date | None, reason: str) -> Planned:
    """Moves a planned visit. RefusedError without a reason, for a time that is over, and where the
    month has one already."""
    planned = _own(actor, read)
    month = month.replace(day=1)
    _check(month, day)
    if not reason.strip():
        raise RefusedError(_("Say why it is moved."), "reason")
    before = {"month": f"{planned.month:%Y-%m}", "day": planned.day}
    if (planned.month, planned.day) == (month, day):
        raise RefusedError(_("It is planned for then already."), "month")
    planned.month, planned.day, planned.reason = month, day, reason.strip()[:500]
    planned.moved += 1
    try:
        with transaction.atomic():
            planned.save(update_fields=["month", "day", "reason", "moved"])
    except IntegrityError:
        raise RefusedError(
            _("A visit to this enterprise is planned in that month already."), "month"
        ) from None
    close_obligations(actor, planned, HOLD, dropped=True)
    if is_due(planned):
        await_visit(planned)
    log(
        planned,
        before=before,
        after={"month": f"{month:%Y-%m}", "day": day, "reason": planned.reason},
        organization=planned.organization_id,
    )
    return planned


@action("visits.drop")
def drop(actor: Actor, read: Planned, reason: str) -> None:
    """Takes a planned visit out of the plan. RefusedError without a reason."""
    planned = _own(actor, read)
    if not reason.strip():
        raise RefusedError(_("Say why it is taken out."), "reason")
    drop_plans(actor, Planned.objects.filter(pk=planned.pk), reason.strip())
    log(
        planned,
        after={"state": State.DROPPED, "reason": reason.strip()[:500]},
        organization=planned.organization_id,
    )


def _officer(actor: Actor) -> Account:
    """Plans are made by people, for themselves."""
    require(actor, *OFFICERS)
    if not isinstance(actor.account, Account):
        raise PermissionDenied
    return actor.account


def _own(actor: Actor, read: Planned) -> Planned:
    officer = _officer(actor)
    held = Planned.objects.select_for_update(of=("self",)).select_related("organization", "officer")
    planned: Planned | None = held.filter(pk=read.pk, officer=officer).first()
    if planned is None:
        raise PermissionDenied
    if planned.state != State.PLANNED:
        state = planned.get_state_display()
        raise RefusedError(_("This visit is %(state)s already.") % {"state": state})
    return planned


def _check(month: date, day: date | None) -> None:
    today = timezone.localdate()
    if month < today.replace(day=1) or (day is not None and day < today):
        raise RefusedError(_("This time is over."), "month" if day is None else "day")
    if day is not None and day.replace(day=1) != month:
        raise RefusedError(_("The day is in another month."), "day")


def _make(
    actor: Actor, officer: Account, wanted: list[tuple[str, date, date | None]]
) -> list[Planned]:
    rows = [
        Planned(organization_id=code, officer=officer, month=month, day=day)
        for code, month, day in wanted
    ]
    try:
        with transaction.atomic():
            made: list[Planned] = Planned.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:
        raise RefusedError(_("The same has just been planned; look again.")) from None
    for one in Planned.objects.filter(pk__in=[row.pk for row in made]).select_related(
        "organization", "officer"
    ):
        if is_due(one):
            await_visit(one)
    return made

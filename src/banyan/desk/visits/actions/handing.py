"""When people change, their enterprises pass to others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.visits.actions.assigning import Ended, GivenAssignment, appoint, end
from banyan.desk.visits.duties import HAND_OVER
from banyan.desk.visits.models import Assignment, HandOver, Planned
from banyan.desk.visits.plans import HOLD, await_visit, is_due, plans_of
from banyan.desk.visits.responsible import (
    left_behind,
    may_be_responsible,
    named_by,
    open_assignments,
)
from banyan.desk.visits.scope import OFFICERS
from banyan.desk.visits.telling import tell_former, tell_of


@action("visits.hand_over")
def hand_over(
    actor: Actor, officer: Account, successor: Account, numbers: Collection[int] | None = None
) -> list[Assignment]:
    """Passes an officer's enterprises (all, or the assignments of these ``numbers``) to another,
    with what is planned at them. Both are told, and the enterprises; what was stays readable.
    Raises RefusedError where the successor may not be responsible for one of them, and where there
    is nothing to hand over."""
    _may(actor, successor)
    held = open_assignments().visible_to(actor.account).select_for_update(of=("self",))
    rows = held.filter(officer=officer).select_related("organization", "officer", "unit")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    found = list(rows.order_by("pk"))
    if not found:
        raise RefusedError(_("Choose enterprises to hand over."))
    if successor.pk == officer.pk:
        raise RefusedError(_("Choose another officer."), "officer")
    for one in found:
        if not may_be_responsible(successor, one.organization.county):
            raise RefusedError(
                _("%(officer)s cannot be responsible for %(organization)s.")
                % {"officer": successor, "organization": one.organization.name},
                "officer",
            )
    _pass_plans(actor, officer, successor, [one.organization_id for one in found])
    for one in found:
        end(actor, one, Ended.HANDED_OVER, str(successor))
    made = appoint(actor, [GivenAssignment(one.organization, successor, one.kind) for one in found])
    _close_where_done(actor, officer)
    log(
        "visits.assignments",
        before={"officer": officer.username},
        after={"officer": successor.username, "rows": len(made)},
    )
    tell_former(found, successor.name)
    tell_of(made)
    return made


@action("visits.report_leave")
def report_leave(actor: Actor, officer: Account, until: date | None = None) -> HandOver:
    """An officer is on long leave: the unit must hand the enterprises over. The officer says it, or
    who may name another. Raises RefusedError where there is nothing to hand over, or it is said
    already."""
    if actor.account != officer:
        _may(actor, officer)
    rows = open_assignments().filter(officer=officer)
    unit = rows.order_by("-pk").values_list("unit", flat=True).first()
    if unit is None:
        raise RefusedError(_("This officer has no enterprises to hand over."))
    if until is not None and until <= timezone.localdate():
        raise RefusedError(_("This time is over."), "until")
    made = _open(officer, Unit.objects.get(pk=unit), HandOver.Why.LEAVE, actor, until)
    if made is None:
        raise RefusedError(_("It is being handed over already."))
    log(made, after={"officer": officer.username, "why": made.why, "until": until})
    return made


@action("visits.end_leave")
def end_leave(actor: Actor, hand_over: HandOver) -> None:
    """The officer is back before everything was handed over; the rest stays."""
    if actor.account != hand_over.officer:
        _may(actor, hand_over.officer)
    held: HandOver | None = (
        HandOver.objects.select_for_update(of=("self",))
        .filter(pk=hand_over.pk, why=HandOver.Why.LEAVE, done_at=None)
        .first()
    )
    if held is None:
        raise RefusedError(_("This has ended already."))
    _done(actor, held, dropped=True)
    log(held, after={"done_at": held.done_at})


@action("visits.find_hand_overs")
def find_hand_overs(actor: Actor, day: date) -> int:
    """Opens what the daily duty finds: officers whose account is closed or who work elsewhere; ends
    what has become needless. How many were opened or ended."""
    require(actor)
    wanted = {(officer, unit): why for officer, unit, why in left_behind()}
    units, people = Unit.objects.in_bulk(), Account.objects
    opened = 0
    waiting = HandOver.objects.filter(done_at=None)
    there = {(one.officer_id, one.unit_id): one for one in waiting.select_related("officer")}
    for (officer, unit), why in sorted(wanted.items()):
        if (officer, unit) not in there:
            made = _open(people.get(pk=officer), units[unit], why, actor, None)
            opened += made is not None
    ended = 0
    for place, one in there.items():
        over = one.why == HandOver.Why.LEAVE and one.until is not None and one.until < day
        needless = one.why != HandOver.Why.LEAVE and place not in wanted
        if over or needless:
            _done(actor, one, dropped=True)
            ended += 1
    log("visits.hand_overs", after={"opened": opened, "ended": ended})
    return opened + ended


def hand_overs_to_find(day: date) -> bool:
    """Whether the daily duty has anything to open or to end."""
    wanted = {(officer, unit) for officer, unit, _why in left_behind()}
    there = HandOver.objects.filter(done_at=None).values_list("officer", "unit", "why", "until")
    known = {(officer, unit) for officer, unit, _why, _until in there}
    if wanted - known:
        return True
    return any(
        (why == HandOver.Why.LEAVE and until is not None and until < day)
        or (why != HandOver.Why.LEAVE and (officer, unit) not in wanted)
        for officer, unit, why, until in there
    )


def _open(
    officer: Account, unit: Unit, why: str, actor: Actor, until: date | None
) -> HandOver | None:
    """Opens it with the unit's obligation; ``None`` where it is open."""
    try:
        with transaction.atomic():
            made: HandOver = HandOver.objects.create(
                officer=officer, unit=unit, why=why, until=until, opened_by=actor.account
            )
    except IntegrityError:
        return None
    open_obligation(
        HAND_OVER,
        made,
        Holder(unit=unit),
        working_days=adopted_count("visit.hand_over_days"),
        link=reverse("visits:officer", args=[officer.pk]),
        words={"officer": officer.name},
    )
    return made


def _close_where_done(actor: Actor, officer: Account) -> None:
    """Ends what waits for the officer's enterprises to pass, unit by unit."""
    for one in HandOver.objects.filter(officer=officer, done_at=None):
        if not open_assignments().filter(officer=officer, unit=one.unit_id).exists():
            _done(actor, one)


def _done(actor: Actor, one: HandOver, *, dropped: bool = False) -> None:
    one.done_at = timezone.now()
    one.save(update_fields=["done_at"])
    close_obligations(actor, one, HAND_OVER, dropped=dropped)


def _pass_plans(actor: Actor, officer: Account, successor: Account, codes: list[str]) -> None:
    """The successor makes the visits that were planned, but where one is planned already."""
    theirs = set(plans_of(successor.pk, codes).values_list("organization_id", "month"))
    for one in plans_of(officer.pk, codes).select_related("organization"):
        if (one.organization_id, one.month) in theirs:
            continue
        close_obligations(actor, one, HOLD, dropped=True)
        Planned.objects.filter(pk=one.pk).update(officer=successor)
        one.officer = successor
        if is_due(one):
            await_visit(one)


def _may(actor: Actor, officer: Account) -> None:
    """Raises PermissionDenied for who names no officers, RefusedError for an officer whom the actor
    may not name. A department hands over among its own people."""
    require(actor, *OFFICERS)
    account = actor.account
    if account is None or account.role == Role.CITY:
        return
    if account.role == Role.DEPARTMENT:
        if officer.unit_id != account.unit_id:
            raise PermissionDenied
        return
    if not named_by(account).filter(pk=officer.pk).exists():
        raise RefusedError(_("A county names its own officers; the city names others."), "officer")

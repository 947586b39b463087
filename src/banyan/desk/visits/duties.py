"""What happens by itself when a day begins: service officers that are lacking are asked for, what
must be handed over is found, visits whose month has come are awaited."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from banyan.desk.audit import Actor, action, log
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.visits.models import Planned
from banyan.desk.visits.plans import HOLD, await_visit, due_without_obligation
from banyan.desk.visits.responsible import counties_lacking, unit_of

APPOINT = "visits.appoint"
"""The obligation of a county to name service officers for its SRDI enterprises."""
HAND_OVER = "visits.hand_over"
"""The obligation of a unit to hand an officer's enterprises over."""

AT_ONCE = 200
"""Planned visits that are awaited in one transaction."""

_WAITING = (Obligation.State.OPEN, Obligation.State.PAUSED)


def on_day(actor: Actor, day: date) -> None:
    """The duty of the day. Twice a day does the same as once; what a stopped worker left is done
    the next time."""
    from banyan.desk.visits.actions.handing import find_hand_overs, hand_overs_to_find

    if any(_to_ask(day)):
        ask_to_appoint(actor, day)
    if hand_overs_to_find(day):
        find_hand_overs(actor, day)
    while _not_awaited(day):
        await_planned_visits(actor, day)


@action("visits.ask_to_appoint")
def ask_to_appoint(actor: Actor, day: date) -> None:
    """Asks each county that has SRDI enterprises without a service officer to name them, once as
    long as any is lacking; no longer where none is."""
    require(actor)
    asked, needless = _to_ask(day)
    lacking = counties_lacking(day)
    for unit in asked:
        open_obligation(
            APPOINT,
            unit,
            Holder(role=Role.COUNTY, county=unit.county) if unit.county else Holder(role=Role.CITY),
            working_days=adopted_count("visit.appoint_days"),
            link=reverse("visits:without") + "?kind=service",
            words={"count": lacking[unit.county]},
        )
    for unit in needless:
        close_obligations(actor, unit, APPOINT, dropped=True)
    log(
        "visits.assignments",
        after={
            "asked": [unit.code for unit in asked],
            "needless": [unit.code for unit in needless],
        },
    )


@action("visits.await")
def await_planned_visits(actor: Actor, day: date) -> None:
    """Opens the obligations of planned visits whose month has come, some at a time."""
    require(actor)
    found = _not_awaited(day)
    for one in found:
        await_visit(one)
    log("visits.plan", after={"rows": len(found)})


def _to_ask(day: date) -> tuple[list[Unit], list[Unit]]:
    """The units that lack officers and have not been asked, and those asked that lack none."""
    lacking = counties_lacking(day)
    waiting = Obligation.objects.filter(kind=APPOINT, state__in=_WAITING)
    asked = {int(key) for key in waiting.values_list("key", flat=True)}
    units = {unit.pk: unit for unit in map(unit_of, lacking) if unit is not None}
    needless = Unit.objects.filter(pk__in=asked - set(units)).order_by("pk")
    return [unit for pk, unit in sorted(units.items()) if pk not in asked], list(needless)


def _not_awaited(day: date) -> list[Planned]:
    """The first of those whose month has come and that have no obligation."""
    waiting = Obligation.objects.filter(
        kind=HOLD, subject=Planned._meta.label_lower, state__in=_WAITING
    )
    held = {int(key) for key in waiting.values_list("key", flat=True)}
    due = due_without_obligation(day).order_by("month", "pk")
    found: list[Planned] = []
    for one in due.iterator(chunk_size=AT_ONCE):
        if one.pk not in held:
            found.append(one)
        if len(found) == AT_ONCE:
            break
    return found

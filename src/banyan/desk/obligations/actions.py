"""What people do with obligations and the calendar, and what the desk does by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.obligations import kinds, reminding
from banyan.desk.obligations.calendar import OFFICIAL, is_officially_working
from banyan.desk.obligations.models import Day, Obligation, Year
from banyan.desk.obligations.opening import pause_obligation, resume_obligation
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role

MAY_PAUSE = (Role.COUNTY, Role.CITY, Role.FINANCE, Role.DEPARTMENT)
"""Who may stop the clock of what they hold; city officers of everything."""


@action("obligations.pause")
def pause(actor: Actor, obligation: Obligation, reason: str) -> None:
    """Raises ValidationError where there is no reason, or it is not open."""
    _may_pause(actor, obligation)
    held = pause_obligation(obligation, reason)
    log(
        held,
        before={"state": Obligation.State.OPEN},
        after={"state": held.state, "due_on": held.due_on, "reason": held.reason},
        organization=held.organization,
    )


@action("obligations.resume")
def resume(actor: Actor, obligation: Obligation) -> None:
    """The working days that were left are given back. Raises ValidationError where it is not
    paused."""
    _may_pause(actor, obligation)
    before = {"state": Obligation.State.PAUSED, "due_on": obligation.due_on}
    held = resume_obligation(obligation)
    log(
        held,
        before=before,
        after={"state": held.state, "due_on": held.due_on},
        organization=held.organization,
    )


def may_pause(account: Any) -> bool:
    """Whether the account may stop the clock of anything that it holds."""
    return account is not None and account.role in MAY_PAUSE


def _may_pause(actor: Actor, obligation: Obligation) -> None:
    require(actor, *MAY_PAUSE)
    if not kinds.pauses(obligation.kind):
        raise PermissionDenied
    account = actor.account
    if account is None or account.role == Role.CITY:
        return
    if not Obligation.objects.held_by(account).filter(pk=obligation.pk).exists():
        raise PermissionDenied


@action("obligations.remind")
def remind(actor: Actor, day: date) -> None:
    """Tells the holders of what has become yellow or red. Only the desk itself may."""
    require(actor)
    log("day", after={"day": day, **reminding.remind(day)})


@action("obligations.escalate")
def escalate(actor: Actor, day: date) -> None:
    """Gives what is overdue on ``day`` to those who come next too. Only the desk itself may."""
    require(actor)
    log("day", after={"day": day, "obligations": reminding.escalate(day)})


@action("obligations.set_day")
def set_day(actor: Actor, day: date, *, working: bool, name: str = "") -> None:
    """Says whether ``day`` is worked, whatever the official calendar says; deadlines that are set
    already stay. Raises ValidationError where that changes nothing."""
    require(actor, Role.ADMINISTRATOR)
    known = Day.objects.select_for_update().filter(pk=day).first()
    before = {"working": known.working, "name": known.name} if known else None
    after = {"working": working, "name": name.strip()}
    if before == after or (known is None and is_officially_working(day) == working):
        raise ValidationError(_("The calendar says that already."))
    Day.objects.update_or_create(pk=day, defaults=after)
    log(
        Day(pk=day),
        before={"day": day, **(before or {"working": is_officially_working(day)})},
        after={"day": day, **after},
    )


@action("obligations.reset_day")
def reset_day(actor: Actor, day: date) -> None:
    """Lets the official calendar, or the week, decide of ``day`` again. Raises ValidationError
    where it does."""
    require(actor, Role.ADMINISTRATOR)
    known = Day.objects.select_for_update().filter(pk=day).first()
    if known is None:
        raise ValidationError(_("The calendar says that already."))
    known.delete()
    log(
        Day(pk=day),
        before={"day": day, "working": known.working, "name": known.name},
        after={"day": day, "working": is_officially_working(day)},
    )


@action("obligations.complete_year")
def complete_year(actor: Actor, year: int) -> None:
    """Says that the calendar of a year, which the desk does not know officially, is complete as
    it stands. Raises ValidationError where it is known or completed."""
    require(actor, Role.ADMINISTRATOR)
    if year in OFFICIAL:
        raise ValidationError(_("The official calendar of this year is known."))
    made, new = Year.objects.get_or_create(year=year)
    if not new:
        raise ValidationError(_("The calendar of this year is complete already."))
    log(made, after={"year": year})

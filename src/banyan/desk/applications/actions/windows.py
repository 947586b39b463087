"""The city opens and closes the time in which applications are taken."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from banyan.desk.applications.errors import RefusedError
from banyan.desk.applications.models import Window
from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force


@action("applications.set_window")
def set_window(actor: Actor, measure: str, year: int, opens_on: date, closes_on: date) -> Window:
    """Sets the days on which applications for a measure and a year are taken; what stood before is
    replaced."""
    require(actor, Role.CITY)
    pack = pack_in_force()
    if measure not in pack.measures or pack.measure(measure).without_application:
        raise RefusedError(_("This measure takes no applications."))
    if year not in pack.years:
        raise RefusedError(_("The policy is not in force in %(year)s.") % {"year": year})
    if closes_on < opens_on:
        raise RefusedError(_("The last day must not be before the first."))
    before = Window.objects.filter(measure=measure, year=year).first()
    window, _made = Window.objects.update_or_create(
        measure=measure,
        year=year,
        defaults={"opens_on": opens_on, "closes_on": closes_on, "set_by": actor.account},
    )
    log(
        window,
        before=None if before is None else _said(before),
        after={"measure": measure, "year": year} | _said(window),
    )
    return window


def _said(window: Window) -> dict[str, str]:
    return {"opens_on": str(window.opens_on), "closes_on": str(window.closes_on)}

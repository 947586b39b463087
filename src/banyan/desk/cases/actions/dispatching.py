"""Whose case it is: dispatched, accepted or sent back, decided, given to another, taken to the
city."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action
from banyan.desk.cases.actions.helping import ask
from banyan.desk.cases.actions.moving import allow, move
from banyan.desk.cases.models import Case
from banyan.desk.cases.states import By, Gravity, Level
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role


@action("cases.dispatch")
def dispatch(
    actor: Actor,
    read: Case,
    lead: Unit | None,
    *,
    helping: Collection[Unit] = (),
    gravity: str = "",
    note: str = "",
) -> Case:
    """Gives the case to one lead unit, and asks others to help. Raises RefusedError for a unit that
    the ledger may not give cases to, or where nobody works."""
    allow(actor, read, By.LEDGER)
    lead = _fit(read, lead)
    values: dict[str, Any] = {"lead": lead, "dispatched_at": timezone.now(), "accepted_at": None}
    if gravity:
        if gravity not in Gravity.values:
            raise RefusedError(_("Choose how grave it is."), "gravity")
        values["gravity"] = gravity
    case = move(actor, "dispatch", read, note, **values)
    for unit in helping:
        if unit != lead:
            ask(actor, case, unit, note)
    return case


@action("cases.accept")
def accept(actor: Actor, read: Case, note: str = "") -> Case:
    """The lead unit takes it on; its clock starts."""
    return move(actor, "accept", read, note, accepted_at=timezone.now())


@action("cases.refuse")
def refuse(actor: Actor, read: Case, reason: str) -> Case:
    """The lead unit says why it is not its case; who keeps the ledger decides."""
    return move(actor, "refuse", read, reason)


@action("cases.uphold")
def uphold(actor: Actor, read: Case, reason: str) -> Case:
    """It is the unit's case all the same; its clock starts."""
    return move(actor, "uphold", read, reason, accepted_at=timezone.now())


@action("cases.transfer")
def transfer(actor: Actor, read: Case, lead: Unit | None, reason: str) -> Case:
    """Gives it to another unit, which accepts or refuses it anew."""
    allow(actor, read, By.LEDGER)
    lead = _fit(read, lead)
    if lead.pk == read.lead_id:
        raise RefusedError(_("It is this unit's already."), "lead")
    now = timezone.now()
    return move(actor, "transfer", read, reason, lead=lead, dispatched_at=now, accepted_at=None)


@action("cases.escalate")
def escalate(actor: Actor, read: Case, reason: str) -> Case:
    """Takes it from the county's ledger to the city's, where it is dispatched anew."""
    return _escalate(actor, read, reason)


@action("cases.escalate_by_rule")
def escalate_by_rule(actor: Actor, read: Case) -> Case:
    """The desk takes what has been overdue for too long to the city's ledger."""
    if actor.account is not None:
        raise PermissionDenied
    return _escalate(actor, read, _("Overdue for longer than the rule allows."))


def _escalate(actor: Actor, read: Case, reason: str) -> Case:
    if read.level == Level.CITY:
        raise RefusedError(_("It is in the city's ledger already."))
    return move(actor, "escalate", read, reason, level=Level.CITY, escalated_at=timezone.now())


def units_to_dispatch_to(case: Case) -> Any:
    """The units that the case can be given to, where somebody works who handles cases: from the
    city's ledger all, from a county's those of the county and, for a factor, the unit that
    provides it in the whole city (the power company has no counties)."""
    working = Account.objects.filter(is_active=True, role__in=HANDLING).values("unit")
    found = Unit.objects.filter(pk__in=working)
    if case.level == Level.CITY:
        return found
    own = Q(county=case.county)
    if case.kind == "factor":
        own |= Q(code=case.declared_category.unit)
    return found.filter(own)


HANDLING = (Role.COUNTY, Role.CITY, Role.DEPARTMENT, Role.FINANCE, Role.BANK)
"""The roles that handle cases for their units."""


def _fit(case: Case, lead: Unit | None) -> Unit:
    if lead is None:
        raise RefusedError(_("Choose the lead unit."), "lead")
    if not units_to_dispatch_to(case).filter(pk=lead.pk).exists():
        raise RefusedError(
            _(
                "%(unit)s cannot be given this case: a county's ledger gives cases to units of the "
                "county, and to none where nobody can sign in. Take it to the city's ledger."
            )
            % {"unit": lead.name},
            "lead",
        )
    return lead

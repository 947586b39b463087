"""An officer becomes responsible for enterprises, and is no longer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces
from banyan.desk.visits.duties import APPOINT
from banyan.desk.visits.models import NEVER, Assignment, Visit
from banyan.desk.visits.plans import drop_plans, plans_of
from banyan.desk.visits.responsible import (
    counties_lacking,
    is_srdi,
    may_be_responsible,
    open_assignments,
    unit_of,
    without,
)
from banyan.desk.visits.scope import KEEPERS
from banyan.desk.visits.telling import tell_of

Kind, Ended = Assignment.Kind, Assignment.Ended

MOST_AT_ONCE = 500
"""Enterprises that are given to an officer at once."""


@dataclass(frozen=True)
class GivenAssignment:
    """A row of a list: who is to be responsible for which organization."""

    organization: Any
    officer: Account
    kind: str


@action("visits.assign")
def assign(
    actor: Actor, organization: Organization, officer: Account, kind: str, note: str = ""
) -> Assignment:
    """Names the officer of an enterprise; whoever was it until now no longer is. Both, and the
    enterprise, are told. Raises RefusedError where the officer may not be, is it already, or the
    kind is for others."""
    _may(actor, organization, officer)
    if kind == Kind.SERVICE and not is_srdi(organization.pk, timezone.localdate()):
        raise RefusedError(
            _("Service officers are for recognized SRDI enterprises (and little giants)."), "kind"
        )
    held = open_assignments().select_for_update(of=("self",)).select_related("officer", "unit")
    present: Assignment | None = held.filter(organization=organization, kind=kind).first()
    if present is not None:
        if present.officer_id == officer.pk:
            raise RefusedError(_("This officer is responsible already."), "officer")
        end(actor, present, Ended.REPLACED, note)
    [made] = appoint(actor, [GivenAssignment(organization, officer, kind)])
    log(
        made,
        before={"officer": present.officer.username} if present is not None else None,
        after={"officer": officer.username, "kind": kind},
        organization=organization.pk,
    )
    tell_of([made])
    _all_named(actor, [made])
    return made


@action("visits.assign_many")
def assign_many(
    actor: Actor, codes: Collection[str], officer: Account, kind: str
) -> list[Assignment]:
    """Names the officer of those of the organizations that have none of the kind. Raises
    RefusedError where there is none among them, or too many, or the officer may not be it."""
    require(actor, *KEEPERS)
    if len(codes) > MOST_AT_ONCE:
        raise RefusedError(_("At most %(most)s enterprises at once.") % {"most": MOST_AT_ONCE})
    seen = Organization.objects.visible_to(actor.account).filter(pk__in=list(codes))
    lacking = list(without(seen, kind, timezone.localdate()).order_by("pk"))
    if not lacking:
        raise RefusedError(_("Choose enterprises that have no officer yet."))
    for one in lacking:
        _may(actor, one, officer)
    made = appoint(actor, [GivenAssignment(one, officer, kind) for one in lacking])
    log(
        "visits.assignments",
        after={"officer": officer.username, "kind": kind, "rows": len(made)},
    )
    tell_of(made)
    _all_named(actor, made)
    return made


@action("visits.import_assignments")
def import_assignments(actor: Actor, given: Sequence[GivenAssignment], name: str) -> dict[str, int]:
    """Writes a list, all of it or nothing; what stands already is left as it is. How many were
    new, passed to another officer, and the same. Raises RefusedError for a row that may not be."""
    require(actor, *KEEPERS)
    wanted = {(one.organization.pk, one.kind): one for one in given}
    present: dict[tuple[str, str], Assignment] = {}
    for piece in in_pieces(sorted({code for code, _kind in wanted})):
        held = open_assignments().select_for_update(of=("self",)).filter(organization__in=piece)
        for row in held.select_related("officer", "unit"):
            present[row.organization_id, row.kind] = row
    counts = {"new": 0, "changed": 0, "same": 0}
    fresh = []
    for place, one in wanted.items():
        _may(actor, one.organization, one.officer)
        row = present.get(place)
        if row is not None and row.officer_id == one.officer.pk:
            counts["same"] += 1
            continue
        if row is not None:
            end(actor, row, Ended.REPLACED, "")
        counts["new" if row is None else "changed"] += 1
        fresh.append(one)
    made = appoint(actor, fresh)
    log("visits.assignments", after={"file": name, **counts})
    tell_of(made)
    _all_named(actor, made)
    return counts


@action("visits.release")
def release(actor: Actor, assignment: Assignment, note: str) -> Assignment:
    """Ends a responsibility without another officer. RefusedError without a reason, and where it
    has ended."""
    require(actor, *KEEPERS)
    visible = open_assignments().visible_to(actor.account).select_for_update(of=("self",))
    held: Assignment | None = visible.filter(pk=assignment.pk).first()
    if held is None:
        raise RefusedError(_("This has ended already."))
    if not note.strip():
        raise RefusedError(_("Say why nobody is responsible any more."), "note")
    end(actor, held, Ended.RELEASED, note)
    log(
        held,
        after={"ended_why": held.ended_why, "ended_note": held.ended_note},
        organization=held.organization_id,
    )
    return held


def appoint(actor: Actor, given: Sequence[GivenAssignment]) -> list[Assignment]:
    """Makes the assignments, within a running action. Raises RefusedError where somebody has made
    one of the kind for an organization at the same moment."""
    codes = {one.organization.pk for one in given}
    last: dict[str, Any] = {}
    for piece in in_pieces(sorted(codes)):
        visits = Visit.objects.filter(organization__in=piece).order_by()
        last.update(visits.values_list("organization").annotate(Max("held_on")))
    rows = [
        Assignment(
            organization=one.organization,
            officer=one.officer,
            unit=one.officer.unit,
            kind=one.kind,
            visited_on=last.get(one.organization.pk, NEVER),
            assigned_by=actor.account,
        )
        for one in given
    ]
    try:
        with transaction.atomic():
            made: list[Assignment] = Assignment.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:
        raise RefusedError(_("Somebody has just named another officer."), "officer") from None
    return made


def end(actor: Actor, row: Assignment, why: str, note: str) -> None:
    """Ends one that is held, and what its officer had planned where nothing else makes the officer
    responsible."""
    row.until, row.ended_why, row.ended_by = timezone.localdate(), why, actor.account
    row.ended_note = note.strip()[:500]
    row.save(update_fields=["until", "ended_why", "ended_note", "ended_by"])
    still = open_assignments().filter(organization=row.organization_id, officer=row.officer_id)
    if not still.exists():
        reason = str(Ended(why).label)
        drop_plans(actor, plans_of(row.officer_id, [row.organization_id]), reason)


def _may(actor: Actor, organization: Organization, officer: Account) -> None:
    """Raises PermissionDenied for an organization that the actor does not keep, RefusedError for an
    officer who may not be responsible for it or whom the actor may not name."""
    require(actor, *KEEPERS)
    account = actor.account
    keeps = account is None or account.role != Role.COUNTY or account.county == organization.county
    if not keeps:
        raise PermissionDenied
    if not may_be_responsible(officer, organization.county):
        raise RefusedError(
            _("%(officer)s cannot be responsible for an enterprise of this county.")
            % {"officer": officer},
            "officer",
        )
    if account is not None and account.role == Role.COUNTY and officer.county != account.county:
        raise RefusedError(_("A county names its own officers; the city names others."), "officer")


def _all_named(actor: Actor, made: Sequence[Assignment]) -> None:
    """Ends the obligation to name service officers where nobody lacks one any more."""
    named = {one.organization.county for one in made if one.kind == Kind.SERVICE}
    if not named:
        return
    lacking = counties_lacking(timezone.localdate())
    known = counties()
    for county in {one if one in known else "" for one in named}:
        unit = unit_of(county)
        if unit is not None and not lacking.get(county):
            close_obligations(actor, unit, APPOINT)

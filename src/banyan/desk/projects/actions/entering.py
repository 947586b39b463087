"""How a project comes into the library, changes, and gets its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects import lighting
from banyan.desk.projects.entering import Planned, Said, checked, checked_plan
from banyan.desk.projects.holding import held_at
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import PlanMonth, Project, Transition
from banyan.desk.projects.scope import OFFICERS
from banyan.desk.records.models import Organization

NOT_LISTED = ("officer", "fact", "special_bond", "other_support", "innovation_centre")
"""What a list of projects does not say, and an import leaves as it is."""


@action("projects.enter")
def enter(actor: Actor, said: Said) -> Project:
    """Takes a project into the library, in reserve. Raises RefusedError for what is not right or
    a code that another project has, PermissionDenied outside of the officer's county."""
    require(actor, *OFFICERS)
    project = _enter(actor, said)
    log(project, after=_entry(project), organization=project.organization_id)
    return project


@action("projects.import")
def import_projects(actor: Actor, rows: Sequence[Said], name: str) -> dict[str, int]:
    """Takes the projects of a list into the library, all or none: new ones are entered, those
    whose code is known are changed. Raises as ``enter`` does."""
    require(actor, *OFFICERS)
    known = {
        one.code: one
        for one in Project.objects.select_for_update(of=("self",)).filter(
            code__in=[said.code for said in rows if said.code]
        )
    }
    counts = {"new": 0, "changed": 0}
    for said in rows:
        if said.code and said.code in known:
            project = known[said.code]
            kept = {name: getattr(project, name) for name in NOT_LISTED}
            _change(actor, project, replace(said, **kept))
            counts["changed"] += 1
        else:
            _enter(actor, said)
            counts["new"] += 1
    log("projects.list", after={"file": name, **counts})
    return counts


@action("projects.change")
def change(actor: Actor, project: Project, said: Said, version: int) -> Project:
    """Changes what is said of the project; its organization stays. RefusedError as for ``enter``,
    and where somebody has changed it since ``version``."""
    found = held_at(actor, project, version, *OFFICERS)
    before = _entry(found)
    if said.organization.pk != found.organization_id:
        raise RefusedError(_("The enterprise of a project stays the same."), "organization")
    _change(actor, found, said)
    log(found, before=before, after=_entry(found), organization=found.organization_id)
    return found


@action("projects.plan")
def plan(actor: Actor, project: Project, months: Sequence[Planned], version: int) -> Project:
    """Sets the plan month by month in place of the one before. RefusedError for a plan that does
    not hold together, or where somebody has changed the project since ``version``."""
    found = held_at(actor, project, version, *OFFICERS)
    given = checked_plan(months, found.starts_on, found.ends_on)
    before = {
        f"{one.month:%Y-%m}": [one.investment, one.percent]
        for one in PlanMonth.objects.filter(project=found)
    }
    PlanMonth.objects.filter(project=found).delete()
    PlanMonth.objects.bulk_create(
        [
            PlanMonth(
                project=found, month=one.month, investment=one.investment, percent=one.percent
            )
            for one in given
        ]
    )
    found.version += 1
    found.save(update_fields=["version"])
    lighting.refresh([found.pk])
    log(
        found,
        before={"plan": before},
        after={"plan": {f"{one.month:%Y-%m}": [one.investment, one.percent] for one in given}},
        organization=found.organization_id,
    )
    return found


@action("projects.assign")
def assign(actor: Actor, project: Project, officer: Account | None, version: int) -> Project:
    """Says which officer answers for the project, or nobody."""
    found = held_at(actor, project, version, *OFFICERS)
    if officer is not None and officer not in officers_for(found):
        raise RefusedError(_("This account cannot answer for the project."), "officer")
    before = found.officer
    found.officer = officer
    found.version += 1
    found.save(update_fields=["officer", "version"])
    log(
        found,
        before={"officer": str(before or "")},
        after={"officer": str(officer or "")},
        organization=found.organization_id,
    )
    return found


def officers_for(project: Project) -> Any:
    """Who may answer for it: officers of its county, of the city, and of departments."""
    found = Account.objects.filter(is_active=True)
    here = found.filter(role=Role.COUNTY, unit__county=project.county)
    return here | found.filter(role__in=[Role.CITY, Role.DEPARTMENT])


def _enter(actor: Actor, said: Said) -> Project:
    values = _within(actor, said)
    first = next(iter(declared().stages))
    try:
        with transaction.atomic():
            project: Project = Project.objects.create(**values, stage=first, made_by=actor.account)
    except IntegrityError:
        raise _taken(said) from None
    Transition.objects.create(project=project, target=first, by=actor.account)
    return project


def _change(actor: Actor, project: Project, said: Said) -> None:
    values = _within(actor, said)
    for name, value in values.items():
        setattr(project, name, value)
    project.version += 1
    try:
        with transaction.atomic():
            project.save(update_fields=[*values, "version"])
    except IntegrityError:
        raise _taken(said) from None


def _taken(said: Said) -> RefusedError:
    if said.fact:
        return RefusedError(_("Another project has this code or identifier."), "code")
    return RefusedError(_("Another project has this code."), "code")


def _within(actor: Actor, said: Said) -> dict[str, Any]:
    """The columns, where the actor sees the organization and the county."""
    values = checked(said)
    account = actor.account
    if account is not None:
        seen = Organization.objects.visible_to(account).filter(pk=said.organization.pk)
        if not seen.exists():
            raise PermissionDenied
        if account.role == Role.COUNTY and values["county"] != account.county:
            raise RefusedError(_("The project is not in your county."), "county")
    return values


def _entry(project: Project) -> dict[str, Any]:
    return {
        "reference": project.reference,
        "kind": project.kind,
        "name": project.name,
        "code": project.code,
        "county": project.county,
        "total": project.total,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "park": project.park_id or "",
    }

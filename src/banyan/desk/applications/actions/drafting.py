"""An enterprise writes its application: begins it, says facts, takes rows in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.applications.errors import MovedError, OverwrittenError, RefusedError
from banyan.desk.applications.models import Application, ProposedRow, Step
from banyan.desk.applications.needs import Needed, Part
from banyan.desk.applications.proposing import (
    is_overtaken,
    known_records,
    record_behind,
    written_by_people,
)
from banyan.desk.applications.requirements import needed_of, part_of
from banyan.desk.applications.states import State
from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.models import Organization
from banyan.rules.errors import PackError
from banyan.rules.schema import Type

MOST_ROWS = 200


@action("applications.start")
def start(actor: Actor, measure: str, year: int, organization: Any) -> Application:
    """Begins a draft. Raises RefusedError where the measure needs no application, and where one is
    under way."""
    require(actor, Role.ENTERPRISE)
    if not Organization.objects.visible_to(actor.account).filter(pk=organization.pk).exists():
        raise PermissionDenied
    pack = pack_in_force()
    try:
        declared = pack.measure(measure)
    except PackError:
        raise RefusedError(_("There is no such measure.")) from None
    if declared.without_application:
        raise RefusedError(_("This measure needs no application: the desk finds who is entitled."))
    if year not in pack.years:
        raise RefusedError(_("The policy is not in force in %(year)s.") % {"year": year})
    try:
        with transaction.atomic():
            made = Application.objects.create(
                measure=measure, year=year, organization=organization, started_by=actor.account
            )
    except IntegrityError:
        raise RefusedError(_("An application for this measure and year is under way.")) from None
    Step.objects.create(application=made, action="start", target=State.DRAFT, by=actor.account)
    _take_up_profile(made)
    log(made, after={"measure": measure, "year": year}, organization=organization.pk)
    return made


def _take_up_profile(application: Application) -> None:
    """A profile that nobody verified is part of what is proposed."""
    profile = next(one for one in needed_of(application) if one.part is Part.PROFILE)
    if profile.asked and application.organization.verified_at is None:
        _take_up(application, profile, str(application.organization_id))


@action("applications.add_row")
def add_row(actor: Actor, application: Application, part: int, record: str = "") -> ProposedRow:
    """Adds a row of the part of that number: a new one, or a record that is known (by its key) to
    be verified or changed. A new project brings a row of its year, and the question which measure
    it is to get."""
    application = held(actor, application)
    parts = needed_of(application)
    if not 0 <= part < len(parts):
        raise RefusedError(_("There is no such part."))
    if application.rows.count() >= MOST_ROWS:
        raise RefusedError(_("An application holds at most %(most)s rows.") % {"most": MOST_ROWS})
    one = parts[part]
    if record:
        row = _take_up(application, one, record)
    elif one.part is Part.PROFILE:
        row = _take_up(application, one, str(application.organization_id))
    else:
        row = _new(application, one)
        for child in parts:
            comes_along = child.part in (Part.ITEM, Part.CHOICE) and child.table.owner
            if comes_along and one.part is Part.PARENT:
                made = _new(application, child)
                made.given[child.table.owner] = row.given[one.table.key[0]]
                made.save(update_fields=["given"])
    log(
        row,
        after={"application": application.reference, "table": row.table} | row.given,
        organization=application.organization_id,
    )
    return row


def _number(application: Application) -> int:
    return (application.rows.aggregate(most=Max("number"))["most"] or 0) + 1


def _new(application: Application, one: Needed) -> ProposedRow:
    number = _number(application)
    given: dict[str, str] = {}
    said: dict[str, Any] = {}
    for column in one.table.columns:
        if column.type is Type.CREDIT_CODE:
            given[column.name] = application.organization_id
        elif column.type is Type.YEAR:
            given[column.name] = str(application.year)
        elif column in one.given and column.type is Type.ID and column.name == one.table.key[0]:
            given[column.name] = f"{application.reference}-{number}"
        elif column in one.given and column.name == one.column:
            given[column.name] = one.kinds[0]
        elif column in one.given and column.assessor and not column.optional:
            given[column.name] = "false" if column.type is Type.TRUTH else "0"
    if one.column and one.table.column(one.column).type is Type.WORDS and len(one.kinds) == 1:
        said[one.column] = {"value": one.kinds[0], "version": 0, "by": "", "at": ""}
    _refuse_second(application, one, given)
    return ProposedRow.objects.create(
        application=application, table=one.table.name, number=number, given=given, said=said
    )


def _refuse_second(application: Application, one: Needed, given: Mapping[str, str]) -> None:
    """A table by organization and year holds one row; where it is on record that one is
    changed."""
    if not all(name in given for name in one.table.key):
        return
    for row in application.rows.filter(table=one.table.name):
        if all((row.given | (row.base or {})).get(n) == given[n] for n in one.table.key):
            raise RefusedError(_("There can be only one, and it is in the application already."))
    if any(
        all(k.row[n] == given[n] for n in one.table.key) for k in known_records(application, one)
    ):
        raise RefusedError(_("It is on record already: take up the record and change it."))


def _take_up(application: Application, one: Needed, key: str) -> ProposedRow:
    known = next((k for k in known_records(application, one) if k.key == key), None)
    if known is None:
        raise RefusedError(_("There is no such record."))
    for row in application.rows.filter(table=one.table.name, base__isnull=False):
        if row.base and all(row.base[name] == known.row[name] for name in one.table.key):
            raise RefusedError(_("It is in the application already."))
    return ProposedRow.objects.create(
        application=application,
        table=one.table.name,
        number=_number(application),
        base=known.row,
        base_verified=known.verified,
    )


@action("applications.say")
def say(actor: Actor, row: ProposedRow, column: str, value: str, seen: int) -> ProposedRow:
    """Says what stands in a column. ``seen`` is the row's version that the person had before them.

    Raises OverwrittenError where somebody else has said something else there since; what was said
    of other columns meanwhile stays."""
    application = held(actor, row.application)
    part = part_of(row, needed_of(application))
    asked = next((one for one in part.asked if one.name == column), None)
    if asked is None or column in row.given:
        raise RefusedError(_("That is not yours to fill in."))
    value = written_by_people(asked, value)
    row = ProposedRow.objects.get(pk=row.pk)
    cell = row.said.get(column)
    before = cell["value"] if cell else (row.base or {}).get(column, "")
    if cell and cell["version"] > seen and cell["value"] != value:
        raise OverwrittenError(cell, value)
    row.version += 1
    row.said[column] = {
        "value": value,
        "version": row.version,
        "by": str(actor.account),
        "at": timezone.now().isoformat(timespec="seconds"),
    }
    row.save(update_fields=["said", "version"])
    log(
        row,
        before={column: before},
        after={"application": application.reference, column: value},
        organization=application.organization_id,
    )
    return row


@action("applications.remove_row")
def remove_row(actor: Actor, row: ProposedRow) -> None:
    """Takes a row out, and the years of a project with it. What was submitted once stays, unless
    the record behind it has become another."""
    application = held(actor, row.application)
    submitted = application.state != State.DRAFT and row.added_at < application.held_since
    if submitted and not is_overtaken(row, record_behind(row)):
        raise RefusedError(_("What was submitted can be mended, and not be taken out."))
    key = row.given.get("project", "") if row.table == "projects" else ""
    children = [
        one
        for one in application.rows.exclude(pk=row.pk)
        if key and key in (one.given.get("project"), one.said.get("project", {}).get("value"))
    ]
    for one in [*children, row]:
        log(
            one,
            before={"application": application.reference, "table": one.table}
            | one.given
            | {name: cell["value"] for name, cell in one.said.items()}
            | {"files": [str(file) for file in one.evidence.select_related("upload")]},
            organization=application.organization_id,
        )
        one.evidence.all().delete()
        one.delete()


def held(actor: Actor, application: Application) -> Application:
    """The application as it stands, held, which the actor may write. Raises MovedError where it
    has left the applicant."""
    require(actor, Role.ENTERPRISE)
    seen = Application.objects.visible_to(actor.account).filter(pk=application.pk)
    if not seen.exists():
        raise PermissionDenied
    locked = Application.objects.select_for_update(of=("self",))
    now = locked.select_related("organization").get(pk=application.pk)
    if not now.with_applicant:
        raise MovedError(now)
    return now

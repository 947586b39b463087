"""What is done with parks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.opening import Holder
from banyan.desk.obligations.proposals import confirm, given_reason, propose, refuse, withdraw
from banyan.desk.parks.models import (
    SLOTS,
    Demonstration,
    Facility,
    LeadingIndustry,
    Tenant,
    YearFigures,
)
from banyan.desk.parks.scope import OFFICERS, REPORTERS, allowed
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.projects.kinds import declared
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.keeping import keep
from banyan.desk.records.models import Organization, Upload
from banyan.desk.records.models.facts import MOST_MONEY

VERIFY_FACILITY, VERIFY_YEAR = "parks.verify_facility", "parks.verify_year"
DEMONSTRATE = "parks.demonstrate"
File = tuple[Path, str]


@dataclass(frozen=True)
class Industry:
    name: str
    industry: str = ""


@action("parks.set_industries")
def set_industries(actor: Actor, park: Any, industries: Sequence[Industry]) -> None:
    """Says on which industries the park has settled, in their order. RefusedError for more than
    the policy allows, or one twice."""
    allowed(actor, park, *OFFICERS)
    named = [one for one in industries if one.name.strip()]
    most = min(SLOTS, adopted_count("parks.leading_industries"))
    if len(named) > most:
        raise RefusedError(_("A park has at most %(most)s leading industries.") % {"most": most})
    if len({one.name.strip() for one in named}) < len(named):
        raise RefusedError(_("One industry stands there twice."))
    Organization.objects.select_for_update(of=("self",)).get(pk=park.pk)
    before = list(LeadingIndustry.objects.filter(park=park).values_list("name", flat=True))
    LeadingIndustry.objects.filter(park=park).delete()
    LeadingIndustry.objects.bulk_create(
        [
            LeadingIndustry(
                park=park,
                slot=slot,
                name=one.name.strip()[:100],
                industry=one.industry.strip()[:5],
                by=actor.account,
            )
            for slot, one in enumerate(named, start=1)
        ]
    )
    log(
        park,
        before={"industries": before},
        after={"industries": [one.name.strip() for one in named]},
        organization=park.pk,
    )


@action("parks.settle")
def settle(actor: Actor, park: Any, organization: Any, since: date) -> Tenant:
    """Enters an organization as a tenant. RefusedError where it is in a park already."""
    allowed(actor, park, *REPORTERS)
    made = _settle(actor, park, organization, since)
    log(made, after={"organization": organization.pk, "since": since}, organization=park.pk)
    return made


@action("parks.import_tenants")
def import_tenants(actor: Actor, park: Any, rows: Sequence[tuple[Any, date]], name: str) -> int:
    """Enters the tenants of a list, all or none; who is a tenant of the park already stays as it
    is. How many are new. RefusedError as for ``settle``."""
    allowed(actor, park, *OFFICERS)
    here = set(
        Tenant.objects.filter(park=park, until=None).values_list("organization_id", flat=True)
    )
    new = 0
    for organization, since in rows:
        if organization.pk not in here:
            _settle(actor, park, organization, since)
            here.add(organization.pk)
            new += 1
    log(park, after={"file": name, "rows": len(rows), "new": new}, organization=park.pk)
    return new


def _settle(actor: Actor, park: Any, organization: Any, since: date) -> Tenant:
    if organization.kind == "park":
        raise RefusedError(_("A park is no tenant."), "organization")
    if since > timezone.localdate():
        raise RefusedError(_("A day that is not still to come."), "since")
    try:
        with transaction.atomic():
            made: Tenant = Tenant.objects.create(
                park=park, organization=organization, since=since, by=actor.account
            )
    except IntegrityError:
        raise RefusedError(
            _("%(name)s is a tenant of a park already.") % {"name": organization.name},
            "organization",
        ) from None
    return made


@action("parks.end_tenancy")
def end_tenancy(actor: Actor, tenant: Tenant, until: date) -> Tenant:
    """The organization has left the park. RefusedError where it has already, or for a day before
    it came."""
    allowed(actor, tenant.park, *REPORTERS)
    found: Tenant = Tenant.objects.select_for_update(of=("self",)).get(pk=tenant.pk)
    if found.until is not None:
        raise RefusedError(_("It has left the park already."))
    if until <= found.since or until > timezone.localdate():
        raise RefusedError(_("A day after it came, today at the latest."), "until")
    found.until = until
    found.save(update_fields=["until"])
    log(found, before={"until": None}, after={"until": until}, organization=found.park_id)
    return found


@action("parks.report_facility")
def report_facility(
    actor: Actor, park: Any, code: str, there: str, reason: str = "", file: File | None = None
) -> Facility:
    """Says how far something of the checklist is there; a second person verifies it. RefusedError
    for what is in place without evidence, and while a report of it waits."""
    allowed(actor, park, *REPORTERS)
    if code not in declared().checklist:
        raise RefusedError(_("The checklist does not have this."), "code")
    if there not in Facility.There.values:
        raise RefusedError(_("Say how far it is."), "there")
    if there == Facility.There.THERE and file is None:
        raise RefusedError(_("Attach the evidence: what is in place can be shown."), "file")
    if Facility.objects.filter(park=park, code=code, state="proposed").exists():
        raise RefusedError(_("A report of this waits to be verified."))
    made = Facility(
        park=park,
        code=code,
        there=there,
        reason=reason.strip()[:1000],
        evidence=_kept(actor, file) if file is not None else None,
    )
    _propose(actor, made, VERIFY_FACILITY, {"item": dict(declared().checklist[code].words)})
    log(made, after={"item": code, "there": there}, organization=park.pk)
    return made


@action("parks.verify_facility")
def verify_facility(actor: Actor, facility: Facility) -> Facility:
    """An officer has looked at it."""
    allowed(actor, facility.park, *OFFICERS)
    found = confirm(actor, facility)
    log(found, after={"state": found.state, "there": found.there}, organization=found.park_id)
    return found


@action("parks.refuse_facility")
def refuse_facility(actor: Actor, facility: Facility, answer: str) -> None:
    """An officer does not verify it and says why."""
    allowed(actor, facility.park, *OFFICERS)
    found = refuse(actor, facility, answer)
    log(found, after={"state": found.state, "answer": answer}, organization=found.park_id)


@action("parks.withdraw_facility")
def withdraw_facility(actor: Actor, facility: Facility) -> None:
    """Whoever reported it takes it back."""
    allowed(actor, facility.park, *REPORTERS)
    found = withdraw(actor, facility)
    log(found, after={"state": found.state}, organization=found.park_id)


@action("parks.report_year")
def report_year(
    actor: Actor,
    park: Any,
    year: int,
    values: Mapping[str, int | None],
    file: File | None,
    reason: str = "",
) -> YearFigures:
    """Reports the figures of a year (fen, counts), with evidence; a second person verifies them.
    RefusedError for what cannot be, and while figures of the year wait."""
    allowed(actor, park, *REPORTERS)
    if not 2000 <= year <= timezone.localdate().year:
        raise RefusedError(_("The year has not begun yet, or is none."), "year")
    given = {}
    for code in declared().indicators:
        value = values.get(code)
        if value is None:
            continue
        if not 0 <= value <= MOST_MONEY:
            raise RefusedError(_("A figure is not below zero."), code)
        given[code] = value
    if not given:
        raise RefusedError(_("Report at least one figure."))
    if file is None:
        raise RefusedError(_("Attach the evidence."), "file")
    if YearFigures.objects.filter(park=park, year=year, state="proposed").exists():
        raise RefusedError(_("Figures of this year wait to be verified."), "year")
    made = YearFigures(
        park=park,
        year=year,
        values=given,
        reason=reason.strip()[:1000],
        evidence=_kept(actor, file),
    )
    _propose(actor, made, VERIFY_YEAR, {"year": year})
    log(made, after={"year": year, **given}, organization=park.pk)
    return made


@action("parks.verify_year")
def verify_year(actor: Actor, figures: YearFigures) -> YearFigures:
    """An officer has compared them with the evidence."""
    allowed(actor, figures.park, *OFFICERS)
    found = confirm(actor, figures)
    log(found, after={"state": found.state, "year": found.year}, organization=found.park_id)
    return found


@action("parks.refuse_year")
def refuse_year(actor: Actor, figures: YearFigures, answer: str) -> None:
    """An officer does not verify them and says why."""
    allowed(actor, figures.park, *OFFICERS)
    found = refuse(actor, figures, answer)
    log(found, after={"state": found.state, "answer": answer}, organization=found.park_id)


@action("parks.withdraw_year")
def withdraw_year(actor: Actor, figures: YearFigures) -> None:
    """Whoever reported them takes them back."""
    allowed(actor, figures.park, *REPORTERS)
    found = withdraw(actor, figures)
    log(found, after={"state": found.state}, organization=found.park_id)


@action("parks.propose_demonstration")
def propose_demonstration(actor: Actor, park: Any, reason: str) -> Demonstration:
    """Proposes the park as a demonstration, with the reason; another city officer decides.
    RefusedError without one, and where it is one or is proposed already."""
    allowed(actor, park, *OFFICERS)
    made = Demonstration(park=park, reason=given_reason(reason, "reason")[:1000])
    active = Demonstration.objects.filter(
        park=park, state__in=["proposed", "confirmed"], ended_at=None
    )
    if active.exists():
        raise RefusedError(_("The park is a demonstration already, or proposed as one."))
    _propose(actor, made, DEMONSTRATE, {}, Holder(role=Role.CITY))
    log(made, after={"reason": made.reason}, organization=park.pk)
    return made


@action("parks.confirm_demonstration")
def confirm_demonstration(actor: Actor, one: Demonstration) -> Demonstration:
    """A city officer makes the park a demonstration."""
    allowed(actor, one.park, Role.CITY)
    found = confirm(actor, one)
    log(found, after={"state": found.state}, organization=found.park_id)
    return found


@action("parks.refuse_demonstration")
def refuse_demonstration(actor: Actor, one: Demonstration, answer: str) -> None:
    """A city officer does not, and says why."""
    allowed(actor, one.park, Role.CITY)
    found = refuse(actor, one, answer)
    log(found, after={"state": found.state, "answer": answer}, organization=found.park_id)


@action("parks.withdraw_demonstration")
def withdraw_demonstration(actor: Actor, one: Demonstration) -> None:
    """Whoever proposed it takes it back."""
    allowed(actor, one.park, *OFFICERS)
    found = withdraw(actor, one)
    log(found, after={"state": found.state}, organization=found.park_id)


@action("parks.end_demonstration")
def end_demonstration(actor: Actor, one: Demonstration, reason: str) -> None:
    """The park is a demonstration no more, for a reason."""
    allowed(actor, one.park, Role.CITY)
    reason = given_reason(reason, "reason")[:500]
    ended = Demonstration.objects.filter(pk=one.pk, state="confirmed", ended_at=None).update(
        ended_at=timezone.now(), ended_by=actor.account, ended_for=reason
    )
    if not ended:
        raise RefusedError(_("The park is no demonstration any more."))
    log(one, before={"state": "confirmed"}, after={"reason": reason}, organization=one.park_id)


def _propose(
    actor: Actor, made: Any, kind: str, words: Mapping[str, Any], holder: Holder | None = None
) -> None:
    if actor.account is None:
        raise PermissionDenied
    county = Holder(role=Role.COUNTY, county=made.park.county)
    propose(
        actor,
        made,
        kind,
        holder or county,
        working_days=adopted_count("parks.verify_days"),
        words={"park": made.park.name, **words},
        organization=made.park_id,
    )


def _kept(actor: Actor, file: File) -> Upload:
    path, name = file
    return keep(actor, path, name, file_type(path, name))

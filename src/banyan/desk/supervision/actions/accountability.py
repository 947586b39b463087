"""Held to account: proposed by one, seen by those concerned, consented to by the city government,
confirmed by another; withdrawn by two people too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.models import Case
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations import proposals
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.obligations.proposals import Proposal, given_reason
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.keeping import keep
from banyan.desk.supervision.actions.letters import accounts_of
from banyan.desk.supervision.models import Accountability, Ground, Letter, Revocation
from banyan.desk.supervision.scope import WRITERS

CONFIRM, VIEW = "supervision.confirm_accountability", "supervision.state_view"
REVOKE = "supervision.confirm_revocation"


@action("supervision.propose_accountability")
def propose_accountability(
    actor: Actor,
    *,
    unit: Unit | None,
    county: str = "",
    sanction: str,
    reason: str,
    person: str = "",
    letters: Iterable[Letter] = (),
    cases: Iterable[Case] = (),
) -> Accountability:
    """Proposes that a unit, or a county's officers (one of both), be held to account; those
    concerned may state their view first. RefusedError without a reason, or for letters that went
    to somebody else."""
    require(actor, *WRITERS)
    if (unit is None) == (county == ""):
        raise RefusedError(_("Choose the unit, or the county."), "unit")
    if sanction not in Accountability.Sanction.values:
        raise RefusedError(_("Choose what follows."), "sanction")
    letters = list(letters)
    if any((one.unit, one.county) != (unit, county) for one in letters):
        raise RefusedError(_("These letters went to somebody else."), "letters")
    days = adopted_count("supervision.view_days")
    made = Accountability(
        unit=unit,
        county=county,
        sanction=sanction,
        person=person.strip()[:100],
        reason=given_reason(reason, "reason")[:1000],
        view_due_on=working_days_after(timezone.localdate(), days),
    )
    proposals.propose(
        actor,
        made,
        CONFIRM,
        Holder(role=Role.CITY),
        working_days=days + adopted_count("supervision.decide_days"),
        words={"unit": made.addressee_in_both},
    )
    Ground.objects.bulk_create(
        [Ground(accountability=made, letter=one) for one in letters]
        + [Ground(accountability=made, case=one) for one in cases]
    )
    open_obligation(
        VIEW,
        made,
        _concerned(made),
        working_days=days,
        link=made.get_absolute_url(),
        words={"unit": made.addressee_in_both},
    )
    _tell(made, "supervision.accountability_proposed")
    log(
        made,
        after={
            "sanction": made.sanction,
            "person": made.person,
            "reason": made.reason,
            "county": made.county,
            "letters": [one.paper.code for one in letters if one.paper is not None],
            "cases": [one.reference for one in cases],
        },
    )
    return made


@action("supervision.state_view")
def state_view(actor: Actor, accountability: Accountability, text: str) -> None:
    """Those concerned say how they see it; once, before it is decided."""
    found = proposals.held(accountability)
    if not may_state_view(actor.account, found):
        raise PermissionDenied
    if found.view:
        raise RefusedError(
            _("%(name)s has stated the view already.") % {"name": str(found.viewed_by)}
        )
    if not text.strip():
        raise RefusedError(_("Say how you see it."), "text")
    found.view = text.strip()[:4000]
    found.viewed_by, found.viewed_at = actor.account, timezone.now()
    found.save(update_fields=["view", "viewed_by", "viewed_at"])
    close_obligations(actor, found, VIEW)
    log(found, after={"view": found.view})


@action("supervision.record_consent")
def record_consent(
    actor: Actor, accountability: Accountability, number: str, day: date, path: Path, name: str
) -> None:
    """Keeps the document by which the city government consents. RefusedError for a day to come,
    without a number, or where it is kept already."""
    require(actor, *WRITERS)
    found = proposals.held(accountability)
    if found.consent_number:
        raise RefusedError(_("The consent is recorded already."))
    if not number.strip():
        raise RefusedError(_("Give the number of the document."), "number")
    if day > timezone.localdate():
        raise RefusedError(_("This day is yet to come."), "day")
    found.consent_file = keep(actor, path, name, file_type(path, name))
    found.consent_number, found.consent_on = number.strip()[:100], day
    found.save(update_fields=["consent_number", "consent_on", "consent_file"])
    log(
        found,
        after={
            "consent_number": found.consent_number,
            "consent_on": day,
            "sha256": found.consent_file.sha256,
        },
    )


@action("supervision.confirm_accountability")
def confirm_accountability(actor: Actor, accountability: Accountability) -> None:
    """Another person puts it in force. RefusedError before the city government has consented, and
    before those concerned have stated their view or the days for it are over."""
    require(actor, *WRITERS)
    waiting = proposals.held(accountability)
    if not waiting.consent_number:
        raise RefusedError(_("First the city government consents: record its document."))
    if not waiting.view and waiting.view_due_on >= timezone.localdate():
        raise RefusedError(
            _("Those concerned may state their view until %(day)s.")
            % {"day": waiting.view_due_on.isoformat()}
        )
    found = proposals.confirm(actor, waiting)
    _tell(found, "supervision.accountability_in_force")
    log(
        found,
        before={"state": Proposal.State.PROPOSED},
        after={"state": found.state, "consent_number": found.consent_number},
    )


@action("supervision.refuse_accountability")
def refuse_accountability(actor: Actor, accountability: Accountability, answer: str) -> None:
    """Another person decides against it."""
    require(actor, *WRITERS)
    found = proposals.refuse(actor, accountability, answer)
    log(found, after={"state": found.state, "answer": found.answer})


@action("supervision.withdraw_accountability")
def withdraw_accountability(actor: Actor, accountability: Accountability) -> None:
    """Whoever proposed it takes it back before it is decided."""
    require(actor, *WRITERS)
    found = proposals.withdraw(actor, accountability)
    log(found, after={"state": found.state})


@action("supervision.propose_revocation")
def propose_revocation(actor: Actor, accountability: Accountability, reason: str) -> Revocation:
    """Proposes that what is in force be withdrawn. RefusedError where it is not in force, or this
    is proposed already."""
    require(actor, *WRITERS)
    found: Accountability = Accountability.objects.select_for_update(of=("self",)).get(
        pk=accountability.pk
    )
    if found.state != Proposal.State.CONFIRMED or found.revoked_on is not None:
        raise RefusedError(_("This is not in force."))
    if found.revocations.filter(state=Proposal.State.PROPOSED).exists():
        raise RefusedError(_("It is asked already, and waits for the second person."))
    made = Revocation(accountability=found, reason=given_reason(reason, "reason")[:1000])
    proposals.propose(
        actor,
        made,
        REVOKE,
        Holder(role=Role.CITY),
        working_days=adopted_count("supervision.decide_days"),
        words={"unit": found.addressee_in_both},
    )
    log(made, after={"reason": made.reason})
    return made


@action("supervision.confirm_revocation")
def confirm_revocation(actor: Actor, revocation: Revocation) -> None:
    """Another person withdraws it; the record stays, with both reasons."""
    require(actor, *WRITERS)
    found = proposals.confirm(actor, revocation)
    record = found.accountability
    record.revoked_on = timezone.localdate()
    record.save(update_fields=["revoked_on"])
    _tell(record, "supervision.accountability_withdrawn")
    log(found, after={"state": found.state, "revoked_on": record.revoked_on})


@action("supervision.refuse_revocation")
def refuse_revocation(actor: Actor, revocation: Revocation, answer: str) -> None:
    """It stays in force."""
    require(actor, *WRITERS)
    found = proposals.refuse(actor, revocation, answer)
    log(found, after={"state": found.state, "answer": found.answer})


@action("supervision.withdraw_revocation")
def withdraw_revocation(actor: Actor, revocation: Revocation) -> None:
    """Whoever proposed the withdrawal takes it back."""
    require(actor, *WRITERS)
    found = proposals.withdraw(actor, revocation)
    log(found, after={"state": found.state})


def may_state_view(account: Account | None, accountability: Accountability) -> bool:
    """Whether the account works where it is about, and somebody is asked for the view."""
    if account is None or not accountability.is_waiting:
        return False
    there: Any = accounts_of(accountability).filter(pk=account.pk)
    return bool(there.exists())


def _concerned(made: Accountability) -> Holder:
    if made.unit is not None:
        return Holder(unit=made.unit)
    return Holder(role=Role.COUNTY, county=made.county)


def _tell(made: Accountability, kind: str) -> None:
    tell(
        accounts_of(made),
        kind,
        key=f"{kind} {made.pk}",
        context={"unit": made.addressee_in_both},
        link=made.get_absolute_url(),
    )

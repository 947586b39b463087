"""Awards to counties: one city officer proposes, another confirms, and a verified record is made of
it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.incentives.models import Proposal
from banyan.desk.incentives.results import results
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations import proposals
from banyan.desk.obligations.opening import Holder
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.actions import correct
from banyan.desk.records.models import FACTS, Organization
from banyan.desk.records.writing import ConflictError
from banyan.rules.errors import FactsError
from banyan.rules.wording import plain_yuan

MEASURE = "county_cultivation"


@action("incentives.propose")
def propose(actor: Actor, year: int, county: str, uscc: str, reason: str = "") -> Proposal:
    """Proposes the award of the tier that the county reaches for ``year``, for its own organization
    ``uscc``. Raises RefusedError where it reaches none, where the organization is not the county's
    own or not verified, and where there is an award already."""
    require(actor, Role.CITY)
    result = next((one for one in results(year) if one.county == county), None)
    if result is None or result.tier is None:
        raise RefusedError(_("The county reaches no tier."))
    if date(year, 1, 1) > timezone.localdate():
        raise RefusedError(_("This year is yet to come."))
    organization = Organization.objects.filter(pk=uscc, kind="county", county=county).first()
    if organization is None:
        raise RefusedError(_("Choose the county's own organization."), "uscc")
    if organization.verified_at is None:
        raise RefusedError(_("Nobody has verified the record of the county's own organization."))
    if _recorded(year, county):
        raise RefusedError(_("The county is recognized for this year already."))
    proposal = Proposal(
        year=year,
        county=county,
        uscc=uscc,
        reason=reason.strip(),
        raised=result.raised,
        tier=result.tier.number,
        amount=result.tier.amount,
    )
    try:
        with transaction.atomic():
            proposals.propose(
                actor,
                proposal,
                "incentives.decide",
                Holder(role=Role.CITY),
                working_days=adopted_count("county_cultivation.decision_days"),
                words=_words(proposal),
            )
    except IntegrityError as error:
        raise RefusedError(_("There is a proposal for this county and year already.")) from error
    log(proposal, after=_said(proposal), organization=uscc)
    return proposal


@action("incentives.confirm")
def confirm(actor: Actor, proposal: Proposal) -> None:
    """Makes the verified recognition that the next settlement turns into a line. Raises
    RefusedError for whoever proposed it, and where the county's result has become another."""
    require(actor, Role.CITY)
    proposal = proposals.confirm(actor, proposal)
    result = next(one for one in results(proposal.year) if one.county == proposal.county)
    reached = (result.tier.number, result.tier.amount) if result.tier else None
    if reached != (proposal.tier, proposal.amount):
        raise RefusedError(
            _("The county's result has become another: refuse, and propose it anew.")
        )
    recognition = f"COUNTY-{proposal.year}-{proposal.county}"
    record = {
        "recognition": recognition,
        "uscc": proposal.uscc,
        "kind": MEASURE,
        "level": "municipal",
        "subject": recognition,
        "recognized_on": min(timezone.localdate(), date(proposal.year, 12, 31)).isoformat(),
        "assessed_award": plain_yuan(proposal.amount),
    }
    try:
        correct(actor, "recognitions", record, note=f"{MEASURE} {proposal.year}")
    except (FactsError, ConflictError) as error:
        raise RefusedError(
            _("The record of the recognition could not be made: %(fault)s") % {"fault": str(error)}
        ) from error
    proposal.recognition = recognition
    proposal.save(update_fields=["recognition"])
    _log_decision(proposal)
    tell(
        Account.objects.filter(role=Role.COUNTY, is_active=True, unit__county=proposal.county),
        "incentives.confirmed",
        key=f"incentive {proposal.pk}",
        context=_words(proposal) | {"tier": proposal.tier, "raised": proposal.raised},
        link=proposal.get_absolute_url(),
        organization=proposal.uscc,
    )


@action("incentives.refuse")
def refuse(actor: Actor, proposal: Proposal, answer: str) -> None:
    """The second person refuses, with a reason."""
    require(actor, Role.CITY)
    _log_decision(proposals.refuse(actor, proposal, answer))


@action("incentives.withdraw")
def withdraw(actor: Actor, proposal: Proposal) -> None:
    """Whoever proposed it takes it back."""
    require(actor, Role.CITY)
    _log_decision(proposals.withdraw(actor, proposal))


def _recorded(year: int, county: str) -> bool:
    """Whether the county was recognized in the year, also by an imported list."""
    recognitions: Any = FACTS["recognitions"]
    of_year = recognitions.objects.filter(
        kind=MEASURE,
        recognized_on__range=(date(year, 1, 1), date(year, 12, 31)),
        organization__county=county,
    )
    return bool(of_year.exists())


def _log_decision(proposal: Proposal) -> None:
    log(
        proposal,
        before={"state": Proposal.State.PROPOSED},
        after=_said(proposal),
        organization=proposal.uscc,
    )


def _said(proposal: Proposal) -> dict[str, Any]:
    names = ("year", "county", "uscc", "raised", "tier", "amount", "recognition")
    said = ("reason", "state", "answer")
    return {name: getattr(proposal, name) for name in names + said}


def _words(proposal: Proposal) -> dict[str, Any]:
    return {
        "year": proposal.year,
        "county": pack_in_force().words["words"]["county"][proposal.county],
    }

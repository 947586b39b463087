"""What changes who may speak for an organization, and with whom it shares its record."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

import polars as pl
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import (
    Claim,
    Invitation,
    Organization,
    Representation,
    Sharing,
)
from banyan.rules import credit_code

MOST_WAITING = 20
"""So many claims of one account may wait at once."""

INVITATION_LASTS = timedelta(days=14)

SHARED_WITH = frozenset({Role.BANK, Role.DEPARTMENT})
"""Whose units an organization may share its record with."""

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class AlreadyDecidedError(ValidationError):
    """Another officer was first."""

    def __init__(self) -> None:
        super().__init__(_("Another officer has decided this claim meanwhile."))


@action("records.claim")
def make_claim(actor: Actor, *, uscc: str, message: str = "", invitation: str = "") -> Claim:
    """An enterprise user asks to be accepted for the organization of a credit code; with the code
    of an invitation to it, at once. Says the same whether the organization is known or not.
    Raises ValidationError."""
    require(actor, Role.ENTERPRISE)
    account = actor.account
    uscc = uscc.strip().upper()
    if not credit_code.valid(pl.Series([uscc]))[0]:
        raise ValidationError({"uscc": _("This is no unified social credit code.")})
    # Holds the account, so that its claims are counted one after the other.
    Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if Representation.objects.filter(account=account, organization_id=uscc).exists():
        raise ValidationError({"uscc": _("You represent this organization already.")})
    waiting = Claim.objects.filter(account=account, state=Claim.State.WAITING)
    same = waiting.filter(uscc=uscc).first()
    if invitation.strip():
        claim = same or Claim(account=account, uscc=uscc, message=message)
        return _claim_by_invitation(claim, invitation)
    if same is not None:
        raise ValidationError({"uscc": _("You have asked for this organization already.")})
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(_("Too many of your claims wait; let them be decided first."))
    claim = Claim.objects.create(account=account, uscc=uscc, message=message)
    log(claim, after={"uscc": uscc, "message": message, "state": claim.state}, organization=uscc)
    return claim


def _claim_by_invitation(claim: Claim, code: str) -> Claim:
    now = timezone.now()
    found = Invitation.objects.filter(code_sha256=_hash(code), organization_id=claim.uscc)
    used = found.filter(used_at__isnull=True, expires_at__gt=now).update(
        used_at=now, used_by=claim.account
    )
    if not used:
        raise ValidationError(
            {"invitation": _("The invitation is not for this credit code, or no longer valid.")}
        )
    invitation = found.get()
    claim.state, claim.decided_by, claim.decided_at = (
        Claim.State.ACCEPTED,
        invitation.made_by,
        now,
    )
    claim.save()
    Representation.objects.get_or_create(account=claim.account, organization_id=claim.uscc)
    log(
        claim,
        after={
            "uscc": claim.uscc,
            "message": claim.message,
            "state": claim.state,
            "invitation": invitation.pk,
        },
        organization=claim.uscc,
    )
    return claim


@action("records.accept_claim")
def accept_claim(actor: Actor, claim: Claim) -> None:
    """Raises AlreadyDecidedError where another officer was first, ValidationError where the
    organization is not here or the account is locked."""
    _may_decide(actor, claim)
    if not Organization.objects.filter(pk=claim.uscc).exists():
        raise ValidationError(_("There is no organization of this credit code here yet."))
    if not claim.account.is_active or claim.account.role != Role.ENTERPRISE:
        raise ValidationError(_("The account of the claim is locked."))
    _decide(claim, actor, Claim.State.ACCEPTED, "")
    Representation.objects.get_or_create(account=claim.account, organization_id=claim.uscc)
    log(
        claim,
        before={"state": Claim.State.WAITING},
        after={"state": Claim.State.ACCEPTED, "username": claim.account.username},
        organization=claim.uscc,
    )


@action("records.refuse_claim")
def refuse_claim(actor: Actor, claim: Claim, reason: str) -> None:
    """The one who claims reads the reason. Raises AlreadyDecidedError."""
    _may_decide(actor, claim)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; the person reads it.")})
    _decide(claim, actor, Claim.State.REFUSED, reason.strip())
    log(
        claim,
        before={"state": Claim.State.WAITING},
        after={
            "state": Claim.State.REFUSED,
            "username": claim.account.username,
            "reason": reason.strip(),
        },
        organization=claim.uscc,
    )


def _may_decide(actor: Actor, claim: Claim) -> None:
    require(actor, Role.COUNTY, Role.CITY)
    if actor.account is not None:
        _within(Claim.objects.visible_to(actor.account).filter(pk=claim.pk))


def _decide(claim: Claim, actor: Actor, state: Claim.State, reason: str) -> None:
    """Only a claim that waits is decided: of two officers at once the second finds none."""
    decided = Claim.objects.filter(pk=claim.pk, state=Claim.State.WAITING).update(
        state=state, decided_by=actor.account, decided_at=timezone.now(), reason=reason
    )
    if not decided:
        raise AlreadyDecidedError


@action("records.end_representation")
def end_representation(actor: Actor, representation: Representation) -> None:
    """By the person, or by an officer who sees the organization."""
    if representation.account != actor.account:
        require(actor, Role.COUNTY, Role.CITY)
        _sees(actor, representation.organization_id)
    if not Representation.objects.filter(pk=representation.pk).delete()[0]:
        raise ValidationError(_("The representation has ended already."))
    log(
        representation.account,
        before={"username": representation.account.username},
        organization=representation.organization_id,
    )


@action("records.invite")
def invite(actor: Actor, organization: Any) -> tuple[Invitation, str]:
    """An invitation and its code, which is known only now: the database keeps its hash. It lasts
    for ``INVITATION_LASTS`` and serves once."""
    require(actor, Role.COUNTY, Role.CITY)
    _sees(actor, organization.pk)
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4)]
    code = "-".join(groups)
    invitation = Invitation.objects.create(
        organization=organization,
        code_sha256=_hash(code),
        made_by=actor.account,
        expires_at=timezone.now() + INVITATION_LASTS,
    )
    log(invitation, after={"expires_at": invitation.expires_at}, organization=organization.pk)
    return invitation, code


@action("records.withdraw_invitation")
def withdraw_invitation(actor: Actor, invitation: Invitation) -> None:
    require(actor, Role.COUNTY, Role.CITY)
    _sees(actor, invitation.organization_id)
    now = timezone.now()
    open_still = Invitation.objects.filter(
        pk=invitation.pk, used_at__isnull=True, expires_at__gt=now
    )
    if not open_still.update(expires_at=now):
        raise ValidationError(_("The invitation is used or over."))
    log(
        invitation,
        before={"expires_at": invitation.expires_at},
        after={"expires_at": now},
        organization=invitation.organization_id,
    )


@action("records.share")
def share(actor: Actor, organization: Any, unit: Unit) -> Sharing:
    """A representative lets a bank's or a department's people see the organization's record."""
    _represents(actor, organization.pk)
    if not units_to_share_with().filter(pk=unit.pk).exists():
        raise ValidationError({"unit": _("The record cannot be shared with this unit.")})
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if Sharing.objects.filter(organization=organization, unit=unit, ended_at=None).exists():
        raise ValidationError({"unit": _("The record is shared with this unit already.")})
    sharing = Sharing.objects.create(organization=organization, unit=unit)
    log(sharing, after={"unit": unit.code}, organization=organization.pk)
    return sharing


@action("records.end_sharing")
def end_sharing(actor: Actor, sharing: Sharing) -> None:
    _represents(actor, sharing.organization_id)
    now = timezone.now()
    if not Sharing.objects.filter(pk=sharing.pk, ended_at=None).update(ended_at=now):
        raise ValidationError(_("The sharing has ended already."))
    log(
        sharing,
        before={"unit": sharing.unit.code, "ended_at": None},
        after={"unit": sharing.unit.code, "ended_at": now},
        organization=sharing.organization_id,
    )


def units_to_share_with() -> Any:
    """The units of banks and departments that have people here."""
    people = Account.objects.filter(role__in=SHARED_WITH, is_active=True)
    return Unit.objects.filter(pk__in=people.values("unit"))


def _represents(actor: Actor, uscc: str) -> None:
    require(actor, Role.ENTERPRISE)
    _within(Representation.objects.filter(account=actor.account, organization_id=uscc))


def _sees(actor: Actor, uscc: str) -> None:
    if actor.account is not None:
        _within(Organization.objects.visible_to(actor.account).filter(pk=uscc))


def _within(rows: Any) -> None:
    if not rows.exists():
        raise PermissionDenied


def _hash(code: str) -> str:
    """Of the code as people may type it: without regard to case, spaces and hyphens."""
    plain = "".join(code.upper().replace("-", " ").split())
    return hashlib.sha256(plain.encode()).hexdigest()

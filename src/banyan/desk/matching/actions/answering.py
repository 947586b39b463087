"""The enterprise's answer, and where it wants to be paid."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action
from banyan.desk.matching import duties
from banyan.desk.matching.actions.holding import held, move, reason_given
from banyan.desk.matching.consenting import AccountGiven, give_consent, payee_accounts, put_account
from banyan.desk.matching.models import Consent, Match, PayeeAccount
from banyan.desk.matching.states import ANSWERED_LATE
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Representation
from banyan.desk.settlement.models import Run
from banyan.rules.wording import yuan


@action("matching.confirm")
def confirm(actor: Actor, uscc: str, numbers: Collection[int], given: AccountGiven) -> int:
    """The organization wants what these matches give it, paid to this account. All of them or
    none: RefusedError where one has been answered meanwhile, or can no longer be. How many there
    were."""
    _speaks(actor, uscc)
    matches = _own(actor, "confirm", uscc, numbers)
    for match in matches:
        if match.state in ANSWERED_LATE and is_noticed(match.year):
            raise RefusedError(
                _("The year has been put on public notice; ask your county to open it again.")
            )
    put_account(actor, uscc, given)
    now = timezone.now()
    for match in matches:
        match.answered_by, match.answered_at, match.note = actor.account, now, ""
        move(match, "confirm", "answered_by", "answered_at", "note", amount=yuan(match.amount))
        give_consent(actor, match.year, match.measure, uscc, Consent.Origin.MATCH)
        duties.close_confirming(actor, match)
    return len(matches)


@action("matching.decline")
def decline(actor: Actor, uscc: str, numbers: Collection[int], reason: str) -> int:
    """The organization does not want what these matches give it. All of them or none."""
    _speaks(actor, uscc)
    why = reason_given(reason)
    matches = _own(actor, "decline", uscc, numbers)
    now = timezone.now()
    for match in matches:
        match.answered_by, match.answered_at, match.note = actor.account, now, why
        move(match, "decline", "answered_by", "answered_at", "note", reason=why)
        duties.close_confirming(actor, match)
    return len(matches)


@action("matching.give_account")
def give_account(actor: Actor, uscc: str, given: AccountGiven) -> PayeeAccount:
    """The organization gives another account to be paid to. Raises RefusedError where it is the
    one that stands already, or none."""
    _speaks(actor, uscc)
    before = payee_accounts([uscc]).get(uscc)
    made = put_account(actor, uscc, given)
    if made == before:
        raise RefusedError(_("That is the account that stands already."))
    return made


def is_noticed(year: int) -> bool:
    """Whether the public notice of the year has begun."""
    states = [Run.State.NOTICED, Run.State.APPROVED]
    return Run.objects.filter(year=year, state__in=states).exists()


def _speaks(actor: Actor, uscc: str) -> None:
    """Raises PermissionDenied for who does not speak for the organization."""
    access.require(actor, Role.ENTERPRISE)
    if (
        actor.account is None
        or not Representation.objects.filter(account=actor.account, organization=uscc).exists()
    ):
        raise PermissionDenied


def _own(actor: Actor, verb: str, uscc: str, numbers: Collection[int]) -> list[Match]:
    """All of the matches, of this organization, or an error."""
    wanted = set(numbers)
    if not wanted:
        raise RefusedError(_("Choose at least one."))
    matches = held(actor, verb, wanted)
    if any(match.uscc != uscc for match in matches):
        raise PermissionDenied
    if len(matches) < len(wanted):
        raise RefusedError(
            _("One of them has been answered or changed meanwhile; look at the page again.")
        )
    return matches

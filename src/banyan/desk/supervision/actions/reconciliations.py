"""The monthly reconciliation: opened, made, explained, signed by both or refused and made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.obligations.proposals import given_reason
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.labels import word_label
from banyan.desk.supervision.models import Difference, Reconciliation, Signature
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.reconciling import fill

SIGN_COUNTY, SIGN_CITY = "supervision.sign_county", "supervision.sign_city"

State = Reconciliation.State
Side = Signature.Side


class NothingToMakeError(Exception):
    """It has been made already."""


@action("supervision.open_reconciliation")
def open_reconciliation(actor: Actor, county: str, month: date) -> Reconciliation:
    """Opens the reconciliation of a county and month, which is then made (``make``). RefusedError
    for a month that is not over, and where there is one already."""
    require(actor, Role.CITY)
    period = Period.month_of(month)
    if period.end > timezone.localdate():
        raise RefusedError(_("This month is not over."), "month")
    known = Reconciliation.objects.filter(county=county, month=period.first)
    if known.exclude(state=State.REFUSED).exists():
        raise RefusedError(_("This month is being reconciled already."), "month")
    made = _open(actor, county, period.first, known.count() + 1)
    log(made, after={"county": county, "month": period.first, "version": made.version})
    return made


@action("supervision.make_reconciliation")
def make_reconciliation(actor: Actor, reconciliation: Reconciliation) -> Reconciliation:
    """Freezes the rows, and lets both sides sign. Only the desk itself does; raises
    NothingToMakeError where somebody was faster."""
    if actor.account is not None:
        raise PermissionDenied
    held = _held(reconciliation)
    if held.state != State.MAKING:
        raise NothingToMakeError
    held.content, held.sha256 = fill(held)
    held.state, held.made_at = State.OPEN, timezone.now()
    held.save(update_fields=["content", "sha256", "state", "made_at"])
    words = {
        "county": {one: word_label("county", held.county, one) for one in ("zh", "en")},
        "month": f"{held.month:%Y-%m}",
    }
    for kind, holder in (
        (SIGN_COUNTY, Holder(role=Role.COUNTY, county=held.county)),
        (SIGN_CITY, Holder(role=Role.CITY)),
    ):
        open_obligation(
            kind,
            held,
            holder,
            working_days=adopted_count("supervision.reconcile_days"),
            link=held.get_absolute_url(),
            words=words,
        )
    log(
        held,
        before={"state": State.MAKING},
        after={"state": held.state, "rows": held.content["rows"], "sha256": held.sha256},
    )
    return held


@action("supervision.explain_differences")
def explain_differences(
    actor: Actor,
    reconciliation: Reconciliation,
    code: str,
    text: str,
    only: Sequence[int] | None = None,
) -> int:
    """The county, or the city, says why: of all differences of the kind that are not explained yet,
    or of those with these keys. How many they were. RefusedError once somebody has signed."""
    held = _open_for(actor, reconciliation)
    if held.signatures.exists():
        raise RefusedError(_("Somebody has signed: nothing is changed any more."))
    if not text.strip():
        raise RefusedError(_("Say why."), "text")
    found = Difference.objects.filter(reconciliation=held, code=code)
    found = found.filter(explanation="") if only is None else found.filter(pk__in=only)
    count: int = found.update(explanation=text.strip()[:1000], explained_by=actor.account)
    if not count:
        raise RefusedError(_("There is nothing of this kind left to explain."))
    log(held, after={"difference": code, "explanation": text.strip()[:1000], "count": count})
    return count


@action("supervision.sign_reconciliation")
def sign_reconciliation(actor: Actor, reconciliation: Reconciliation) -> Signature:
    """Signs for the actor's side. RefusedError where the side has signed, or differences are not
    explained. With the second signature it is closed for good."""
    held = _open_for(actor, reconciliation)
    assert actor.account is not None
    side = side_of(actor.account, held)
    assert side is not None
    signed = {one.side: one for one in held.signatures.select_related("by")}
    if side in signed:
        raise RefusedError(
            _("%(name)s has signed for this side already.") % {"name": str(signed[side].by)}
        )
    if held.differences.filter(explanation="").exists():
        raise RefusedError(_("Some discrepancies are not explained yet."))
    made = Signature.objects.create(
        reconciliation=held, side=side, by=actor.account, sha256=hash_with_explanations(held)
    )
    close_obligations(actor, held, SIGN_COUNTY if side == Side.COUNTY else SIGN_CITY)
    if signed:
        held.state = State.SIGNED
        held.save(update_fields=["state"])
    log(held, after={"side": side, "state": held.state, "sha256": made.sha256})
    return made


@action("supervision.refuse_reconciliation")
def refuse_reconciliation(
    actor: Actor, reconciliation: Reconciliation, reason: str
) -> Reconciliation:
    """A side does not sign, and says why: the list stays as it is, and the next version, which is
    returned, is to be made."""
    held = _open_for(actor, reconciliation)
    held.reason = given_reason(reason, "reason")[:1000]
    held.state, held.refused_by, held.refused_at = State.REFUSED, actor.account, timezone.now()
    held.save(update_fields=["state", "reason", "refused_by", "refused_at"])
    close_obligations(actor, held, dropped=True)
    made = _open(actor, held.county, held.month, held.version + 1)
    log(
        held,
        before={"state": State.OPEN},
        after={"state": held.state, "reason": held.reason, "version": made.version},
    )
    return made


def side_of(account: Account | None, reconciliation: Reconciliation) -> str | None:
    """For which side the account signs."""
    if account is None or not account.is_active:
        return None
    if account.role == Role.CITY:
        return Side.CITY
    if account.role == Role.COUNTY and account.county == reconciliation.county:
        return Side.COUNTY
    return None


def hash_with_explanations(reconciliation: Reconciliation) -> str:
    """The hash over the frozen rows and what was said of the differences."""
    digest = hashlib.sha256(reconciliation.sha256.encode())
    said = reconciliation.differences.order_by("pk").values_list("pk", "explanation")
    for pk, explanation in said.iterator():
        digest.update(f"\n{pk} {explanation}".encode())
    return digest.hexdigest()


def _open(actor: Actor, county: str, month: date, version: int) -> Reconciliation:
    made: Reconciliation = Reconciliation.objects.create(
        county=county, month=month, version=version, opened_by=actor.account
    )
    return made


def _held(reconciliation: Reconciliation) -> Reconciliation:
    found: Reconciliation = Reconciliation.objects.select_for_update(of=("self",)).get(
        pk=reconciliation.pk
    )
    return found


def _open_for(actor: Actor, reconciliation: Reconciliation) -> Reconciliation:
    """The reconciliation, held, for somebody of one of the sides; RefusedError where it cannot be
    changed any more."""
    held = _held(reconciliation)
    if side_of(actor.account, held) is None:
        raise PermissionDenied
    if held.state != State.OPEN:
        said: Any = {"state": held.get_state_display()}
        raise RefusedError(_("This reconciliation is: %(state)s.") % said)
    return held

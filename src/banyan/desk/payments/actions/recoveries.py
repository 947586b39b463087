"""Money that must be given back: demanded, received, withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import IntegrityError
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.funds.ledger import Posting, post, reference_to
from banyan.desk.funds.models import Entry
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.payments.actions.parts import (
    FINANCE,
    both,
    held_awards,
    reason_of,
    require_finance,
    transaction_key,
)
from banyan.desk.payments.models import BankResult, Receipt, Recovery
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Organization
from banyan.desk.records.speaking import representatives
from banyan.desk.settlement.models import Award, Line
from banyan.rules.wording import yuan

State = Recovery.State


def claimed(award: Award, states: Collection[str] = (State.PROPOSED, *Recovery.OWED)) -> int:
    """What is demanded of an award, or proposed to be, and has not come back yet (fen)."""
    found = Recovery.objects.filter(award=award, state__in=states)
    outstanding = F("amount") - F("received") - F("set_off")
    total: int | None = found.aggregate(total=Sum(outstanding))["total"]
    return total or 0


@action("payments.propose_recovery")
def propose_recovery(actor: Actor, award: Award, amount: int, reason: str) -> Recovery:
    """A finance officer proposes that ``amount`` fen of an award be given back. Raises RefusedError
    for more than was paid and is not demanded yet."""
    require_finance(actor)
    reason = reason_of(reason)
    award = held_awards([award.pk])[award.pk]
    most = award.paid - claimed(award)
    if not 0 < amount <= most:
        said = {"most": yuan(max(most, 0))}
        raise RefusedError(_("At most %(most)s yuan can be demanded back.") % said, "amount")
    made = Recovery.objects.create(
        award=award, uscc=award.uscc, amount=amount, reason=reason, made_by=actor.account
    )
    name = Organization.objects.filter(pk=award.uscc).values_list("name", flat=True).first()
    open_obligation(
        "payments.confirm_recovery",
        made,
        FINANCE,
        working_days=adopted_count("payment.step_days"),
        link=_page(made),
        words={"organization": name or award.uscc},
    )
    log(made, after=_said(made), organization=made.uscc)
    return made


@action("payments.confirm_recovery")
def confirm_recovery(actor: Actor, recovery: Recovery) -> Recovery:
    """The second person confirms; the enterprise is told. Raises RefusedError for who proposed."""
    require_finance(actor)
    award = held_awards([recovery.award_id])[recovery.award_id]
    recovery = _held(recovery, State.PROPOSED)
    if recovery.made_by == actor.account:
        raise RefusedError(_("Whoever proposed a recovery cannot confirm it."))
    most = award.paid - (claimed(award) - recovery.amount)
    if recovery.amount > most:
        said = {"most": yuan(max(most, 0))}
        raise RefusedError(_("At most %(most)s yuan can be demanded back.") % said)
    recovery.confirmed_by, recovery.confirmed_at = actor.account, timezone.now()
    close_obligations(actor, recovery, "payments.confirm_recovery")
    _demand(recovery)
    recovery.save()
    log(
        recovery,
        before={"state": State.PROPOSED},
        after=_said(recovery),
        organization=recovery.uscc,
    )
    return recovery


@action("payments.demand_difference")
def demand_difference(actor: Actor, line: Line, award: Award, amount: int) -> Recovery:
    """Demands back what an approved run gives less: two people have decided on it with the run,
    within whose approval this happens. Once a line and award."""
    require(actor, Role.CITY)
    known = Recovery.objects.filter(line=line, award=award).first()
    if known is not None:
        log(known, after=_said(known), organization=known.uscc)
        return known
    made = Recovery.objects.create(
        award=award,
        line=line,
        uscc=award.uscc,
        amount=amount,
        reason=_("Run %(run)s gives less than was paid.") % {"run": str(line.run)},
        made_by=actor.account,
    )
    _demand(made)
    made.save()
    log(made, after=_said(made), organization=made.uscc)
    return made


def _demand(recovery: Recovery) -> None:
    within = adopted_count("recovery.days")
    recovery.state = State.DEMANDED
    recovery.due_on = working_days_after(timezone.localdate(), within)
    award = recovery.award
    tell(
        representatives([recovery.uscc])[recovery.uscc],
        "payments.recovery_demanded",
        key=f"payments.recovery_demanded {recovery.pk}",
        context={
            "amount": yuan(recovery.amount),
            "measure": both("measure", award.measure),
            "year": award.year,
            "reason": recovery.reason,
            "day": recovery.due_on.isoformat(),
        },
        link=_page(recovery),
        organization=recovery.uscc,
    )
    open_obligation(
        "payments.recover",
        recovery,
        Holder(role=Role.ENTERPRISE),
        working_days=within,
        link=_page(recovery),
        words={"amount": yuan(recovery.amount)},
        organization=recovery.uscc,
    )


@action("payments.receive_money")
def receive_money(
    actor: Actor, recovery: Recovery, amount: int, received_on: date, serial: str
) -> Receipt:
    """Money came back: ``amount`` fen, by the bank's transaction ``serial``. It is available again;
    the award counts it as taken away. Raises RefusedError."""
    require_finance(actor)
    serial = serial.strip()
    if not serial or len(serial) > 100:
        raise RefusedError(_("Give the bank's number of the transaction."), "serial")
    if received_on > timezone.localdate():
        raise RefusedError(_("This day has not come yet."), "received_on")
    award = held_awards([recovery.award_id])[recovery.award_id]
    recovery = _held(recovery, *Recovery.OWED)
    if not 0 < amount <= min(recovery.outstanding, award.paid):
        said = {"most": yuan(min(recovery.outstanding, award.paid))}
        raise RefusedError(_("At most %(most)s yuan are outstanding.") % said, "amount")
    known = BankResult.objects.filter(serial=serial, posted_at__isnull=False)
    if known.exists() or Receipt.objects.filter(serial=serial).exists():
        raise RefusedError(_("This transaction was entered already."), "serial")
    try:
        made = Receipt.objects.create(
            recovery=recovery,
            amount=amount,
            received_on=received_on,
            serial=serial,
            entered_by=actor.account,
        )
    except IntegrityError:
        raise RefusedError(_("This transaction was entered already."), "serial") from None
    before = recovery.state
    recovery.received += amount
    _settle(actor, recovery)
    award.paid -= amount
    award.reduced += amount
    award.save(update_fields=["paid", "reduced"])
    kind, key = Entry.Kind.RECOVERY, transaction_key(serial)
    posting = Posting(
        kind, award.budget, amount, reference_to(recovery), key, award.measure, award.county
    )
    post(actor, [posting])
    log(
        recovery,
        before={"state": before},
        after=_said(recovery) | {"received": recovery.received, "serial": serial},
        organization=recovery.uscc,
    )
    return made


def _settle(actor: Actor, recovery: Recovery) -> None:
    """Saves a recovery of which a part was received or set off."""
    recovery.state = State.PARTLY if recovery.outstanding else State.RECOVERED
    if not recovery.outstanding:
        recovery.ended_at = timezone.now()
        close_obligations(actor, recovery)
    recovery.save(update_fields=["received", "set_off", "state", "ended_at"])


def set_off(actor: Actor, awards: Iterable[Award]) -> None:
    """Where more is demanded back of an award (held) than is paid of it now, as the bank did not
    pay or the payment came back, takes the rest of what is unpaid instead: that money goes back to
    the budget and is not paid again. Within a running action."""
    by_key = {award.pk: award for award in awards}
    found = Recovery.objects.select_for_update().filter(award__in=by_key, state__in=Recovery.OWED)
    owed: dict[int, list[Recovery]] = {}
    for recovery in found.order_by("pk"):
        owed.setdefault(recovery.award_id, []).append(recovery)
    for key, recoveries in owed.items():
        award = by_key[key]
        excess = sum(one.outstanding for one in recoveries) - award.paid
        for recovery in reversed(recoveries):
            part = min(excess, recovery.outstanding, award.unpaid)
            if part > 0:
                excess -= part
                _take_of_unpaid(actor, award, recovery, part)


def _take_of_unpaid(actor: Actor, award: Award, recovery: Recovery, fen: int) -> None:
    before = recovery.state
    recovery.set_off += fen
    award.reduced += fen
    award.save(update_fields=["reduced"])
    _settle(actor, recovery)
    key = f"set off {recovery.pk} {recovery.set_off}"
    kind, reference = Entry.Kind.CANCELLATION, reference_to(recovery)
    post(
        actor,
        [Posting(kind, award.budget, fen, reference, key, award.measure, award.county)],
    )
    log(
        recovery,
        before={"state": before},
        after=_said(recovery) | {"set_off": recovery.set_off},
        organization=recovery.uscc,
    )


@action("payments.withdraw_recovery")
def withdraw_recovery(actor: Actor, recovery: Recovery, reason: str) -> Recovery:
    """Gives up what has not come back. A proposal is withdrawn by anybody; a demand by somebody
    else than who made it."""
    require_finance(actor)
    reason = reason_of(reason)
    recovery = _held(recovery, State.PROPOSED, *Recovery.OWED)
    before = recovery.state
    if before != State.PROPOSED and recovery.made_by == actor.account:
        raise RefusedError(_("Whoever made a demand cannot withdraw it."))
    recovery.state, recovery.answer, recovery.ended_at = State.WITHDRAWN, reason, timezone.now()
    recovery.save(update_fields=["state", "answer", "ended_at"])
    close_obligations(actor, recovery, dropped=True)
    if before != State.PROPOSED:
        award = recovery.award
        tell(
            representatives([recovery.uscc])[recovery.uscc],
            "payments.recovery_withdrawn",
            key=f"payments.recovery_withdrawn {recovery.pk}",
            context={
                "amount": yuan(recovery.outstanding),
                "measure": both("measure", award.measure),
                "year": award.year,
                "reason": reason,
            },
            link=_page(recovery),
            organization=recovery.uscc,
        )
    log(
        recovery,
        before={"state": before},
        after={"state": recovery.state, "reason": reason},
        organization=recovery.uscc,
    )
    return recovery


def _held(recovery: Recovery, *states: str) -> Recovery:
    recovery = Recovery.objects.select_for_update().get(pk=recovery.pk)
    if recovery.state not in states:
        said = {"state": recovery.get_state_display()}
        raise RefusedError(_("Somebody was first: this recovery is %(state)s.") % said)
    return recovery


def _page(recovery: Recovery) -> str:
    return reverse("payments:recovery", args=[recovery.pk])


def _said(recovery: Recovery) -> dict[str, object]:
    return {
        "state": recovery.state,
        "amount": recovery.amount,
        "received": recovery.received,
        "reason": recovery.reason,
    }

"""A batch, step by step: drawn up, checked by a second person, given to the bank."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import IntegrityError
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.matching.models import PayeeAccount
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import close_obligations, open_obligation
from banyan.desk.payments.actions.parts import (
    FINANCE,
    follow_up,
    held_awards,
    held_batch,
    reason_of,
    require_finance,
)
from banyan.desk.payments.actions.recoveries import set_off
from banyan.desk.payments.flags import blocked
from banyan.desk.payments.models import Batch, PaymentFile, PaymentOrder
from banyan.desk.payments.payable import (
    Choice,
    Obstacle,
    by_obstacle,
    chosen,
    ready,
    unpaid_awards,
    within,
)
from banyan.desk.payments.payment_file import rows_of, write
from banyan.desk.payments.references import reference_of
from banyan.desk.policy_pack import adopted_count
from banyan.desk.settlement.models import Run

MOST_ORDERS = 10_000
"""Orders of a batch; more are for the next one."""


@action("payments.draw_up")
def draw_up(actor: Actor, choice: Choice, note: str = "") -> Batch:
    """Orders the payment of all that can be paid of ``choice``, oldest first. Raises RefusedError
    where there is nothing."""
    require_finance(actor)
    found = ready(chosen(choice)).order_by("payable_at", "pk")
    awards, _rest = within(choice.ceiling, list(found[: 4 * MOST_ORDERS]), MOST_ORDERS)
    # Whoever else draws up waits here, and afterwards finds these ordered; what is left of an
    # award may be another sum by then.
    held = held_awards(award.pk for award in awards)
    still = list(ready(chosen(choice).filter(pk__in=held)).order_by("payable_at", "pk"))
    awards, _rest = within(choice.ceiling, still, MOST_ORDERS)
    if not awards:
        raise RefusedError(_("There is nothing to be paid."))
    batch = Batch.objects.create(
        year=choice.year,
        county=choice.payer,
        measure=choice.measure,
        payees_county=choice.county,
        ceiling=choice.ceiling,
        note=note.strip()[:500],
        made_by=actor.account,
    )
    _order(batch, awards)
    batch.left_out = _left_out(choice, batch)
    batch.save(update_fields=["left_out"])
    _close_runs(actor, choice.year)
    _follow_up_earlier(actor, [award.pk for award in awards])
    _open(batch, "payments.check_batch")
    log(batch, after=_said(batch))
    return batch


def _order(batch: Batch, awards: list[Any]) -> None:
    accounts = PayeeAccount.objects.in_bulk([award.present_account for award in awards])
    orders = []
    for sequence, award in enumerate(awards, start=1):
        account = accounts[award.present_account]
        orders.append(
            PaymentOrder(
                batch=batch,
                sequence=sequence,
                award=award,
                reference=reference_of(batch.year, batch.pk, sequence),
                account=account,
                uscc=award.uscc,
                holder=account.holder,
                bank=account.bank,
                branch_code=account.branch_code,
                number=account.number,
                amount=award.left,
            )
        )
    try:
        PaymentOrder.objects.bulk_create(orders, batch_size=500)
    except IntegrityError as error:
        raise RefusedError(_("Somebody else is ordering these payments; try again.")) from error


def _left_out(choice: Choice, batch: Batch) -> dict[str, dict[str, int]]:
    """What is not in the batch, by why; what is ready and not in it was above its ceiling."""
    held_up = by_obstacle(chosen(choice).exclude(orders__batch=batch))
    ready = held_up.pop("", None)
    return held_up | ({Obstacle.CEILING.value: ready} if ready else {})


def _close_runs(actor: Actor, year: int) -> None:
    """Ends the obligation to draw up the payments of a run of which nothing waits any more."""
    open_runs = Obligation.objects.filter(
        kind="payments.draw_up", state__in=[Obligation.State.OPEN, Obligation.State.PAUSED]
    ).values_list("key", flat=True)
    for run in Run.objects.filter(pk__in=[int(key) for key in open_runs], year=year):
        ready = unpaid_awards(everything=True).filter(line__run=run, obstacle="")
        if not ready.exists():
            close_obligations(actor, run, "payments.draw_up")


def _follow_up_earlier(actor: Actor, awards: list[int]) -> None:
    """What an earlier batch left unpaid is worked off now."""
    earlier = PaymentOrder.objects.filter(award__in=awards, state__in=_NOT_PAID)
    follow_up(actor, earlier.order_by().values_list("batch", flat=True).distinct())


_NOT_PAID = (PaymentOrder.State.FAILED, PaymentOrder.State.PARTIAL, PaymentOrder.State.RETURNED)


def _open(batch: Batch, kind: str, figure: str = "payment.step_days") -> None:
    open_obligation(
        kind,
        batch,
        FINANCE,
        working_days=adopted_count(figure),
        link=reverse("payments:batch", args=[batch.pk]),
        words={"batch": str(batch)},
    )


def _said(batch: Batch) -> dict[str, Any]:
    orders = batch.orders.exclude(state=PaymentOrder.State.CANCELLED)
    found = orders.aggregate(count=Count("pk"), amount=Sum("amount"))
    return {
        "state": batch.state,
        "year": batch.year,
        "county": batch.county,
        "orders": found["count"],
        "amount": found["amount"] or 0,
    }


@action("payments.check_batch")
def check_batch(actor: Actor, batch: Batch) -> Batch:
    """The second person has looked at the batch. Raises RefusedError for who drew it up, and where
    an order of it cannot be paid as it stands."""
    require_finance(actor)
    batch = held_batch(batch, Batch.State.DRAFT)
    if batch.made_by == actor.account:
        raise RefusedError(_("Whoever drew up a batch cannot check it."))
    _refuse_blocked(batch)
    batch.state = Batch.State.CHECKED
    batch.checked_by, batch.checked_at = actor.account, timezone.now()
    batch.save(update_fields=["state", "checked_by", "checked_at"])
    close_obligations(actor, batch, "payments.check_batch")
    _open(batch, "payments.make_file")
    log(batch, before={"state": Batch.State.DRAFT}, after=_said(batch))
    return batch


def _refuse_blocked(batch: Batch) -> None:
    held_awards(batch.orders.values_list("award", flat=True))
    found = blocked(batch)
    if found:
        said = {"references": ", ".join(order.reference for order in found[:5])}
        raise RefusedError(
            _("These orders cannot be paid as they stand; take them out: %(references)s") % said
        )
    if not batch.orders.filter(state=PaymentOrder.State.PREPARED).exists():
        raise RefusedError(_("No order is left in this batch."))


@action("payments.make_file")
def make_file(actor: Actor, batch: Batch) -> Batch:
    """Makes the file for the bank in every form, to the byte as it can be fetched from now on; the
    orders are with the bank. Raises RefusedError where an order cannot be paid any more."""
    require_finance(actor)
    batch = held_batch(batch, Batch.State.CHECKED)
    _refuse_blocked(batch)
    batch.state = Batch.State.SENT
    batch.sent_by, batch.sent_at = actor.account, timezone.now()
    batch.save(update_fields=["state", "sent_by", "sent_at"])
    orders = batch.orders.filter(state=PaymentOrder.State.PREPARED)
    orders.update(state=PaymentOrder.State.SENT)
    rows = rows_of(batch)
    files = []
    for form in PaymentFile.Form.values:
        try:
            content = write(form, rows, batch.sent_at)
        except RefusedError:
            continue  # GBK lacks a character of a name: the other forms have it
        digest = hashlib.sha256(content).hexdigest()
        files.append(PaymentFile(batch=batch, form=form, sha256=digest, content=content))
    PaymentFile.objects.bulk_create(files)
    close_obligations(actor, batch, "payments.make_file")
    _open(batch, "payments.await_bank", "payment.days")
    said = _said(batch) | {"files": {one.form: one.sha256 for one in files}}
    log(batch, before={"state": Batch.State.CHECKED}, after=said)
    return batch


@action("payments.download_file")
def download_file(actor: Actor, file: PaymentFile) -> bytes:
    """The bytes of a file; it holds account numbers, so whoever takes it is noted."""
    require_finance(actor)
    content = bytes(file.content)
    log(file.batch, after={"form": file.form, "sha256": file.sha256})
    return content


@action("payments.cancel_batch")
def cancel_batch(actor: Actor, batch: Batch, reason: str) -> Batch:
    """Gives up a batch that the bank was not given; its awards can be ordered again."""
    require_finance(actor)
    reason = reason_of(reason)
    batch = held_batch(batch, Batch.State.DRAFT, Batch.State.CHECKED)
    before = batch.state
    held_awards(batch.orders.values_list("award", flat=True))
    batch.orders.filter(state=PaymentOrder.State.PREPARED).update(
        state=PaymentOrder.State.CANCELLED, answer=reason[:500]
    )
    batch.state = Batch.State.CANCELLED
    batch.save(update_fields=["state"])
    close_obligations(actor, batch, dropped=True)
    log(batch, before={"state": before}, after={"state": batch.state, "reason": reason})
    return batch


@action("payments.recall_batch")
def recall_batch(actor: Actor, batch: Batch, reason: str) -> Batch:
    """Somebody else than who made the file says that the bank has not taken it, and will not: the
    awards can be ordered again. Raises RefusedError where the bank answered an order of it."""
    require_finance(actor)
    reason = reason_of(reason)
    batch = held_batch(batch, Batch.State.SENT)
    if batch.sent_by == actor.account:
        raise RefusedError(_("Whoever made the file cannot recall it."))
    awards = held_awards(batch.orders.values_list("award", flat=True))
    if batch.orders.filter(results__isnull=False).exists():
        raise RefusedError(_("The bank has answered this batch already."))
    batch.orders.filter(state=PaymentOrder.State.SENT).update(
        state=PaymentOrder.State.CANCELLED, answer=reason[:500]
    )
    set_off(actor, awards.values())
    batch.state = Batch.State.CANCELLED
    batch.save(update_fields=["state"])
    close_obligations(actor, batch, dropped=True)
    log(
        batch,
        before={"state": Batch.State.SENT},
        after={"state": batch.state, "reason": reason},
    )
    return batch


@action("payments.drop_order")
def drop_order(actor: Actor, order: PaymentOrder, reason: str) -> PaymentOrder:
    """Takes one order out of a batch that the bank was not given."""
    require_finance(actor)
    reason = reason_of(reason)
    held_batch(order.batch, Batch.State.DRAFT, Batch.State.CHECKED)
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if order.state != PaymentOrder.State.PREPARED:
        raise RefusedError(_("This order is in the batch no more."))
    return take_out(order, reason)


def take_out(order: PaymentOrder, reason: str) -> PaymentOrder:
    """Takes an order that waits (held) out of its batch; within a running action."""
    before = order.state
    order.state, order.answer = PaymentOrder.State.CANCELLED, reason[:500]
    order.save(update_fields=["state", "answer"])
    log(
        order,
        before={"state": before},
        after={"state": order.state, "reason": reason},
        organization=order.uscc,
    )
    return order

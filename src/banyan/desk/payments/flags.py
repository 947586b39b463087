"""What the second person should look at in a batch before the money goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.matching.models import PayeeAccount
from banyan.desk.payments.account_checks import doubts_of
from banyan.desk.payments.models import Batch, PaymentOrder, Recovery
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.settlement.models import Award


class Flag(TextChoices):
    """Why an order stands out; those of ``STOPS`` must be taken out."""

    ACCOUNT_CHANGED = "account_changed", _("the account has changed since")
    NOT_COVERED = "not_covered", _("the award does not cover it any more")
    LARGE = "large", _("large amount")
    AGAIN = "again", _("ordered before")
    OWES = "owes", _("must give money back")


STOPS = (Flag.ACCOUNT_CHANGED, Flag.NOT_COVERED)


@dataclass(frozen=True)
class Flagged:
    """An order with all that stands out, as words for people: ``stops`` forbids its payment."""

    order: PaymentOrder
    words: list[Any] = field(default_factory=list)
    stops: bool = False


def large_amount() -> int:
    """From which amount (fen) a payment is looked at."""
    return int(pack_in_force().parameters["run.large_amount"].on(timezone.localdate()).adopted)


def blocked(batch: Batch) -> list[PaymentOrder]:
    """Orders that wait in the batch and cannot be paid as they stand."""
    good = Q(
        account__ended_at__isnull=True,
        account__check_state=PayeeAccount.Check.GOOD,
        award__state=Award.State.PAYABLE,
        amount__lte=F("award__amount") - F("award__paid") - F("award__reduced"),
    )
    waiting = batch.orders.filter(state=PaymentOrder.State.PREPARED)
    return list(waiting.exclude(pk__in=waiting.filter(good).values("pk")))


def flags_of(orders: Iterable[PaymentOrder]) -> list[Flagged]:
    """The orders that stand out, of those given (with ``award`` and ``account`` at hand)."""
    orders = list(orders)
    doubts = doubts_of({order.account_id: order.account for order in orders}.values())
    owing = set(
        Recovery.objects.filter(
            uscc__in={order.uscc for order in orders}, state__in=Recovery.OWED
        ).values_list("uscc", flat=True)
    )
    again = set(
        PaymentOrder.objects.filter(award__in={order.award_id for order in orders})
        .exclude(state=PaymentOrder.State.CANCELLED)
        .exclude(pk__in={order.pk for order in orders})
        .values_list("award", flat=True)
    )
    large = large_amount()
    found = []
    for order in orders:
        flags = []
        account, award = order.account, order.award
        waits = order.state == PaymentOrder.State.PREPARED
        if waits and (account.ended_at or account.check_state != PayeeAccount.Check.GOOD):
            flags.append(Flag.ACCOUNT_CHANGED)
        if waits and (award.state != Award.State.PAYABLE or order.amount > award.unpaid):
            flags.append(Flag.NOT_COVERED)
        if order.amount >= large:
            flags.append(Flag.LARGE)
        if order.award_id in again:
            flags.append(Flag.AGAIN)
        if order.uscc in owing:
            flags.append(Flag.OWES)
        words = [one.label for one in (*flags, *doubts[order.account_id])]
        if words:
            found.append(Flagged(order, words, any(flag in STOPS for flag in flags)))
    return found

"""What an answer of the bank does to an order, or why it cannot be posted."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.desk.funds.models import Entry
from banyan.desk.payments.models import BankResult, PaymentOrder
from banyan.desk.settlement.models import Award

Outcome = BankResult.Outcome
Doubt = BankResult.Doubt
State = PaymentOrder.State


@dataclass(frozen=True)
class Movement:
    """``state`` of the order afterwards; ``change`` is added to what is paid, of the order and of
    the award, in fen."""

    state: PaymentOrder.State
    change: int

    @property
    def kind(self) -> Entry.Kind | None:
        """How the ledger names it; nothing where no money moved."""
        if not self.change:
            return None
        return Entry.Kind.PAYMENT if self.change > 0 else Entry.Kind.RETURN


def judge(
    order: PaymentOrder,
    award: Award,
    outcome: str,
    amount: int,
    *,
    ordered_again: bool,
    stated: str = "",
    by_hand: bool = False,
) -> Movement | BankResult.Doubt:
    """What the answer does, given the order and its award as they are now. ``ordered_again``:
    another order of the award is open. ``stated``: what a letter of the bank said of the order, of
    which no file has told yet. ``by_hand``: somebody says that it is right although the
    bank answered before, called a part the whole, or paid what had been cancelled; money is never
    counted beyond the order and the award all the same."""
    cancelled = order.state == State.CANCELLED
    if order.state == State.PREPARED or (cancelled and not by_hand):
        return Doubt.NOT_WITH_BANK
    if outcome == Outcome.RETURNED:
        if not 0 < amount <= min(order.paid, award.paid):
            return Doubt.AMOUNT
        return _moved(order, -amount)
    if stated and not by_hand:
        agrees = outcome == stated == order.state and amount == order.paid
        return Movement(State(order.state), 0) if agrees else Doubt.CONTRADICTS
    if stated == Outcome.PAID and outcome != Outcome.PAID:
        # What was posted by the letter is taken back as far as the bank says otherwise.
        if not amount < order.paid <= award.paid + amount:
            return Doubt.AMOUNT
        return Movement(State.PARTIAL if amount else State.FAILED, amount - order.paid)
    if outcome == Outcome.FAILED:
        return Movement(State.FAILED, 0) if order.state == State.SENT else Doubt.ANSWERED
    waiting = order.state in (State.SENT, State.PARTIAL)
    if not waiting and not by_hand:
        return Doubt.ANSWERED
    if ordered_again and order.state != State.SENT:
        return Doubt.ORDERED_AGAIN
    left = order.amount - order.paid
    fits = amount == left if outcome == Outcome.PAID else 0 < amount < left
    if by_hand:
        fits = 0 < amount <= left
    if not fits:
        return Doubt.AMOUNT
    if amount > award.unpaid:
        return Doubt.EXCEEDS
    return _moved(order, amount)


def _moved(order: PaymentOrder, change: int) -> Movement:
    paid = order.paid + change
    if paid == order.amount:
        return Movement(State.PAID, change)
    return Movement(State.PARTIAL if paid else State.RETURNED, change)

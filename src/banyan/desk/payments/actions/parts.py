"""What the actions of payments share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.payments.models import Batch, PaymentOrder
from banyan.desk.payments.payable import OPEN_ORDERS
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count, declared_pack
from banyan.desk.settlement.models import Award

FINANCE = Holder(role=Role.FINANCE)


def require_finance(actor: Actor) -> None:
    """A finance officer with a name: money is moved by people, and a command is nobody."""
    require(actor, Role.FINANCE)
    if actor.account is None:
        raise PermissionDenied


def reason_of(text: str) -> str:
    """What was given as the reason. Raises RefusedError where nothing was."""
    if not text.strip():
        raise RefusedError(_("Say why."), "reason")
    return text.strip()[:1000]


def both(kind: str, code: str) -> dict[str, str]:
    """What a code of the pack means, in both languages, as messages and obligations take it."""
    words = declared_pack().words
    found: Any = words["measures"] if kind == "measure" else words["words"].get(kind, {})
    said: Any = found.get(code)
    return {"zh": said["zh"], "en": said["en"]} if said else {"zh": code, "en": code}


def transaction_key(serial: str) -> str:
    """The ledger's key of a movement by the bank's number of its transaction: one number moves
    money once, whether it stands in a file of the bank or was entered as money given back."""
    return f"bank {serial}"


def held_batch(batch: Batch, *states: Batch.State) -> Batch:
    """The batch as it is now, held until the end of the transaction. Raises RefusedError where it
    is in none of the states."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in states:
        said = {"state": batch.get_state_display()}
        raise RefusedError(_("Somebody was first: this batch is %(state)s.") % said)
    return batch


def held_awards(keys: Iterable[int]) -> dict[int, Award]:
    """The awards as they are now, held; always in one order, so that no two wait for each other."""
    found = Award.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk")
    return {award.pk: award for award in found}


def left_to_do(batch: Batch) -> int:
    """How many orders of the batch did not pay their award, which nobody has ordered again."""
    return to_work_off().filter(batch=batch).count()


def to_work_off() -> QuerySet[PaymentOrder]:
    """Orders that the bank did not pay, or not wholly, and after which none was drawn up."""
    states = PaymentOrder.State
    later = PaymentOrder.objects.filter(award=OuterRef("award"), pk__gt=OuterRef("pk")).exclude(
        state=states.CANCELLED
    )
    return PaymentOrder.objects.filter(
        ~Exists(later),
        state__in=[states.PARTIAL, states.FAILED, states.RETURNED],
        award__state=Award.State.PAYABLE,
        award__amount__gt=F("award__paid") + F("award__reduced"),
    )


def follow_up(actor: Actor, batches: Iterable[int]) -> None:
    """Closes batches that the bank has answered whole, and opens or ends the obligation to work
    off what it did not pay. Within a running action."""
    states = Batch.State
    found = Batch.objects.filter(pk__in=set(batches), state__in=[states.SENT, states.CLOSED])
    for batch in found.order_by("pk"):
        if batch.state == states.SENT and not batch.orders.filter(state__in=OPEN_ORDERS).exists():
            batch.state = states.CLOSED
            batch.save(update_fields=["state"])
            close_obligations(actor, batch, "payments.await_bank")
        if not batch.orders.filter(state=PaymentOrder.State.SENT).exists():
            close_obligations(actor, batch, "payments.ask_bank")
        if left_to_do(batch):
            open_obligation(
                "payments.work_off",
                batch,
                FINANCE,
                working_days=adopted_count("payment.step_days"),
                link=reverse("payments:work"),
                words={"batch": str(batch)},
            )
        else:
            close_obligations(actor, batch, "payments.work_off")

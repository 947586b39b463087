"""An order that the bank has not answered in its file: asked about, and settled by a letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import open_obligation
from banyan.desk.obligations.proposals import confirm, propose, refuse, withdraw
from banyan.desk.payments.actions.parts import FINANCE, held_awards
from banyan.desk.payments.actions.results import post_statement
from banyan.desk.payments.models import BankResult, Batch, PaymentOrder, Statement
from banyan.desk.payments.unanswered import late_batches
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.importing.archive import OFFICE_TYPES
from banyan.desk.records.keeping import keep

TO_CONFIRM = "payments.confirm_statement"
_OPEN = (Obligation.State.OPEN, Obligation.State.PAUSED)


@action("payments.ask_bank")
def ask_bank(actor: Actor, day: date) -> None:
    """Opens the obligation to ask the bank about each batch of which it has left orders unanswered
    for too long. Only the system does."""
    require(actor)
    late = not_asked(day)
    for batch in late:
        open_obligation(
            "payments.ask_bank",
            batch,
            FINANCE,
            working_days=adopted_count("payment.step_days"),
            link=f"{reverse('payments:work')}#unanswered",
            words={"batch": str(batch)},
        )
    log("payments.unanswered", after={"batches": [str(batch) for batch in late]})


def not_asked(day: date) -> list[Batch]:
    """The batches of which nobody has been told yet that the bank is to be asked."""
    told = Obligation.objects.filter(kind="payments.ask_bank", state__in=_OPEN)
    keys = set(told.values_list("key", flat=True))
    return [batch for batch in late_batches(day) if str(batch.pk) not in keys]


@action("payments.enter_statement")
def enter_statement(
    actor: Actor,
    order: PaymentOrder,
    outcome: str,
    day: date,
    reason: str,
    path: Path,
    name: str,
) -> Statement:
    """A finance officer enters what the bank's letter (the file at ``path``, sent as ``name``) says
    of an order: that it was paid, or was not. Raises RefusedError where the order is not with the
    bank, where a letter waits already, and for a file that is no letter."""
    require(actor, Role.FINANCE)
    order = _with_the_bank(order)
    if order.statements.filter(state=Statement.State.PROPOSED).exists():
        raise RefusedError(_("A letter about this order is waiting for the second person already."))
    if day > timezone.localdate():
        raise RefusedError(_("This day has not come yet."), "day")
    kind = file_type(path, name)
    if kind in OFFICE_TYPES:
        raise RefusedError(_("Send the letter as PDF, PNG or JPEG."), "letter")
    made = Statement(
        order=order,
        outcome=outcome,
        day=day,
        reason=reason.strip(),
        letter=keep(actor, path, name, kind),
    )
    propose(
        actor,
        made,
        TO_CONFIRM,
        FINANCE,
        working_days=adopted_count("payment.step_days"),
        words={"reference": order.reference},
    )
    log(made, after=_said(made), organization=order.uscc)
    return made


@action("payments.confirm_statement")
def confirm_statement(actor: Actor, statement: Statement) -> Statement:
    """The second person has read the letter: the order is paid, or its award can be ordered again.
    Raises RefusedError for who entered it, and where the bank has answered meanwhile."""
    require(actor, Role.FINANCE)
    statement = confirm(actor, statement)
    order = _with_the_bank(statement.order)
    paid = statement.outcome == Statement.Outcome.PAID
    result = BankResult.objects.create(
        statement=statement,
        serial=f"letter {statement.pk}",
        reference=order.reference,
        outcome=statement.outcome,
        amount=order.amount - order.paid if paid else 0,
        day=statement.day,
        message=statement.reason[:500],
    )
    post_statement(actor, result)
    _log_decision(statement)
    return statement


@action("payments.refuse_statement")
def refuse_statement(actor: Actor, statement: Statement, answer: str) -> None:
    """The second person does not read so in the letter."""
    require(actor, Role.FINANCE)
    _log_decision(refuse(actor, statement, answer))


@action("payments.withdraw_statement")
def withdraw_statement(actor: Actor, statement: Statement) -> None:
    """Whoever entered the letter takes it back."""
    require(actor, Role.FINANCE)
    _log_decision(withdraw(actor, statement))


def _with_the_bank(order: PaymentOrder) -> PaymentOrder:
    """The order as it is now, held, with its award. Raises RefusedError where the bank does not
    have it any more."""
    held_awards([order.award_id])
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if order.state != PaymentOrder.State.SENT:
        said = {"state": order.get_state_display()}
        raise RefusedError(_("This order is not with the bank: it is %(state)s.") % said)
    return order


def _log_decision(statement: Statement) -> None:
    log(
        statement,
        before={"state": Statement.State.PROPOSED},
        after=_said(statement),
        organization=statement.order.uscc,
    )


def _said(statement: Statement) -> dict[str, Any]:
    return {
        "reference": statement.order.reference,
        "outcome": statement.outcome,
        "day": statement.day.isoformat(),
        "letter": statement.letter.sha256,
        "reason": statement.reason,
        "state": statement.state,
        "answer": statement.answer,
    }

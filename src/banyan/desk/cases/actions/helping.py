"""Units that help the lead unit."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action
from banyan.desk.cases.actions.moving import after, allow, hold, write_move
from banyan.desk.cases.holding import ask_unit
from banyan.desk.cases.models import Case, Help
from banyan.desk.cases.states import By, State
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.models import Unit


@action("cases.ask_help")
def ask_help(actor: Actor, read: Case, unit: Unit | None, what: str) -> Help:
    """The lead unit, or who keeps the ledger, asks another unit. Raises RefusedError for one that
    is asked already."""
    allow(actor, read, By.LEAD, By.LEDGER)
    case = hold(read)
    if unit is None or unit.pk == case.lead_id:
        raise RefusedError(_("Choose another unit."), "unit")
    if case.state in (State.CLOSED, State.ANSWERED):
        raise RefusedError(_("Nothing is to be done in this case now."))
    if not what.strip():
        raise RefusedError(_("Say what the unit is asked for."), "what")
    return ask(actor, case, unit, what)


@action("cases.answer_help")
def answer_help(actor: Actor, asked: Help, answer: str) -> Help:
    """The unit that was asked says what it has done or can do."""
    case = hold(asked.case)
    asked = Help.objects.select_related("unit").get(pk=asked.pk)
    account = actor.account
    if account is None or account.unit_id != asked.unit_id:
        raise PermissionDenied
    allow(actor, case, By.HELPER)
    if asked.answered_at is not None:
        raise RefusedError(_("Your unit has answered already."))
    if not answer.strip():
        raise RefusedError(_("Say what your unit has done."), "answer")
    asked.answer, asked.answered_at = answer.strip(), timezone.now()
    asked.answered_by = account
    asked.save(update_fields=["answer", "answered_at", "answered_by"])
    close_obligations(actor, asked)
    made = write_move(actor, case, "answer_help", f"{asked.unit.name}: {asked.answer}")
    after(actor, case, made)
    return asked


def ask(actor: Actor, case: Case, unit: Unit, what: str) -> Help:
    """Asks within a running action."""
    asked, new = Help.objects.get_or_create(
        case=case, unit=unit, defaults={"asked_by": actor.account, "what": what.strip()}
    )
    if not new:
        if asked.answered_at is None and _waits(asked):
            raise RefusedError(_("This unit is asked already."), "unit")
        asked.what, asked.answer = what.strip(), ""
        asked.asked_by, asked.asked_at = actor.account, timezone.now()
        asked.answered_at, asked.answered_by = None, None
        asked.save()
    asked.case = case
    ask_unit(asked)
    note = f"{unit.name}: {asked.what}" if asked.what else unit.name
    after(actor, case, write_move(actor, case, "ask_help", note))
    return asked


def _waits(asked: Help) -> bool:
    return (
        Obligation.objects.open()
        .filter(subject=asked._meta.label_lower, key=str(asked.pk))
        .exists()
    )

"""What the enterprise says of an answer, and what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action
from banyan.desk.cases.actions.moving import after, allow, hold, move, write_move
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.holding import (
    AGREE,
    REVISIT,
    capacities,
    wait_for_decision,
    wait_for_revisit,
)
from banyan.desk.cases.models import Case
from banyan.desk.cases.states import By, Level, Outcome, State, transition
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.policy_pack import adopted_count


@action("cases.agree")
def agree(actor: Actor, read: Case, rating: int, words: str = "") -> Case:
    """It is solved, says the enterprise, and rates it from 1 to 5. After a bad rating somebody who
    keeps the ledger asks what was wrong."""
    if rating not in range(1, 6):
        raise RefusedError(_("Choose a rating from 1 to 5."), "rating")
    case = move(
        actor,
        "agree",
        read,
        words,
        rating=rating,
        rating_text=words.strip(),
        outcome=Outcome.AGREED,
        closed_at=timezone.now(),
        revisited_at=None,
        revisit_text="",
    )
    if rating <= adopted_count("case.bad_rating"):
        wait_for_revisit(case)
    return case


@action("cases.disagree")
def disagree(actor: Actor, read: Case, reason: str) -> Case:
    """It is not solved, says the enterprise: another round, in the city's ledger."""
    return move(actor, "disagree", read, reason, **_next_round(read, higher=True))


@action("cases.reopen")
def reopen(actor: Actor, read: Case, reason: str) -> Case:
    """A closed case is opened again, by the enterprise or by who keeps the ledger; in the city's
    ledger where it was closed without the enterprise's agreement and the enterprise opens it."""
    step = transition("reopen", read.state)
    having = capacities(actor.account, read)
    if step is None:
        raise MovedError(Case.objects.get(pk=read.pk))
    by_enterprise = By.ENTERPRISE in having
    higher = by_enterprise and read.outcome != Outcome.AGREED
    as_who = replace(step, by=By.ENTERPRISE if by_enterprise else By.LEDGER)
    more = _next_round(read, higher=higher) | {"outcome": "", "closed_at": None, "same_as": None}
    return move(actor, "reopen", read, reason, step=as_who, **more)


@action("cases.revisit")
def revisit(actor: Actor, read: Case, words: str) -> Case:
    """Somebody who keeps the ledger has asked the enterprise what was wrong."""
    allow(actor, read, By.LEDGER)
    case = hold(read)
    if case.state != State.CLOSED or case.rating is None or case.revisited_at is not None:
        raise MovedError(case)
    if not words.strip():
        raise RefusedError(_("Say what the enterprise answered."), "note")
    case.revisited_at, case.revisit_text = timezone.now(), words.strip()
    case.save(update_fields=["revisited_at", "revisit_text"])
    close_obligations(actor, case, REVISIT)
    after(actor, case, write_move(actor, case, "revisit", words.strip(), inside=True))
    return case


@action("cases.take_up_silence")
def take_up_silence(actor: Actor, read: Case) -> Case:
    """The desk has waited for the enterprise for long enough: who keeps the ledger sees to it that
    two people decide. The enterprise can still answer until they have."""
    if actor.account is not None:
        raise PermissionDenied
    case = hold(read)
    if case.state != State.ANSWERED or not close_obligations(actor, case, AGREE, dropped=True):
        raise MovedError(case)
    wait_for_decision(case)
    after(actor, case, write_move(actor, case, "silent"))
    return case


def _next_round(read: Case, *, higher: bool) -> dict[str, Any]:
    values: dict[str, Any] = {"round": read.round + 1, "rating": None, "rating_text": ""}
    if higher and read.level != Level.CITY:
        values |= {"level": Level.CITY, "escalated_at": timezone.now()}
    return values

"""How an action moves a case: compared and swapped, written down, handed over, told."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, log
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.holding import capacities, hand_over
from banyan.desk.cases.models import Case, Closing, Extension, Move
from banyan.desk.cases.search import refresh
from banyan.desk.cases.states import By, State, Transition, transition
from banyan.desk.cases.telling import tell_of
from banyan.desk.obligations import proposals
from banyan.desk.obligations.proposals import Proposal

AMONG_OFFICIALS = frozenset({"refuse", "uphold", "ask_help", "answer_help", "ask_closing"})
"""Moves whose words are among officials."""


def move(
    actor: Actor,
    name: str,
    read: Case,
    note: str = "",
    *,
    step: Transition | None = None,
    **values: Any,
) -> Case:
    """Moves the case that the actor has ``read``, with ``values`` for its columns. Raises
    MovedError where it has moved since, RefusedError where words are lacking, PermissionDenied for
    who may not. What waited for a second person is withdrawn, unless the clock alone moves."""
    step = step or transition(name, read.state)
    if step is None:
        raise MovedError(Case.objects.get(pk=read.pk))
    allow(actor, read, step.by)
    note = note.strip()
    if step.reason and not note:
        raise RefusedError(_("Say why."), "note")
    found = Case.objects.filter(pk=read.pk, state=step.source, version=read.version)
    if not found.update(state=step.target, version=F("version") + 1, **values):
        raise MovedError(Case.objects.get(pk=read.pk))
    case: Case = Case.objects.select_related("organization", "lead").get(pk=read.pk)
    if State.PAUSED not in (step.source, step.target):
        drop_proposals(actor, case)
    made = write_move(actor, case, name, note, source=step.source)
    hand_over(actor, case, source=step.source)
    after(actor, case, made, before={"state": step.source}, **values)
    return case


def write_move(
    actor: Actor,
    case: Case,
    name: str,
    note: str = "",
    *,
    source: str = "",
    inside: bool = False,
) -> Move:
    """A row of the time line; ``source`` is where it was, of a move that leaves it there nothing
    else than where it is."""
    made: Move = Move.objects.create(
        case=case,
        action=name,
        source=source or case.state,
        target=case.state,
        level=case.level,
        unit=case.lead,
        by=actor.account,
        at=timezone.now(),
        note=note,
        inside=inside or name in AMONG_OFFICIALS,
    )
    return made


def after(
    actor: Actor,
    case: Case,
    made: Move,
    *,
    before: dict[str, Any] | None = None,
    **values: Any,
) -> None:
    """What follows every move: the index, the entry, the messages."""
    refresh(case)
    said = {name: value for name, value in values.items() if name not in ("version",)}
    log(
        case,
        before=before,
        after={
            "reference": case.reference,
            "state": case.state,
            "level": case.level,
            **{name: _sayable(value) for name, value in said.items()},
            **({"note": made.note} if made.note else {}),
        },
        organization="" if made.inside else case.organization_id or "",
    )
    tell_of(actor, case, made)


def allow(actor: Actor, case: Case, *by: By) -> None:
    """Raises PermissionDenied unless the actor has one of the capacities on the case as it is now.
    The system itself (a duty of the day) keeps every ledger."""
    if actor.account is None and actor.origin.via in ("command", "task"):
        return
    now = Case.objects.visible_to(actor.account).filter(pk=case.pk).first()
    if now is None or not capacities(actor.account, now) & set(by):
        raise PermissionDenied


def hold(read: Case) -> Case:
    """The case as it is now, held until the transaction ends, for what leaves it in its state."""
    held: Case = Case.objects.select_for_update(of=("self",)).get(pk=read.pk)
    return held


def drop_proposals(actor: Actor, case: Case) -> None:
    """What waited for a second person was asked of a case that stood elsewhere."""
    for model in (Closing, Extension):
        waiting: QuerySet[Any] = model.objects.filter(case=case, state=Proposal.State.PROPOSED)
        for one in waiting:
            proposals.drop(actor, one)


def _sayable(value: Any) -> Any:
    if hasattr(value, "pk"):
        return str(value.pk)
    return value.isoformat() if hasattr(value, "isoformat") else value

"""Who of those proposed is taken: singly or many at once, with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.lists.actions.proposing import LONGEST
from banyan.desk.lists.actions.rounds import held
from banyan.desk.lists.models import Candidacy, Round
from banyan.desk.obligations.proposals import given_reason

State = Candidacy.State


@action("lists.take")
def take(actor: Actor, round_: Round, numbers: Collection[int], reason: str) -> int:
    """Takes candidates of an open round, for a reason that they read; how many. Never more than
    there are places: the round is held meanwhile, and the database counts too. Raises RefusedError
    where none is left to be taken, and where they are more than the places."""
    round_ = held(actor, round_, Round.State.OPEN)
    reason = given_reason(reason, "reason")[:LONGEST]
    found = _candidates(round_, numbers, State.PROPOSED, State.REFUSED)
    if round_.left is not None and len(found) > round_.left:
        raise RefusedError(
            _("There are %(left)s places left, and you chose %(chosen)s.")
            % {"left": round_.left, "chosen": len(found)}
        )
    _check_tasks(round_, found)
    round_.taken += len(found)
    round_.save(update_fields=["taken"])
    return _decide(actor, round_, found, State.TAKEN, reason)


@action("lists.refuse")
def refuse(actor: Actor, round_: Round, numbers: Collection[int], reason: str) -> int:
    """Does not take candidates of an open round, for a reason that they read; how many. The places
    of those that had been taken are free again. Raises RefusedError where none is left."""
    round_ = held(actor, round_, Round.State.OPEN)
    reason = given_reason(reason, "reason")[:LONGEST]
    found = _candidates(round_, numbers, State.PROPOSED, State.TAKEN)
    round_.taken -= sum(one.state == State.TAKEN for one in found)
    round_.save(update_fields=["taken"])
    return _decide(actor, round_, found, State.REFUSED, reason)


@action("lists.score")
def score(actor: Actor, candidacy: Candidacy, points: int | None) -> None:
    """Gives a candidate of an open round a score from 0 to 100."""
    held(actor, candidacy.round, Round.State.OPEN)
    if points is None or not 0 <= points <= 100:
        raise RefusedError(_("A score is a whole number from 0 to 100."), "score")
    found = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    before, found.score = found.score, points
    found.save(update_fields=["score"])
    log(
        found,
        before={"score": before},
        after={"score": points},
        organization=found.organization_id,
    )


def _candidates(round_: Round, numbers: Collection[int], *states: str) -> list[Candidacy]:
    found = list(round_.candidacies.filter(pk__in=numbers, state__in=states).order_by("pk"))
    if not found:
        raise RefusedError(_("Nothing is left to be decided among those that you chose."))
    return found


def _check_tasks(round_: Round, found: list[Candidacy]) -> None:
    """Raises RefusedError where more would have a task than may take it."""
    if not round_.declared.tasks:
        return
    taken = Counter(round_.candidacies.filter(state=State.TAKEN).values_list("subject", flat=True))
    taken.update(one.subject for one in found)
    for task in round_.tasks.filter(title__in={one.subject for one in found}):
        if task.most is not None and taken[task.title] > task.most:
            raise RefusedError(
                _("“%(task)s” may be taken by %(most)s.") % {"task": task.title, "most": task.most}
            )


def _decide(actor: Actor, round_: Round, found: list[Candidacy], state: str, reason: str) -> int:
    now = timezone.now()
    try:
        with transaction.atomic():
            round_.candidacies.filter(pk__in=[one.pk for one in found]).update(
                state=state, answer=reason, decided_by=actor.account, decided_at=now
            )
    except IntegrityError:
        raise RefusedError(_("One of them has been proposed again meanwhile.")) from None
    for one in found:
        log(
            one,
            before={"state": one.state},
            after={"state": state, "reason": reason},
            organization=one.organization_id,
        )
    return len(found)

"""What is done in the background. A worker that dies leaves nothing half done: each step is one
transaction, and can be begun again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import structlog
from django.utils import timezone
from django_tasks import task

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.desk.people.models import Account
from banyan.rules.errors import FactsError, UsageError

logger = structlog.get_logger(__name__)

A_STEP = 50
"""Matches that one transaction moves: others who write wait no longer than for so many."""


@task()
def search_matches(year: int) -> None:
    """Searches and writes down what was found, or why it failed."""
    from banyan.desk.matching import actions
    from banyan.desk.matching.finding import search
    from banyan.desk.matching.models import Matching
    from banyan.desk.matching.records_seen import last_entry

    system = Actor(origin=Origin(via="task"))

    def say(percent: int) -> None:
        """How far it is, for the page that waits; no fact, and so no action."""
        Matching.objects.filter(pk=year).update(
            state=Matching.State.RUNNING, progress=percent, progress_at=timezone.now()
        )

    say(5)
    entry = last_entry()  # before the records are read: what comes later is not in
    try:
        found = search(year, say)
    except (FactsError, UsageError) as error:
        actions.fail(system, year, str(error))
        return
    except Exception as error:
        logger.exception("matching_failed", year=year)
        actions.fail(system, year, f"{type(error).__name__}: {error}")
        return
    actions.record(system, year, found, entry)


@task()
def work_off(verb: str, numbers: list[int], reason: str, actor: dict[str, Any]) -> None:
    """Does to many matches what an officer decided, some at a time. What has another state by
    then is left alone, so doing it again does no harm."""
    act_on_pieces(_actor(actor), verb, numbers, reason)


def act_on_pieces(actor: Actor, verb: str, numbers: Sequence[int], reason: str) -> int:
    """How many matches it was done to."""
    done = 0
    for piece in pieces(numbers):
        try:
            done += act(actor, verb, piece, reason)
        except RefusedError:
            continue  # nothing of this piece is left to be done
    return done


def act(actor: Actor, verb: str, numbers: Sequence[int], reason: str) -> int:
    """Calls the action of this name: tell, release, hold, reopen. How many it was done to."""
    from banyan.desk.matching import actions

    match verb:
        case "tell":
            return actions.tell(actor, numbers)
        case "release":
            return actions.release(actor, numbers, reason)
        case "hold":
            return actions.hold(actor, numbers, reason)
        case "reopen":
            return actions.reopen(actor, numbers, reason)
    raise ValueError(f"no such action on matches: {verb}")


def pieces(numbers: Sequence[int]) -> Iterator[list[int]]:
    for at in range(0, len(numbers), A_STEP):
        yield list(numbers[at : at + A_STEP])


def said(actor: Actor) -> dict[str, Any]:
    """An actor as a task carries it."""
    return {
        "account": actor.account.pk if actor.account is not None else None,
        "address": actor.origin.address,
        "request_id": actor.origin.request_id,
    }


def _actor(said: dict[str, Any]) -> Actor:
    account = Account.objects.get(pk=said["account"]) if said["account"] is not None else None
    return Actor(account, Origin("task", said["address"], said["request_id"]))

"""What is computed in the background. A worker that dies leaves nothing half done: the task runs
again and finds either a run that is still to be computed or one that is there as a whole."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from banyan.desk.audit import Actor, Origin, RefusedError

if TYPE_CHECKING:
    from banyan.desk.settlement.models import Decision

logger = structlog.get_logger(__name__)


@task()
def compute_run(run_id: int) -> None:
    """Computes a run and writes it down, or why it failed."""
    from banyan.desk.settlement.actions.runs import fail_run, record_run
    from banyan.desk.settlement.computing import compute
    from banyan.desk.settlement.folder import clear_attempts, new_attempt
    from banyan.desk.settlement.models import Run
    from banyan.rules.errors import FactsError, UsageError

    actor = Actor(origin=Origin(via="task"))
    run = Run.objects.get(pk=run_id)
    computing = Run.objects.filter(pk=run_id, state=Run.State.COMPUTING)
    if run.state != Run.State.COMPUTING:
        return
    try:
        computed = compute(
            run.year, new_attempt(run), lambda percent: void(computing.update(progress=percent))
        )
        record_run(actor, run, computed)
    except FactsError as error:
        fail_run(actor, run, [str(fault) for fault in error.faults])
    except UsageError as error:
        fail_run(actor, run, [str(error)])
    except Exception as error:
        logger.exception("run_failed", run=run_id)
        fail_run(actor, run, [f"{type(error).__name__}: {error}"])
    clear_attempts(run)


SMALL = 5_000
"""Lines of a run up to which a decision is carried out while the officer waits."""


@task()
def carry_out(decision_id: int) -> None:
    """Does what was decided, or writes down why not. Done once, however often it is begun."""
    from banyan.desk.settlement.actions import decisions
    from banyan.desk.settlement.models import Decision

    decision = Decision.objects.select_related("run", "asked_by").get(pk=decision_id)
    if decision.done_at is not None:
        return
    with translation.override(decision.language):
        try:
            decisions.carry_out(decision, decision.progress.say)
        except RefusedError as error:
            _failed(decision, error, str(error))
        except PermissionDenied as error:
            _failed(decision, error, _("Whoever decided may not do so any more."))
        except Exception as error:
            logger.exception("decision_failed", decision=decision_id)
            _failed(decision, error, f"{type(error).__name__}: {error}")
    decision.progress.forget()


def _failed(decision: Decision, error: Exception, fault: str) -> None:
    from banyan.desk.settlement.actions.decisions import fail_decision

    with suppress(RefusedError):  # another attempt has carried it out
        fail_decision(Actor(origin=Origin(via="task")), decision, error, fault)


def begin(decision: Decision) -> None:
    """Carries out at once what concerns few lines, in the background what concerns many."""
    run = decision.run
    before_the_public = run.state == run.State.NOTICED
    if run.line_count <= SMALL or (decision.kind == "withdraw" and not before_the_public):
        carry_out.call(decision.pk)
        return
    go_on(decision)


def go_on(decision: Decision) -> None:
    """Has a decision carried out in the background, also one that was left undone."""
    decision.progress.say(0, 0)
    transaction.on_commit(partial(carry_out.enqueue, decision.pk))


def is_silent(decision: Decision) -> bool:
    """Whether the work on a decision seems to have died."""
    return decision.progress.is_silent(decision.asked_at.timestamp())


def each_day(actor: Actor, day: date) -> None:
    """Has those decisions carried out that a server which died between the two has left."""
    from banyan.desk.settlement.models import Decision

    for decision in Decision.objects.filter(done_at=None).select_related("run"):
        if is_silent(decision):
            go_on(decision)


@task()
def replay_run(replay_id: int) -> None:
    """Computes a run again from its folder and writes down what differs."""
    from banyan.desk.policy_pack import declared_pack
    from banyan.desk.settlement.actions.runs import record_replay
    from banyan.desk.settlement.models import Replay
    from banyan.rules.errors import FactsError, UsageError
    from banyan.rules.run import open_run, replay

    asked = Replay.objects.select_related("run").get(pk=replay_id)
    if asked.differences is not None:
        return
    try:
        found = replay(open_run(asked.run.folder), declared_pack())
        differences, notes = list(found.differences), list(found.notes)
    except (FactsError, UsageError) as error:
        differences, notes = [str(error)], []
    record_replay(Actor(origin=Origin(via="task")), asked, differences, notes)


def void(_: object) -> None:
    """Progress is told, and nothing comes of it."""


@task()
def compare(before_id: int, after_id: int) -> None:
    """Compares two runs, for a page that waits."""
    from banyan.desk.settlement.comparing import make
    from banyan.desk.settlement.models import Run

    runs = Run.objects.in_bulk([before_id, after_id])
    make(runs[before_id], runs[after_id])

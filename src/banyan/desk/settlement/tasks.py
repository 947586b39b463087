"""What is computed in the background. A worker that dies leaves nothing half done: the task runs
again and finds either a run that is still to be computed or one that is there as a whole."""

from __future__ import annotations

import structlog
from django_tasks import task

from banyan.desk.audit import Actor, Origin

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

"""A run, from its start to a draft, and its replay."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.people.access import require
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.settlement import tasks
from banyan.desk.settlement.computing import Computed
from banyan.desk.settlement.folder import take_over
from banyan.desk.settlement.lines import insert_lines, lines_of
from banyan.desk.settlement.models import Replay, Run
from banyan.desk.settlement.totals import totals_of
from banyan.desk.settlement.underway import refuse_during_a_decision
from banyan.rules.errors import UsageError

FAULTS_KEPT = 200


@action("settlement.start_run")
def start_run(actor: Actor, year: int, note: str = "", previous: Run | None = None) -> Run:
    """Has ``year`` settled on the records as they are verified now. Where runs of the year were
    approved it adjusts the last one; ``previous`` names it, for one who wants no other. Raises
    RefusedError for a year out of force, while another run of the year is being computed or in
    public notice, and where ``previous`` is not the last approved run."""
    require(actor, Role.CITY)
    try:
        pack_in_force().check_year(year)
    except UsageError:
        raise RefusedError(_("The policy is not in force in that year."), "year") from None
    refuse_during_a_decision(year)
    hold_year(year)
    last = last_approved(year)
    if previous is not None and previous != last:
        raise RefusedError(_("Only the last approved run of the year can be adjusted."))
    states = Run.State
    if Run.objects.filter(year=year, state=states.NOTICED).exists():
        raise RefusedError(_("A run of this year is in public notice; decide on it first."), "year")
    try:
        with transaction.atomic():
            run = Run.objects.create(
                year=year, note=note.strip()[:500], previous=last, made_by=actor.account
            )
    except IntegrityError:  # one at a time: the database refuses the second
        raise RefusedError(_("A run of this year is being computed already."), "year") from None
    log(run, after={"year": year, "note": run.note, "previous": last and last.pk})
    transaction.on_commit(partial(tasks.compute_run.enqueue, run.pk))
    return run


@action("settlement.record_run")
def record_run(actor: Actor, run: Run, computed: Computed) -> Run:
    """Writes down what was computed, all or nothing; whoever comes second finds it done and leaves
    it (RefusedError). Only the background task may."""
    require(actor)
    hold_year(run.year)
    run = held(run)
    if run.state != Run.State.COMPUTING:
        raise RefusedError(_("This run has been computed already."))
    earlier = Run.objects.filter(year=run.year, pk__lt=run.pk, computed_at__isnull=False)
    run.previous = last_approved(run.year)
    lines = lines_of(run, computed, run.previous, earlier.first())
    take_over(run, computed.folder)
    insert_lines(lines)
    run.state, run.progress = Run.State.DRAFT, 100
    run.computed_at = timezone.now()
    run.pack_sha256 = computed.pack.sha256
    run.lines_sha256 = computed.summary["lines"]["sha256"]
    run.summary, run.totals = computed.summary, totals_of(lines)
    run.left_out = {table: count for table, count in computed.verified.left_out.items() if count}
    run.line_count, run.amount = lines.height, int(lines["amount"].sum())
    run.save()
    log(
        run,
        after={
            "state": run.state,
            "line_count": run.line_count,
            "amount": run.amount,
            "pack_sha256": run.pack_sha256,
            "lines_sha256": run.lines_sha256,
            "left_out": sum(run.left_out.values()),
            "previous": run.previous_id,
        },
    )
    return run


@action("settlement.fail_run")
def fail_run(actor: Actor, run: Run, faults: list[str]) -> None:
    """Writes down why a run could not be computed. Only the background task may."""
    require(actor)
    run = held(run)
    if run.state != Run.State.COMPUTING:
        raise RefusedError(_("This run has been computed already."))
    run.state, run.fault = Run.State.FAILED, "\n".join(faults[:FAULTS_KEPT])
    run.save(update_fields=["state", "fault"])
    log(run, after={"state": run.state, "fault": run.fault[:1000]})


@action("settlement.replay_run")
def replay_run(actor: Actor, run: Run) -> Replay:
    """Has the run computed again from its folder. Raises RefusedError where there is nothing to
    replay yet, and while it is being replayed."""
    require(actor, *SEE_WHOLE_CITY)
    run = held(run)
    if run.computed_at is None:
        raise RefusedError(_("This run has not been computed."))
    if run.replays.filter(differences=None).exists():
        raise RefusedError(_("It is being computed."))
    asked = Replay.objects.create(run=run, asked_by=actor.account)
    log(asked, after={"run": run.pk})
    transaction.on_commit(partial(tasks.replay_run.enqueue, asked.pk))
    return asked


@action("settlement.record_replay")
def record_replay(actor: Actor, asked: Replay, differences: list[str], notes: list[str]) -> None:
    """Writes down what a replay found. Only the background task may."""
    require(actor)
    asked = Replay.objects.select_for_update().get(pk=asked.pk)
    if asked.differences is not None:
        raise RefusedError(_("This run has been computed already."))
    asked.differences, asked.notes, asked.done_at = differences, notes, timezone.now()
    asked.save()
    log(asked, after={"run": asked.run_id, "differences": differences, "notes": notes})


def last_approved(year: int) -> Run | None:
    return Run.objects.filter(year=year, state=Run.State.APPROVED).order_by("-decided_at").first()


def held(run: Run) -> Run:
    """The run as it is now, held until the transaction ends."""
    found: Run = Run.objects.select_for_update().get(pk=run.pk)
    return found


def hold_year(year: int) -> None:
    """Until the transaction ends nobody else takes a step that concerns the runs of the year as a
    whole: all its runs are held."""
    list(Run.objects.select_for_update().filter(year=year).order_by("pk").values_list("pk"))

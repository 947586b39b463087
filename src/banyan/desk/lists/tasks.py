"""What is done in the background and by itself each day. Each step is one transaction, and can be
begun again by another worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import structlog
from django.utils import timezone
from django_tasks import task

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.rules.errors import FactsError, UsageError

logger = structlog.get_logger(__name__)

A_STEP = 100
"""Entries that one transaction moves."""

SILENT = timedelta(minutes=30)
"""After which an evaluation that has not ended is held for dead."""


@task()
def evaluate_all(number: int) -> None:
    """Evaluates all organizations, and writes down what was found or why nothing was."""
    from banyan.desk.lists.actions.evaluating import fail_evaluation, record_evaluation
    from banyan.desk.lists.evaluating import evaluate
    from banyan.desk.lists.models import Evaluation
    from banyan.desk.records.models import Organization

    desk = Actor(origin=Origin(via="task"))
    asked = Evaluation.objects.get(pk=number)
    if asked.state != Evaluation.State.RUNNING:
        return
    try:
        found = list(evaluate(asked.year))
        record_evaluation(desk, asked, found, Organization.objects.count())
    except (FactsError, UsageError) as error:
        fail_evaluation(desk, asked, str(error))
    except Exception as error:
        logger.exception("evaluation_failed", evaluation=number)
        fail_evaluation(desk, asked, f"{type(error).__name__}: {error}")


def on_day(actor: Actor, day: date) -> None:
    """Follows the records, ends terms, begins re-checks, and evaluates all organizations. Twice on
    a day does the same as once."""
    from banyan.desk.lists.actions import following, terms

    for place in following.places():
        for numbers in pieces(following.new_records(place, day), following.A_PIECE):
            _unless_done(partial(following.follow_records, actor, place, numbers, day))
    ends = following.changed_ends(day)
    for numbers in pieces(list(ends), A_STEP):
        _unless_done(
            partial(following.follow_ends, actor, {one: ends[one] for one in numbers}, day)
        )
    for numbers in pieces(_keys(terms.to_lapse(day)), A_STEP):
        _unless_done(partial(terms.lapse, actor, numbers, day))
    for numbers in pieces(_keys(terms.to_review(day)), A_STEP):
        _unless_done(partial(terms.begin_reviews, actor, numbers, day))
    _evaluate(actor, day)


def _evaluate(actor: Actor, day: date) -> None:
    from banyan.desk.lists.actions.evaluating import ask_evaluation, fail_evaluation
    from banyan.desk.lists.models import Evaluation

    running = Evaluation.objects.filter(state=Evaluation.State.RUNNING).first()
    if running is not None and timezone.now() - running.asked_at > SILENT:
        fail_evaluation(actor, running, "silent")
    last = Evaluation.objects.filter(state=Evaluation.State.DONE).first()
    if last is None or timezone.localdate(last.asked_at) < day:
        _unless_done(partial(ask_evaluation, actor))


def pieces(numbers: Sequence[int], size: int) -> Iterator[list[int]]:
    for first in range(0, len(numbers), size):
        yield list(numbers[first : first + size])


def _keys(found: object) -> list[int]:
    return list(found.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]


def _unless_done(act: Callable[[], object]) -> None:
    with suppress(RefusedError):  # somebody was first
        act()

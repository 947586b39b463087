"""Reconciliations are made in the background. One that a worker left undone by dying is made by
the duty of the next day, or by who looks at it and asks."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from banyan.desk.audit import Actor, Origin
from banyan.desk.supervision.actions.reconciliations import (
    NothingToMakeError,
    make_reconciliation,
)
from banyan.desk.supervision.models import Reconciliation
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.reconciling import candidates

FEW = 500
"""Cases up to which it is made at once, while the officer waits."""

SILENT = timedelta(minutes=10)
"""After which one that is not made seems forgotten."""


@task()
def make(number: int) -> None:
    make_now(Reconciliation.objects.get(pk=number))


def make_now(reconciliation: Reconciliation) -> None:
    """Does nothing where it is made already."""
    with suppress(NothingToMakeError):  # somebody else was faster
        make_reconciliation(Actor(origin=Origin(via="task")), reconciliation)


def begin(reconciliation: Reconciliation) -> None:
    """Has it made: at once where there are few cases."""
    period = Period.month_of(reconciliation.month)
    some = islice(candidates(reconciliation.county, period), FEW + 1)
    if len(list(some)) <= FEW:
        make_now(reconciliation)
    else:
        transaction.on_commit(lambda: make.enqueue(reconciliation.pk))


def is_silent(reconciliation: Reconciliation) -> bool:
    """Whether the work on it seems to have died."""
    making = reconciliation.state == Reconciliation.State.MAKING
    return bool(making and timezone.now() - reconciliation.opened_at > SILENT)

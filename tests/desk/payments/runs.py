"""Runs after the first, as far as payments hear of them."""

from __future__ import annotations

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.roles import Role
from banyan.desk.settlement import hooks
from banyan.desk.settlement.models import Line, Run
from banyan.desk.settlement.reducing import reduce_awards
from desk.payments.paying import MEASURE, Paying


@action("test.approve")
def _approve_run(actor: Actor, run: Run) -> None:
    log(run, after={"state": run.state})
    reduce_awards(actor, run)
    hooks.approved(actor, run)


def approval(paying: Paying, run: Run) -> None:
    """The run is approved, as far as payments hear of it."""
    _approve_run(paying.making.actor(Role.CITY, username=f"city-{run.pk}"), run)


def approve_less(paying: Paying, before: int, amount: int) -> Run:
    """Another run of the year, approved, that gives organization 1 ``amount``."""
    run = Run.objects.create(year=2026, state=Run.State.APPROVED, previous=paying.run, note="less")
    Line.objects.create(
        run=run,
        number=1,
        measure=MEASURE,
        uscc=paying.making.credit_code(1),
        subject="",
        county="350102",
        status="granted",
        gross=amount,
        amount=amount,
        before=before,
    )
    approval(paying, run)
    return run

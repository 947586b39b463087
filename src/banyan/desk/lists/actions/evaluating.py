"""The evaluation of all organizations: asked for, written down, or failed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.lists.evaluating import Found
from banyan.desk.lists.explaining import year_of_criteria
from banyan.desk.lists.models import Evaluation, Standing
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.records.bulk import analyze, insert_frame

State = Evaluation.State


@action("lists.evaluate")
def ask_evaluation(actor: Actor) -> Evaluation:
    """Has all organizations evaluated in the background. Raises RefusedError while that is under
    way."""
    if actor.account is not None and actor.account.role not in (Role.CITY, Role.DEPARTMENT):
        raise PermissionDenied
    from banyan.desk.lists.tasks import evaluate_all

    made = Evaluation(year=year_of_criteria(), asked_by=actor.account)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise RefusedError(_("All organizations are being evaluated just now.")) from None
    transaction.on_commit(lambda: evaluate_all.enqueue(made.pk))
    log(made, after={"year": made.year, "state": made.state})
    return made


@action("lists.record_evaluation")
def record_evaluation(
    actor: Actor, of: Evaluation, found: Iterable[Found], organizations: int
) -> None:
    """Writes down what was found in place of what was found before. Only the desk itself may."""
    require(actor)
    of = Evaluation.objects.select_for_update().get(pk=of.pk)
    if of.state != State.RUNNING:
        raise RefusedError("this evaluation has ended")
    counts: dict[str, Any] = {}
    written = 0
    Standing.objects.all()._raw_delete(Standing.objects.db)
    for one in found:
        insert_frame(
            Standing,
            one.rows.select(
                pl.lit(of.pk).alias("evaluation_id"),
                pl.lit(one.list).alias("list"),
                pl.lit(one.tier).alias("tier"),
                "state",
                "organization_id",
                "county",
                "industry",
                "failed",
                "unknown",
            ),
        )
        written += one.rows.height
        grouped = one.rows.group_by("state", "county").len().rows()
        for state, county, number in grouped:
            by_state = counts.setdefault(one.list, {}).setdefault(one.tier, {})
            by_state.setdefault(state, {})[county] = number
    analyze(Standing, written)
    of.state, of.ended_at, of.counts = State.DONE, timezone.now(), counts
    of.organizations = organizations
    of.save()
    log(of, after={"state": of.state, "rows": written})


@action("lists.fail_evaluation")
def fail_evaluation(actor: Actor, of: Evaluation, fault: str) -> None:
    """Writes down why an evaluation came to nothing; what was found before stands."""
    require(actor)
    of.state, of.ended_at, of.fault = State.FAILED, timezone.now(), fault[:2000]
    of.save(update_fields=["state", "ended_at", "fault"])
    log(of, after={"state": of.state})

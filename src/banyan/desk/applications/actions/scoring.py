"""Experts are asked, declare whether they may, and score; the mean is the record's score."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.applications.errors import MovedError, RefusedError
from banyan.desk.applications.holding import ask_expert, tell_assigner, tell_released
from banyan.desk.applications.models import Application, Assignment, ProposedRow, Score
from banyan.desk.applications.needs import Needed
from banyan.desk.applications.proposing import written_by_people
from banyan.desk.applications.requirements import Saying, lacking, needed_of, part_of
from banyan.desk.applications.states import State, transition
from banyan.desk.audit import Actor, action, log
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.faults import of_column
from banyan.desk.records.models import Representation
from banyan.desk.records.rows import schema
from banyan.rules.schema import Column
from banyan.rules.values import parsed

MOST_POINTS = 100


def mean(points: list[int]) -> int:
    """The mean of whole numbers, rounded half up."""
    return (2 * sum(points) + len(points)) // (2 * len(points))


def scored_rows(application: Application) -> list[ProposedRow]:
    """The rows that experts score: those of whose columns one is theirs."""
    parts = needed_of(application)
    return [row for row in application.rows.all() if score_column(row, parts)]


def score_column(row: ProposedRow, parts: tuple[Needed, ...]) -> str:
    """The column of the row that experts judge; empty for none."""
    found = [one.name for one in part_of(row, parts).assessed if one.assessor == "experts"]
    return found[0] if found else ""


def _application(actor: Actor, number: int, *states: State) -> Application:
    """The application, held, in one of the states. Raises MovedError."""
    require(actor, Role.CITY)
    seen = Application.objects.visible_to(actor.account).filter(pk=number)
    if actor.account is not None and not seen.exists():
        raise PermissionDenied
    now = Application.objects.select_for_update().get(pk=number)
    if now.state not in states:
        raise MovedError(now)
    return now


@action("applications.assess")
def assess(actor: Actor, row: ProposedRow, column: str, value: str) -> ProposedRow:
    """A city officer judges what no applicant can say of itself: an assessed award, whether it is
    in the city's plan."""
    application = _application(actor, row.application_id, State.CITY_REVIEW)
    row = ProposedRow.objects.get(pk=row.pk)
    asked = next(
        (
            one
            for one in part_of(row, needed_of(application)).assessed
            if one.name == column and one.assessor == "city"
        ),
        None,
    )
    if asked is None:
        raise RefusedError(_("That is not assessed here."))
    value = written_by_people(asked, value)
    if value == "" or not _readable(asked, value):
        raise RefusedError(_("Expected: %(expected)s.") % {"expected": of_column(asked)})
    before = row.assessed.get(column, {}).get("value", "")
    row.assessed[column] = {
        "value": value,
        "by": str(actor.account),
        "at": timezone.now().isoformat(timespec="seconds"),
    }
    row.version += 1
    row.save(update_fields=["assessed", "version"])
    log(
        row,
        before={column: before},
        after={"application": application.reference, column: value},
        organization=application.organization_id,
    )
    return row


def _readable(column: Column, value: str) -> bool:
    return parsed(schema(), column, pl.Series([value])).item() is not None


@action("applications.assign_expert")
def assign_expert(actor: Actor, application: Application, expert: Account) -> Assignment:
    """A city officer asks an expert to score."""
    application = _application(actor, application.pk, State.SCORING)
    if expert.role != Role.EXPERT or not expert.is_active:
        raise RefusedError(_("That is no expert."))
    if application.assignments.filter(expert=expert).exists():
        raise RefusedError(_("This expert was asked already."))
    if Representation.objects.filter(
        account=expert, organization_id=application.organization_id
    ).exists():
        raise RefusedError(_("This expert speaks for the applicant."))
    made = Assignment.objects.create(
        application=application, expert=expert, assigned_by=actor.account
    )
    ask_expert(made)
    log(
        made,
        after={"application": application.reference, "expert": expert.username},
    )  # not in the trail that the applicant reads
    return made


@action("applications.release_expert")
def release_expert(actor: Actor, assignment: Assignment) -> Assignment:
    """A city officer no longer waits for an expert who does not score, so that another can be
    asked. Raises MovedError where the expert has scored, or is out already."""
    application = _application(actor, assignment.application_id, State.SCORING)
    now = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if now.state not in (Assignment.State.ASKED, Assignment.State.ACCEPTED):
        raise MovedError(application)
    now.application = application
    now.state = Assignment.State.RELEASED
    now.save(update_fields=["state"])
    close_obligations(actor, now, dropped=True)
    tell_released(now)
    log(
        now,
        after={
            "application": application.reference,
            "expert": now.expert.username,
            "state": now.state,
        },
    )
    return now


def _own(actor: Actor, assignment: Assignment, *states: str) -> Assignment:
    """The expert's own assignment, held, in one of the states, of an application that is being
    scored."""
    require(actor, Role.EXPERT)
    seen = Assignment.objects.visible_to(actor.account).filter(pk=assignment.pk)
    if actor.account is not None and not seen.exists():
        raise PermissionDenied
    now = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("application")
        .get(pk=assignment.pk)
    )
    if now.application.state != State.SCORING or now.state not in states:
        raise MovedError(now.application)
    return now


@action("applications.declare_interest")
def declare_interest(actor: Actor, assignment: Assignment, conflict: str) -> Assignment:
    """The expert declares a conflict of interest, and is recused; or none (empty), and sees the
    application. A conflict can still be declared until the scores are given."""
    now = _own(actor, assignment, Assignment.State.ASKED, Assignment.State.ACCEPTED)
    conflict = conflict.strip()[:500]
    if conflict:
        now.state, now.conflict = Assignment.State.RECUSED, conflict
        close_obligations(actor, now, dropped=True)
        tell_assigner(now, "applications.recused")
    else:
        now.state = Assignment.State.ACCEPTED
    now.declared_at = timezone.now()
    now.save(update_fields=["state", "conflict", "declared_at"])
    log(
        now,
        after={
            "application": now.application.reference,
            "state": now.state,
            "conflict": conflict,
        },
    )
    return now


@action("applications.score")
def score(
    actor: Actor, assignment: Assignment, points: Mapping[int, tuple[int, str]]
) -> Assignment:
    """The expert scores every row (by its primary key): points from 0 to 100, and reasons. Once."""
    now = _own(actor, assignment, Assignment.State.ACCEPTED)
    rows = scored_rows(now.application)
    for row in rows:
        given, reasons = points.get(row.pk, (-1, ""))
        if not 0 <= given <= MOST_POINTS:
            raise RefusedError(_("Give every part a whole number of points from 0 to 100."))
        if not reasons.strip():
            raise RefusedError(_("Give reasons for the points."))
    Score.objects.bulk_create(
        Score(assignment=now, row=row, points=points[row.pk][0], reasons=points[row.pk][1].strip())
        for row in rows
    )
    now.state, now.scored_at = Assignment.State.SCORED, timezone.now()
    now.save(update_fields=["state", "scored_at"])
    close_obligations(actor, now)
    conclude = transition("conclude", State.SCORING)
    if conclude is not None and not lacking(now.application, conclude, Saying()):
        tell_assigner(now, "applications.scored")
    log(
        now,
        after={
            "application": now.application.reference,
            "points": [points[row.pk][0] for row in rows],
        },
    )
    return now


def take_over_scores(application: Application) -> None:
    """The mean of the experts' points becomes what the row says. Within the action that concludes
    the scoring."""
    parts = needed_of(application)
    for row in scored_rows(application):
        points = list(
            Score.objects.filter(row=row, assignment__state=Assignment.State.SCORED).values_list(
                "points", flat=True
            )
        )
        row.assessed[score_column(row, parts)] = {
            "value": str(mean(points)),
            "by": "",
            "at": timezone.now().isoformat(timespec="seconds"),
        }
        row.save(update_fields=["assessed"])


def close_scoring(actor: Actor, application: Application) -> None:
    """Nobody need score any more what has ended."""
    for assignment in application.assignments.all():
        close_obligations(actor, assignment, dropped=True)

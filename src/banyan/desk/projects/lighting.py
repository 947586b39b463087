"""Keeps the lights of projects as ``lights.standing`` says, for many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.lights import Light, Standing, standing, thresholds
from banyan.desk.projects.models import PlanMonth, Project, Report
from banyan.desk.projects.months import last_due
from banyan.desk.records.rows import in_pieces

TURNED_RED = "projects.turned_red"
"""The kind of the message."""

KEPT = ("light", "light_month", "planned", "reported", "behind", "missing", "invested")


def confirmed_reports(projects: Iterable[int]) -> dict[int, dict[date, Report]]:
    """The report that counts of each month, by project."""
    found: dict[int, dict[date, Report]] = defaultdict(dict)
    reports = Report.objects.filter(project__in=projects, state=Proposal.State.CONFIRMED)
    for one in reports.order_by("month", "version"):
        found[one.project_id][one.month] = one  # the later version stands
    return found


def refresh(numbers: Iterable[int], today: date | None = None) -> int:
    """Computes the lights of these projects anew, within a running action; how many changed."""
    due, limits = last_due(today or timezone.localdate()), thresholds()
    changed = 0
    for piece in in_pieces(numbers):
        plans: dict[int, dict[date, int]] = defaultdict(dict)
        planned = PlanMonth.objects.filter(project__in=piece)
        for project, month, percent in planned.values_list("project_id", "month", "percent"):
            plans[project][month] = percent
        reports = confirmed_reports(piece)
        moved, turned = [], []
        rows = Project.objects.filter(pk__in=piece)
        for one in rows.only("pk", "stage", "name", "officer", "made_at", *KEPT):
            confirmed = reports.get(one.pk, {})
            found = standing_of(one, plans.get(one.pk, {}), confirmed, due, limits)
            values: dict[str, Any] = {
                "light": found.light.value,
                "light_month": found.month,
                "planned": found.planned,
                "reported": found.reported,
                "behind": found.behind,
                "missing": found.missing,
                "invested": sum(report.invested for report in confirmed.values()),
            }
            if any(getattr(one, name) != value for name, value in values.items()):
                if found.light == Light.RED and one.light != Light.RED:
                    turned.append(one)
                for name, value in values.items():
                    setattr(one, name, value)
                moved.append(one)
        Project.objects.bulk_update(moved, KEPT, batch_size=500)
        _tell_of_red(turned)
        changed += len(moved)
    return changed


def _tell_of_red(projects: Iterable[Project]) -> None:
    """Who answers for a project hears that it has turned red."""
    for one in projects:
        if one.officer_id is None:
            continue
        tell(
            Account.objects.filter(pk=one.officer_id, is_active=True),
            TURNED_RED,
            key=f"{TURNED_RED} {one.pk} {one.light_month}",
            context={"name": one.name, "behind": one.behind, "reference": one.reference},
            link=one.get_absolute_url(),
        )


def standing_of(
    project: Project,
    plan: dict[date, int],
    confirmed: dict[date, Report],
    due: date,
    limits: Any,
) -> Standing:
    """Of a project that is finished there is no light, only what was reported last."""
    reported = {month: one.percent for month, one in confirmed.items()}
    stage = declared().stages.get(project.stage)
    if stage is not None and stage.finished:
        last = max(reported, default=None)
        return Standing(reported=reported[last] if last is not None else 0)
    return standing(plan, reported, due, limits)


def unfinished() -> list[int]:
    """The numbers of the projects that have a light."""
    stages = [one.code for one in declared().stages.values() if one.finished]
    found = Project.objects.exclude(stage__in=stages).order_by("pk")
    return list(found.values_list("pk", flat=True))


def planned_total(project: Project) -> int:
    """What the plan's months come to, in fen."""
    total = PlanMonth.objects.filter(project=project).aggregate(total=Sum("investment"))["total"]
    return int(total or 0)

"""What other parts of the desk ask of projects: counts by list, stage, light and county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from banyan.desk.cases.states import State
from banyan.desk.people.models import Account
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.lights import Light
from banyan.desk.projects.models import Blocked, Listing, Project, Transition


def on_list(code: str, day: date) -> QuerySet[Project]:
    """The projects that had a place on a list on ``day``: on that of its year, where the list is
    yearly. KeyError for a list that the pack does not declare."""
    of = day.year if declared().lists[code].yearly else 0
    over = _end_of(day)
    places = Listing.objects.filter(list=code, year=of, at__lt=over).filter(
        Q(ended_at=None) | Q(ended_at__gte=over)
    )
    found: QuerySet[Project] = Project.objects.filter(pk__in=places.values("project_id"))
    return found


def come_to(projects: QuerySet[Project], stage: str, day: date) -> QuerySet[Project]:
    """Those of the projects that had come to a stage, or further, by the end of ``day``. KeyError
    for one that the pack does not declare."""
    place = declared().stages[stage].place
    there = [one.code for one in declared().stages.values() if one.place >= place]
    moves = Transition.objects.filter(project=OuterRef("pk"), at__lt=_end_of(day))
    last = Subquery(moves.order_by("-id").values("target")[:1])
    return projects.alias(stage_then=last).filter(stage_then__in=there)


def first_listed(code: str) -> date | None:
    """The day on which the list got its first project; ``None`` before that."""
    first = Listing.objects.filter(list=code).aggregate(first=Min("at"))["first"]
    return None if first is None else timezone.localdate(first)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@dataclass(frozen=True)
class Counts:
    """How many projects there are in all, by stage, by light (empty for none) and by county."""

    whole: int
    stages: Mapping[str, int]
    lights: Mapping[str, int]
    counties: Mapping[str, int]


def counts_of(projects: QuerySet[Any]) -> Counts:
    """Of these projects."""
    found: dict[str, dict[str, int]] = {"stage": {}, "light": {}, "county": {}}
    rows = projects.order_by().values_list("stage", "light", "county").annotate(Count("pk"))
    for stage, light, county, count in rows:
        for name, value in (("stage", stage), ("light", light), ("county", county)):
            found[name][value] = found[name].get(value, 0) + count
    whole = sum(found["stage"].values())
    return Counts(whole, found["stage"], found["light"], found["county"])


def blocked() -> Q:
    """The condition on projects that a case which is open is in their way."""
    cases = Blocked.objects.filter(project=OuterRef("pk")).exclude(case__state=State.CLOSED)
    return Q(Exists(cases))


def stuck(account: Account | None, county: str = "") -> list[tuple[Project, str]]:
    """The projects that an account sees (of a county, where given) that are red or blocked, the
    furthest behind first, each with ``red`` or ``blocked``."""
    seen = Project.objects.visible_to(account)
    if county:
        seen = seen.filter(county=county)
    found: dict[int, tuple[Project, str]] = {}
    for why, condition in (("red", Q(light=Light.RED)), ("blocked", blocked() & _unfinished())):
        rows = seen.filter(condition).select_related("organization", "officer")
        for one in rows.order_by("-behind", "pk")[:MOST]:
            found.setdefault(one.pk, (one, why))
    return list(found.values())


MOST = 30
"""So many of each reason."""


def _unfinished() -> Q:
    return ~Q(stage__in=[one.code for one in declared().stages.values() if one.finished])

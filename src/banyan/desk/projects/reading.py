"""What other parts of the desk ask of projects: counts by list, stage, light and county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from banyan.desk.cases.states import State
from banyan.desk.people.models import Account
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.lights import Light
from banyan.desk.projects.models import Blocked, Listing, Project


def on_list(code: str, year: int) -> QuerySet[Project]:
    """The projects that have a place on a list; ``year`` does not matter for one that is not
    yearly. KeyError for a list that the pack does not declare."""
    of = year if declared().lists[code].yearly else 0
    places = Listing.objects.filter(list=code, year=of, ended_at=None)
    found: QuerySet[Project] = Project.objects.filter(pk__in=places.values("project_id"))
    return found


@dataclass(frozen=True)
class Counts:
    """How many projects there are in all, by stage, by light (empty for none) and by county."""

    whole: int
    stages: Mapping[str, int]
    lights: Mapping[str, int]
    counties: Mapping[str, int]

    def in_stage_or_later(self, stage: str) -> int:
        """Those that have come to a stage of the pack. KeyError for one that it does not
        declare."""
        stages = declared().stages
        place = stages[stage].place
        return sum(
            count
            for code, count in self.stages.items()
            if code in stages and stages[code].place >= place
        )


def counts_of(projects: QuerySet[Any]) -> Counts:
    """Of these projects."""
    found: dict[str, dict[str, int]] = {"stage": {}, "light": {}, "county": {}}
    rows = projects.order_by().values_list("stage", "light", "county").annotate(Count("pk"))
    for stage, light, county, count in rows:
        for name, value in (("stage", stage), ("light", light), ("county", county)):
            found[name][value] = found[name].get(value, 0) + count
    whole = sum(found["stage"].values())
    return Counts(whole, found["stage"], found["light"], found["county"])


def counts_on_list(code: str, year: int) -> Counts:
    """Of the projects on a list of the pack."""
    return counts_of(on_list(code, year))


def key_projects_of_park(park: str) -> QuerySet[Project]:
    """The projects in a park (its credit code)."""
    found: QuerySet[Project] = Project.objects.filter(park=park)
    return found


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

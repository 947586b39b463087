"""What stands of parks: verified facilities and figures, tenants, projects; for pages and for the
parts above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from banyan.desk.parks.models import (
    Demonstration,
    Facility,
    LeadingIndustry,
    Tenant,
    YearFigures,
)
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.lights import Light
from banyan.desk.projects.models import Project
from banyan.desk.records.labels import word_label

PERCENT = 10_000


@dataclass
class Standing:
    """A park as it stands: ``facilities`` the last verified state by code, ``figures`` the last
    verified by year and indicator."""

    park: Any
    industries: list[str] = field(default_factory=list)
    tenants: int = 0
    facilities: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    projects: int = 0
    red: int = 0
    demonstration: Demonstration | None = None

    @property
    def county(self) -> str:
        return word_label("county", self.park.county)

    @property
    def is_demonstration(self) -> bool:
        return self.demonstration is not None and self.demonstration.state == "confirmed"

    def in_place(self, group: str = "") -> int:
        """How many items of the checklist (of a group of it) are in place."""
        return sum(
            self.facilities.get(one.code) == Facility.There.THERE
            for one in declared().checklist.values()
            if group in ("", one.group)
        )

    def share(self, group: str) -> int:
        """Of a group's items, in millionths, how many are in place."""
        items = [one for one in declared().checklist.values() if one.group == group]
        return self.in_place(group) * 1_000_000 // len(items) if items else 0

    def of_year(self, year: int) -> Mapping[str, int]:
        return self.figures.get(year, {})


def standings(parks: Collection[Any]) -> list[Standing]:
    """Of these parks, in a query for each table."""
    codes = [one.pk for one in parks]
    found = {one.pk: Standing(one) for one in parks}
    for industry in LeadingIndustry.objects.filter(park__in=codes):
        found[industry.park_id].industries.append(industry.name)
    for park, count in _counted(Tenant.objects.filter(park__in=codes, until=None), "park_id"):
        found[park].tenants = count
    facilities: dict[str, dict[str, str]] = defaultdict(dict)
    for item in Facility.objects.filter(park__in=codes, state="confirmed").order_by("pk"):
        facilities[item.park_id][item.code] = item.there
    figures: dict[str, dict[int, dict[str, int]]] = defaultdict(dict)
    for year in YearFigures.objects.filter(park__in=codes, state="confirmed").order_by("pk"):
        figures[year.park_id][year.year] = year.values
    projects = Project.objects.filter(park__in=codes)
    for park, count in _counted(projects, "park_id"):
        found[park].projects = count
    for park, count in _counted(projects.filter(light=Light.RED), "park_id"):
        found[park].red = count
    active = Demonstration.objects.filter(
        park__in=codes, state__in=["proposed", "confirmed"], ended_at=None
    )
    for leading in active:
        found[leading.park_id].demonstration = leading
    for code, standing in found.items():
        standing.facilities = facilities.get(code, {})
        standing.figures = figures.get(code, {})
    return list(found.values())


def _counted(rows: Any, column: str) -> Any:
    return rows.order_by().values_list(column).annotate(Count("pk"))

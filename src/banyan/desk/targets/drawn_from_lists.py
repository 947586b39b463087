"""Sources that draw on the lists that organizations enter and leave, and on the lists of projects.

``drawn`` of a ``listed`` indicator says ``list`` and ``tiers`` (all of them, where it says none),
of one ``on_project_list`` the ``list`` and the ``stage`` that a project must have come to."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from banyan.desk.lists.counting import first_entry, standing_on
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.telling import name_of
from banyan.desk.projects.kinds import list_name
from banyan.desk.projects.listing import Question
from banyan.desk.projects.reading import come_to, first_listed, on_list
from banyan.desk.records.labels import language
from banyan.desk.targets.indicators import IN_YEAR, Indicator
from banyan.desk.targets.sources import Link, Source, declare


def _tiers(indicator: Indicator) -> list[str]:
    return list(indicator.drawn.get("tiers", ()))


def _listed(indicator: Indicator, day: date) -> QuerySet[Any]:
    """Entries that stood on the day, the newest of each organization; of what is counted in a year
    those of the list of that year."""
    standing = standing_on(indicator.drawn["list"], day, _tiers(indicator))
    if indicator.adds_up == IN_YEAR:
        standing = standing.filter(year=day.year)
    newer = standing.filter(organization=OuterRef("organization"), pk__gt=OuterRef("pk"))
    return standing.filter(~Exists(newer))


def _first_entry(indicator: Indicator) -> date | None:
    return first_entry(indicator.drawn["list"], _tiers(indicator))


def _list(indicator: Indicator, day: date, county: str) -> Link:
    of, tiers = list_of(indicator.drawn["list"]), _tiers(indicator)
    asked = {"county": county, "tier": tiers[0] if len(tiers) == 1 else ""}
    if indicator.adds_up == IN_YEAR:
        asked["year"] = str(day.year)
    query = urlencode({name: value for name, value in asked.items() if value})
    return Link(of.name, f"{reverse('lists:list', args=[of.code])}?{query}")


def _entry(entry: Any) -> str:
    return name_of(entry.declared, entry.tier)[language()]


def _on_project_list(indicator: Indicator, day: date) -> QuerySet[Any]:
    projects = on_list(indicator.drawn["list"], day)
    return come_to(projects, indicator.drawn["stage"], day)


def _first_listed(indicator: Indicator) -> date | None:
    return first_listed(indicator.drawn["list"])


def _project_list(indicator: Indicator, day: date, county: str) -> Link:
    code = indicator.drawn["list"]
    of = day.year if indicator.adds_up == IN_YEAR else 0
    query = Question({"list": f"{code}:{of}", "county": county}).query()
    return Link(list_name(code), f"{reverse('projects:projects')}?{query}")


def _project(project: Any) -> str:
    return f"{project.reference} {project.name}"


declare(
    "listed",
    Source(rows=_listed, county="county", begun=_first_entry, link=_list, words=_entry),
)
declare(
    "on_project_list",
    Source(
        rows=_on_project_list,
        county="county",
        begun=_first_listed,
        link=_project_list,
        words=_project,
    ),
)

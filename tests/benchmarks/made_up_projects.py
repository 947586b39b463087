"""Projects with their plans and reports, and parks with tenants, facilities and figures, for a
city that has its organizations already: made up, and copied into PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

from made_up_cases import copy
from measuring import said

PROJECTS = 50_000
MONTHS = 12
BACK = 8
"""Months of a plan that are past, and reported on."""
TENANTS = 40
PLACES = 200
"""On each list of projects, as the notice names them."""


def fill() -> None:
    """Of each of ``PROJECTS`` recorded enterprises a project with ``MONTHS`` planned and ``BACK``
    reported months; of each park its facilities, figures of three years and ``TENANTS`` tenants."""
    from banyan.desk.projects.models import Listing, PlanMonth, Project, Report

    if Project.objects.exists():
        return
    made = Portfolio(random.Random(7))
    said("projects", lambda: copy(Project, made.projects()))
    said("planned months", lambda: copy(PlanMonth, made.months()))
    said("reports", lambda: copy(Report, made.reports()))
    copy(Listing, made.places())
    said("parks", made.fill_parks)
    _set_sequences()


def _set_sequences() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('projects_project', 'id'), max(id)) "
            "FROM projects_project"
        )


class Portfolio:
    """What is drawn of a project follows from its number, so that the tables agree."""

    def __init__(self, chance: random.Random) -> None:
        from banyan.desk.people.models import Account
        from banyan.desk.people.roles import Role
        from banyan.desk.projects.kinds import declared
        from banyan.desk.projects.months import moved
        from banyan.desk.records.models import Organization

        self.chance = chance
        self.declared = declared()
        rows = Organization.objects.order_by("pk")
        enterprises = rows.filter(kind="enterprise").values_list("pk", "county")
        self.enterprises = list(enterprises[:PROJECTS])
        self.parks = list(rows.filter(kind="park").values_list("pk", flat=True))
        self.people = [
            one.pk for one in Account.objects.filter(role__in=[Role.CITY, Role.COUNTY])[:2]
        ]
        first = date.today().replace(day=1)
        self.calendar = [moved(first, place - BACK) for place in range(MONTHS)]

    def behind(self, number: int) -> int:
        return max(0, (number * 37) % 160 - 110)

    def projects(self) -> Iterator[dict[str, Any]]:
        stages = list(self.declared.stages.values())
        kinds = list(self.declared.kinds)
        for number, (code, county) in enumerate(self.enterprises, 1):
            stage = stages[number % len(stages)]
            behind = 0 if stage.finished else self.behind(number)
            light = "green" if behind < 10 else "yellow" if behind < 30 else "red"
            row: dict[str, Any] = {
                "id": number,
                "kind": kinds[number % len(kinds)],
                "name": f"{self.chance.choice('智数绿新精')}能{number}号产线改造",
                "organization_id": code,
                "county": county,
                "total": 5_000_000_00 + number * 100,
                "starts_on": self.calendar[0],
                "ends_on": self.calendar[-1],
                "stage": stage.code,
                "light": "" if stage.finished else light,
                "light_month": self.calendar[BACK - 1],
                "planned": 60,
                "reported": 60 - behind,
                "behind": behind,
                "missing": number % 50 == 0,
                "invested": number * 100,
            }
            if number % 3 == 0:
                row["park_id"] = self.parks[number % len(self.parks)]
            yield row

    def months(self) -> Iterator[dict[str, Any]]:
        for number in range(1, len(self.enterprises) + 1):
            for place, month in enumerate(self.calendar, 1):
                percent = 100 * place // MONTHS
                yield {
                    "project_id": number,
                    "month": month,
                    "investment": 1_000_000,
                    "percent": percent,
                }

    def reports(self) -> Iterator[dict[str, Any]]:
        by, decided = self.people
        for number in range(1, len(self.enterprises) + 1):
            for place, month in enumerate(self.calendar[:BACK], 1):
                yield {
                    "project_id": number,
                    "month": month,
                    "version": 1,
                    "invested": 900_000,
                    "percent": max(0, 100 * place // MONTHS - self.behind(number)),
                    "words": "按计划推进",
                    "state": "confirmed",
                    "proposed_by_id": by,
                    "decided_by_id": decided,
                    "decided_at": month.isoformat(),
                }

    def places(self) -> Iterator[dict[str, Any]]:
        for one in self.declared.lists.values():
            for place in range(1, PLACES + 1):
                yield {
                    "project_id": place * 11,
                    "list": one.code,
                    "year": date.today().year if one.yearly else 0,
                    "place": place,
                }

    def fill_parks(self) -> None:
        from banyan.desk.parks.models import Facility, LeadingIndustry, Tenant, YearFigures

        copy(LeadingIndustry, self.industries())
        copy(Tenant, self.tenants())
        copy(Facility, self.facilities())
        copy(YearFigures, self.figures())

    def industries(self) -> Iterator[dict[str, Any]]:
        for park in self.parks:
            for slot, name in enumerate(("光电", "纺织", "新材料"), 1):
                yield {"park_id": park, "slot": slot, "name": name}

    def tenants(self) -> Iterator[dict[str, Any]]:
        for place, (code, _county) in enumerate(self.enterprises[: TENANTS * len(self.parks)]):
            park = self.parks[place // TENANTS]
            yield {"park_id": park, "organization_id": code, "since": self.calendar[0]}

    def _verified(self) -> dict[str, Any]:
        by, decided = self.people
        return {
            "state": "confirmed",
            "proposed_by_id": by,
            "decided_by_id": decided,
            "decided_at": date.today().isoformat(),
        }

    def facilities(self) -> Iterator[dict[str, Any]]:
        for park in self.parks:
            for code in self.declared.checklist:
                there = self.chance.choice(("missing", "planned", "building"))
                yield self._verified() | {"park_id": park, "code": code, "there": there}

    def figures(self) -> Iterator[dict[str, Any]]:
        from banyan.desk.records.models import Upload

        evidence = Upload.objects.create(name="park.pdf", sha256="0" * 64, size=1)
        year = date.today().year
        for park in self.parks:
            for past in range(3):
                values = {
                    code: self.chance.randrange(1, 10**9) for code in self.declared.indicators
                }
                yield self._verified() | {
                    "park_id": park,
                    "year": year - past,
                    "values": values,
                    "evidence_id": evidence.pk,
                }

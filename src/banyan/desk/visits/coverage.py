"""How many of the enterprises have been visited: by county or unit, and month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from banyan.desk.cases.states import Outcome, State
from banyan.desk.people.models import Account, Unit
from banyan.desk.records.labels import word_label
from banyan.desk.visits.models import Visit, VisitProblem, last_of
from banyan.desk.visits.responsible import open_assignments

BY = ("county", "unit")
"""By what it is counted: the enterprise's county, the officer's unit."""

_SOLVED = (Outcome.AGREED, Outcome.SOLVED)


@dataclass(frozen=True)
class Covered:
    """Of a county or unit: its enterprises with an officer, how many of them were visited since the
    beginning of the present month, quarter and year; the problems of this year's visits, and those
    of them that are solved. ``key`` is the county's code or the unit's number."""

    key: str
    name: str
    responsible: int
    month: int
    quarter: int
    year: int
    problems: int
    solved: int

    @property
    def waiting(self) -> int:
        """Not yet visited this year."""
        return self.responsible - self.year

    @property
    def share(self) -> int | None:
        """Millionths visited this year, to the tenth of a percent."""
        return share_of(self.year, self.responsible)


def share_of(some: int, of: int) -> int | None:
    """Millionths, to the tenth of a percent; ``None`` of nothing."""
    return (some * 1000 + of // 2) // of * 1000 if of else None


def covered(account: Account | None, by: str, today: date) -> list[Covered]:
    """Of what the account sees, in the order of the names."""
    starts = {
        "month": today.replace(day=1),
        "quarter": date(today.year, (today.month - 1) // 3 * 3 + 1, 1),
        "year": date(today.year, 1, 1),
    }
    path = {"county": "organization__county", "unit": "unit"}[by]
    counts = {
        name: Count("organization", distinct=True, filter=Q(visited_on__gte=start))
        for name, start in starts.items()
    }
    seen = open_assignments().visible_to(account).order_by().values(path)
    rows = {
        str(row[path]): row
        for row in seen.annotate(all=Count("organization", distinct=True), **counts)
    }
    raised = _problems(account, by, starts["year"])
    names = _names(by, {*rows, *raised})
    nothing: dict[str, Any] = dict.fromkeys(("all", *starts), 0)
    found = []
    for key in {*rows, *raised}:
        row, (problems, solved) = rows.get(key, nothing), raised.get(key, (0, 0))
        found.append(
            Covered(
                key=key,
                name=names[key],
                responsible=row["all"],
                month=row["month"],
                quarter=row["quarter"],
                year=row["year"],
                problems=problems,
                solved=solved,
            )
        )
    return sorted(found, key=lambda one: (one.key == "", one.key))


def _problems(account: Account | None, by: str, since: date) -> dict[str, tuple[int, int]]:
    path = {"county": "visit__organization__county", "unit": "visit__officer__unit"}[by]
    solved = Q(case__state=State.CLOSED, case__outcome__in=_SOLVED)
    rows = (
        VisitProblem.objects.filter(
            visit__in=Visit.objects.filter(held_on__gte=since).visible_to(account)
        )
        .order_by()
        .values(path)
        .annotate(all=Count("pk"), done=Count("pk", filter=solved))
    )
    return {str(row[path]): (row["all"], row["done"]) for row in rows}


def _names(by: str, keys: set[str]) -> dict[str, str]:
    if by == "county":
        return {key: word_label("county", key) if key else "–" for key in keys}
    units = {str(unit.pk): unit.name for unit in Unit.objects.filter(pk__in=keys - {"None"})}
    return {key: units.get(key, "–") for key in keys}


def by_month(account: Account | None, year: int, today: date) -> list[tuple[date, int, int]]:
    """For each month of the year that has begun: the visits, and the enterprises visited."""
    months = [date(year, month, 1) for month in range(1, 13)]
    months = [month for month in months if month <= today]
    counts: dict[str, Any] = {}
    for month in months:
        within = Q(held_on__range=(month, last_of(month)))
        counts[f"visits_{month.month}"] = Count("pk", filter=within)
        counts[f"enterprises_{month.month}"] = Count("organization", distinct=True, filter=within)
    if not counts:
        return []
    seen = Visit.objects.visible_to(account).filter(
        held_on__range=(date(year, 1, 1), date(year, 12, 31))
    )
    found = seen.order_by().aggregate(**counts)
    return [
        (month, found[f"visits_{month.month}"], found[f"enterprises_{month.month}"])
        for month in months
    ]


def totals(rows: Sequence[Covered]) -> tuple[int, int, int, int]:
    """Enterprises with an officer, visited this year, problems, solved."""
    return (
        sum(one.responsible for one in rows),
        sum(one.year for one in rows),
        sum(one.problems for one in rows),
        sum(one.solved for one in rows),
    )

"""How many tasks of each light there are: by unit, by article, by county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Unit
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import language
from banyan.desk.tasks.states import State

GROUPS = {"unit": "lead", "article": "article", "county": "county"}
"""By what lists are counted, and the field of a task."""

NOBODY = "none"
"""What is asked for to see the tasks without a unit, or of the city itself."""


@dataclass(frozen=True)
class Row:
    """``code`` is what the list of these tasks is asked by, ``of`` the field of the question."""

    code: str
    name: str
    count: int
    green: int
    yellow: int
    red: int
    done: int


def rows_by(tasks: Any, group: str, day: date) -> list[Row]:
    """One row for each unit, article or county that has tasks, those most behind first; articles in
    the order of the notice. What was carried over counts where it went."""
    name = GROUPS[group]
    found = tasks.exclude(state=State.CARRIED).order_by().values(name).counted(day)
    names = _names(group)
    rows = [
        Row(
            str(one[name] or NOBODY),
            names.get(one[name] or "", str(one[name] or "")),
            *(one[what] for what in ("count", "green", "yellow", "red", "done")),
        )
        for one in found
    ]
    if group == "article":
        order = {number: place for place, number in enumerate(declared_pack().articles)}
        return sorted(rows, key=lambda row: order.get(row.code, len(order)))
    return sorted(rows, key=lambda row: (-row.red, -row.yellow, -row.count, row.name))


def totals(rows: list[Row]) -> Row:
    """All of them together."""
    sums = [sum(getattr(row, name) for row in rows) for name in ("count", "green", "yellow")]
    rest = [sum(getattr(row, name) for row in rows) for name in ("red", "done")]
    return Row("", _("All"), *sums, *rest)


def _names(group: str) -> dict[Any, str]:
    spoken = language()
    if group == "unit":
        return {"": _("without a unit"), **{one.pk: one.name for one in Unit.objects.all()}}
    if group == "county":
        return {"": _("the city itself"), **{c: said[spoken] for c, said in counties().items()}}
    return {
        number: f"{number} {one.title[spoken]}" for number, one in declared_pack().articles.items()
    }

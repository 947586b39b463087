"""What is said of a project when it is entered or changed, and what is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.cases.asking import given_fields
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.months import month_of, moved
from banyan.desk.records.models import FACTS, Organization
from banyan.desk.records.models.facts import MOST_MONEY


@dataclass(frozen=True)
class Said:
    """A project as somebody describes it; money in fen. ``county`` is that of the organization
    where it is empty."""

    kind: str
    name: str
    organization: Organization
    total: int
    starts_on: date
    ends_on: date
    county: str = ""
    park: Organization | None = None
    code: str = ""
    fact: str = ""
    officer: Account | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    special_bond: bool = False
    other_support: bool = False
    innovation_centre: bool = False


def checked(said: Said) -> dict[str, object]:
    """The columns of the project. Raises RefusedError for the first thing that is not right."""
    kind = declared().kinds.get(said.kind)
    if kind is None:
        raise RefusedError(_("Choose the kind of the project."), "kind")
    if not said.name.strip():
        raise RefusedError(_("Give the project a name."), "name")
    if not 0 < said.total <= MOST_MONEY:
        raise RefusedError(_("The total investment is an amount above zero."), "total")
    if said.ends_on < said.starts_on:
        raise RefusedError(_("It cannot be completed before it starts."), "ends_on")
    county = said.county or said.organization.county
    if county not in counties():
        raise RefusedError(_("Choose the county in which the project is."), "county")
    if said.park is not None and said.park.kind != "park":
        raise RefusedError(_("This organization is no park."), "park")
    if kind.in_park and said.park is None:
        raise RefusedError(_("A project of this kind belongs to a park."), "park")
    if said.fact and not _is_own_fact(said):
        raise RefusedError(_("The enterprise has no project of this identifier on record."), "fact")
    return {
        "kind": kind.code,
        "name": said.name.strip()[:200],
        "code": said.code.strip()[:60],
        "organization": said.organization,
        "park": said.park,
        "county": county,
        "total": said.total,
        "starts_on": said.starts_on,
        "ends_on": said.ends_on,
        "fields": given_fields(kind, said.fields),
        "officer": said.officer,
        "fact": said.fact,
        "special_bond": said.special_bond,
        "other_support": said.other_support,
        "innovation_centre": said.innovation_centre,
    }


def _is_own_fact(said: Said) -> bool:
    projects: Any = FACTS["projects"]
    found = projects.objects.filter(project=said.fact, organization=said.organization.pk)
    return bool(found.exists())


@dataclass(frozen=True)
class Planned:
    """A month of a plan: its first day, fen of the month, percent of the whole so far."""

    month: date
    investment: int
    percent: int


def checked_plan(months: Sequence[Planned], starts_on: date, ends_on: date) -> list[Planned]:
    """The months in order. Raises RefusedError where one comes twice or lies outside of the
    project's time, percent fall or do not end at 100, or an amount cannot be."""
    found = sorted(months, key=lambda one: one.month)
    if not found:
        raise RefusedError(_("Plan at least one month."), "plan")
    if len({one.month for one in found}) < len(found):
        raise RefusedError(_("A month stands in the plan twice."), "plan")
    if found[0].month < month_of(starts_on) or found[-1].month > month_of(ends_on):
        raise RefusedError(_("The plan has months outside of the project's time."), "plan")
    before = 0
    for one in found:
        if not (0 <= one.investment <= MOST_MONEY and 0 <= one.percent <= 100):
            raise RefusedError(_("A percent is a whole number from 0 to 100."), "plan")
        if one.percent < before:
            raise RefusedError(
                _("%(month)s: the percent so far cannot fall.") % {"month": f"{one.month:%Y-%m}"},
                "plan",
            )
        before = one.percent
    if before != 100:
        raise RefusedError(_("The plan ends with 100 percent."), "plan")
    return found


def even_plan(starts_on: date, ends_on: date, total: int) -> list[Planned]:
    """A plan that spreads the total evenly over the months, to the fen, as a beginning."""
    first, last = month_of(starts_on), month_of(ends_on)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    found = []
    for number in range(count):
        part = total * (number + 1) // count - total * number // count
        found.append(Planned(moved(first, number), part, 100 * (number + 1) // count))
    return found

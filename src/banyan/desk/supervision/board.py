"""What is open and has a deadline: counted by who holds it, by county and by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_tasks import task

from banyan.desk.obligations import kinds
from banyan.desk.obligations.colours import Colour, yellow_until
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.scope import ObligationQuerySet
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.labels import word_label
from banyan.desk.supervision.scope import sees_all

OF_OTHERS = (Role.ENTERPRISE, Role.EXPERT)
"""Who is not supervised."""

MANY = 50_000
"""Of more than so many, what was counted of the whole city is kept."""

FRESH, KEPT = timedelta(minutes=1), timedelta(hours=2)
"""After the first it is counted again for the next who looks; after the second, while one waits."""

_KEPT = "supervision.board"


@dataclass(frozen=True)
class Counted:
    """Of one kind and holder: how many are in time, soon due, due or overdue; ``oldest`` is the
    earliest day on which one was due."""

    kind: str
    role: str
    county: str
    unit: int | None
    blue: int
    yellow: int
    red: int
    oldest: date


@dataclass(frozen=True)
class Line:
    """A row of the board; ``asked`` is the query string of the list behind it."""

    name: str
    asked: str
    blue: int
    yellow: int
    red: int
    oldest: date
    address: str = ""

    @property
    def all(self) -> int:
        return self.blue + self.yellow + self.red


@dataclass(frozen=True)
class Board:
    holders: list[Line]
    counties: list[Line]
    kinds: list[Line]
    total: Line
    at: datetime


def board_of(account: Account | None) -> Board:
    """The board of what the account sees, the worst first."""
    found, at = counted(account)
    units = {unit.pk: unit for unit in Unit.objects.all()}
    in_county = {pk: unit.county for pk, unit in units.items()}

    def holder(one: Counted) -> tuple[str, str]:
        if one.unit is not None:
            return units[one.unit].name, urlencode({"unit": one.unit})
        if not one.role:
            return _("named persons"), urlencode({"role": "person"})
        asked = {"role": one.role} | ({"county": one.county} if one.county else {})
        words = [str(Role(one.role).label)]
        if one.county:
            words.insert(0, word_label("county", one.county))
        return " · ".join(words), urlencode(asked)

    def county(one: Counted) -> tuple[str, str]:
        code = one.county or in_county.get(one.unit or 0, "")
        return (word_label("county", code) if code else _("the whole city")), urlencode(
            {"county": code or "city"}
        )

    def kind(one: Counted) -> tuple[str, str]:
        return kinds.name_of(one.kind), urlencode({"kind": one.kind})

    total = _lines(found, lambda _one: ("", ""))
    return Board(
        holders=_lines(found, holder),
        counties=_lines(found, county),
        kinds=_lines(found, kind),
        total=total[0] if total else Line("", "", 0, 0, 0, timezone.localdate()),
        at=at,
    )


def counted(account: Account | None) -> tuple[list[Counted], datetime]:
    """The groups that the account sees, and when they were counted. Of the whole city, where they
    are very many, they may be some minutes old: the worker counts again what somebody looks at."""
    if not sees_all(account):
        return _count(Obligation.objects.visible_to(account)), timezone.now()
    kept = cache.get(_KEPT)
    if kept is None:
        return count_all()
    found: tuple[list[Counted], datetime] = kept
    old = timezone.now() - found[1] > FRESH
    if old and cache.add(f"{_KEPT}:asked", True, FRESH.seconds):
        count_again.enqueue()
    return found


def count_all() -> tuple[list[Counted], datetime]:
    """Of the whole city, now; kept where they are very many."""
    found = _count(Obligation.objects.all()), timezone.now()
    if sum(one.blue + one.yellow + one.red for one in found[0]) > MANY:
        cache.set(_KEPT, found, KEPT.seconds)
    else:
        cache.delete(_KEPT)
    return found


@task()
def count_again() -> None:
    count_all()


def _count(seen: ObligationQuerySet) -> list[Counted]:
    today = timezone.localdate()
    soon = yellow_until(today)
    rows = (
        seen.open()
        .order_by()
        .values_list("kind", "role", "county", "unit")
        .annotate(
            blue=Count("pk", filter=Q(due_on__gt=soon)),
            yellow=Count("pk", filter=Q(due_on__gt=today, due_on__lte=soon)),
            red=Count("pk", filter=Q(due_on__lte=today)),
            oldest=Min("due_on"),
        )
    )
    return [Counted(*row) for row in rows if row[1] not in OF_OTHERS]


def supervised(account: Account | None) -> Any:
    """The open obligations that the board counts."""
    return Obligation.objects.visible_to(account).open().exclude(role__in=OF_OTHERS)


def asked_for(account: Account | None, given: Any) -> Any:
    """The obligations behind a number: ``unit``, ``role``, ``county`` (``city`` for those of none),
    ``kind``, ``colour``."""
    found = supervised(account)
    unit, role, county, kind, colour = (
        str(given.get(name, "")).replace("\x00", "")
        for name in ("unit", "role", "county", "kind", "colour")
    )
    if unit:
        known = unit.isascii() and unit.isdecimal() and len(unit) < 10
        found = found.filter(unit=int(unit)) if known else found.none()
    if role == "person":
        found = found.filter(role="", unit=None)
    elif role:
        found = found.filter(role=role, unit=None)
    if county == "city":
        found = found.filter(Q(county="") & (Q(unit=None) | Q(unit__county="")))
    elif county and role:
        found = found.filter(county=county)
    elif county:
        units = list(Unit.objects.filter(county=county).values_list("pk", flat=True))
        found = found.filter(Q(county=county) | Q(county="", unit__in=units))
    if kind:
        found = found.filter(kind=kind)
    today = timezone.localdate()
    if colour == Colour.RED:
        found = found.filter(due_on__lte=today)
    elif colour == Colour.YELLOW:
        found = found.filter(due_on__gt=today, due_on__lte=yellow_until(today))
    elif colour == Colour.BLUE:
        found = found.filter(due_on__gt=yellow_until(today))
    return found


def _lines(found: Iterable[Counted], say: Callable[[Counted], tuple[str, str]]) -> list[Line]:
    together: dict[tuple[str, str], list[Counted]] = {}
    for one in found:
        together.setdefault(say(one), []).append(one)
    made = [
        Line(
            name,
            asked,
            sum(one.blue for one in group),
            sum(one.yellow for one in group),
            sum(one.red for one in group),
            min(one.oldest for one in group),
        )
        for (name, asked), group in together.items()
    ]
    return sorted(made, key=lambda line: (-line.red, line.oldest, line.name))

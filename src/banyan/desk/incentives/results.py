"""The counties' results in raising enterprises above designated size (A1.1), counted from verified
records, and the tiers that the policy's figures make of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.models import Organization
from banyan.rules.pack import Pack

CITY = "350100"
"""The city itself is no county."""

TIERS = range(1, 4)
INDUSTRY = ("B", "C", "D")
"""Sections of GB/T 4754-2017: A1.1 speaks of industrial enterprises."""

MILLION = 1_000_000


@dataclass(frozen=True)
class Tier:
    """From ``threshold`` enterprises raised in the year; ``amount`` in fen."""

    number: int
    threshold: int
    amount: int


@dataclass(frozen=True)
class Result:
    """One county. ``raised`` in the year and ``last`` in the year before; ``before`` is the number
    at the end of the year before; ``unverified`` would count for the year if somebody verified
    them. ``growth`` is ``raised`` as a share of ``before`` in millionths, rounded to a tenth of a
    percent, ``None`` where there was none. Equals share a rank."""

    county: str
    rank: int
    raised: int
    last: int
    before: int
    unverified: int
    tier: Tier | None

    @property
    def growth(self) -> int | None:
        if not self.before:
            return None
        tenths = (2 * self.raised * 1000 + self.before) // (2 * self.before)
        return tenths * (MILLION // 1000)

    @property
    def difference(self) -> int:
        return self.raised - self.last


def counties(pack: Pack) -> list[str]:
    return [code for code in pack.words["words"]["county"] if code != CITY]


def tiers(pack: Pack, year: int) -> list[Tier]:
    """From the highest; what holds at the end of the year."""
    found = []
    for number in TIERS:
        threshold = pack.parameters[f"county_cultivation.threshold_{number}"].in_year(year)
        amount = pack.parameters[f"county_cultivation.amount_{number}"].in_year(year)
        found.append(Tier(number, _whole(threshold.adopted), _whole(amount.adopted)))
    return found


def tier_of(raised: int, of_year: list[Tier]) -> Tier | None:
    """The highest that is reached."""
    reached = [one for one in of_year if raised >= one.threshold]
    return max(reached, key=lambda one: (one.threshold, one.amount), default=None)


def results(year: int) -> list[Result]:
    """Every county, the first first, by one query."""
    pack = pack_in_force()
    of_year = tiers(pack, year)
    verified = Q(verified_at__isnull=False)
    counted = {
        row["county"]: row
        for row in _enterprises()
        .order_by()
        .values("county")
        .annotate(
            raised=Count("pk", filter=verified & _in_year(year)),
            last=Count("pk", filter=verified & _in_year(year - 1)),
            before=Count("pk", filter=verified & Q(scaled_on__lt=date(year, 1, 1))),
            unverified=Count("pk", filter=~verified & _in_year(year)),
        )
    }
    empty = {"raised": 0, "last": 0, "before": 0, "unverified": 0}
    rows = [(county, counted.get(county, empty)) for county in counties(pack)]
    rows.sort(key=lambda one: (-one[1]["raised"], one[0]))
    places = [row["raised"] for _, row in rows]
    return [
        Result(
            county=county,
            rank=1 + places.index(row["raised"]),
            raised=row["raised"],
            last=row["last"],
            before=row["before"],
            unverified=row["unverified"],
            tier=tier_of(row["raised"], of_year),
        )
        for county, row in rows
    ]


def raised_in(year: int, county: str) -> QuerySet[Any]:
    """The organizations that a county's result of the year counts, and those that nobody has
    verified."""
    found: QuerySet[Any] = _enterprises().filter(_in_year(year), county=county)
    return found.order_by("scaled_on", "uscc")


def _enterprises() -> Any:
    industrial = Q()
    for section in INDUSTRY:
        industrial |= Q(industry__startswith=section)
    return Organization.objects.filter(industrial, kind="enterprise", scaled_on__isnull=False)


def _in_year(year: int) -> Q:
    return Q(scaled_on__range=(date(year, 1, 1), date(year, 12, 31)))


def _whole(value: Any) -> int:
    return int(value)

"""Events, expositions with their booths, orders won by tender."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from banyan.packs.fuzhou.city.columns import dates, identifiers, words
from banyan.packs.fuzhou.city.draws import FIRST_YEAR, YEARS, Draw, Integers
from banyan.packs.fuzhou.city.organizations import (
    ASSOCIATION,
    COUNTY,
    DEPARTMENT,
    ENTERPRISE,
    INSTITUTION,
    Organizations,
)
from banyan.packs.fuzhou.facts import EVENT_KINDS, EXPO_SCOPES

BUSIEST_YEAR = 2026
ORGANIZERS = {
    "competition": (ENTERPRISE, ASSOCIATION, INSTITUTION),
    "finance_matching": (DEPARTMENT, ASSOCIATION, COUNTY),
    "supplier_conference": (ENTERPRISE,),
    "supply_demand": (DEPARTMENT,),
    "exhibition": (ENTERPRISE, ASSOCIATION),
}
COST_YUAN = {
    "competition": 450_000,
    "finance_matching": 60_000,
    "supplier_conference": 700_000,
    "supply_demand": 80_000,
    "exhibition": 900_000,
}

EXPOS_OF_A_YEAR = 34
EXPOS_OF_THE_BUSIEST = 56
QUIET_EXPOS = 0.1
"""So many of a year's expos, and one at least where there are ten, draw hardly an exhibitor."""
BOOTH_YUAN = np.array([42_000, 26_000, 15_000, 11_000, 13_000], dtype=np.float64)
ORDER_YUAN = np.array([7e6, 2.5e6, 0.8e6, 0.2e6, 0.6e6])


def events(city: Organizations) -> pl.DataFrame:
    """The city's events; more in a larger city, but not in proportion."""
    draw = city.draw("events")
    each = min(city.total, 6 + round(city.total**0.33))
    frame = pl.concat(
        _events_of(city, draw, kind, int(year), 2 * each if year == BUSIEST_YEAR else each)
        for kind in EVENT_KINDS
        for year in YEARS
    )
    return frame.with_columns(identifiers("E", city.block, frame.height).alias("event"))


def _events_of(city: Organizations, draw: Draw, kind: str, year: int, count: int) -> pl.DataFrame:
    proper = np.isin(city.kind, ORGANIZERS[kind])
    if kind == "supplier_conference":
        proper &= city.manufacturing
    owner = np.where(
        draw.chance(0.88, count),
        city.pick(draw, proper, count),
        city.pick(draw, ~proper, count),
    )
    return pl.DataFrame(
        {
            "kind": [kind] * count,
            "uscc": city.codes.gather(owner),
            "held_on": dates(draw.days(np.full(count, year))),
            "cost": draw.yuan(COST_YUAN[kind], 0.8, count),
            "enterprises": draw.whole(18, 120, count),
            "banks": draw.whole(3, 20, count),
            "in_plan": draw.chance(0.82, count),
            "score": draw.whole(300, 1_000, count),
            "provincial_award": np.where(draw.chance(0.2, count), draw.yuan(40_000, 0.4, count), 0),
            "assessed_award": np.where(draw.chance(0.92, count), draw.yuan(38_000, 0.5, count), 0),
        }
    )


def expos_of(total: int, year: int) -> int:
    """How many expos a city of ``total`` organizations has in a year."""
    most = EXPOS_OF_THE_BUSIEST if year == BUSIEST_YEAR else EXPOS_OF_A_YEAR
    return max(1, min(total // 20, most)) + math.isqrt(math.isqrt(total)) // 3


def _expo_names(year: Integers, place: Integers) -> pl.Series:
    """Ids that every block knows: the year and the place in it."""
    return pl.select(pl.lit("X") + pl.Series(year * 1_000 + place).cast(pl.String)).to_series()


def expos(city: Organizations) -> pl.DataFrame:
    draw = city.draw("expos")
    numbers = np.array([expos_of(city.total, int(year)) for year in YEARS])
    year = np.repeat(YEARS, numbers)
    place = np.concatenate([np.arange(number) for number in numbers])
    count = len(year)
    proper = np.isin(city.kind, (ENTERPRISE, ASSOCIATION, INSTITUTION))
    ranks = np.concatenate([1 + draw.permutation(number) for number in numbers])
    return pl.DataFrame(
        {
            "expo": _expo_names(year, place),
            "uscc": city.codes.gather(city.pick(draw, proper, count)),
            "held_on": dates(draw.days(year)),
            "scope": words(EXPO_SCOPES, draw.choice((0.45, 0.43, 0.12), count)),
            "canton_fair": draw.chance(0.08, count),
            "priority_cluster": draw.chance(0.4, count),
            "plan_rank": np.where(draw.chance(0.9, count), ranks, np.maximum(ranks - 1, 1)),
        }
    )


def booths(city: Organizations) -> pl.DataFrame:
    """Exhibitors go to the well-known expos of a year more than to the others."""
    draw = city.draw("booths")
    eager = np.exp(draw.bell(-0.4, 0.9, city.count))
    counts = draw.counts(city.rates(0.8, city.manufacturing, 0.15) * eager, 24)
    numbers = np.array([expos_of(city.total, int(year)) for year in YEARS])
    loud = np.maximum(numbers - (numbers * QUIET_EXPOS).astype(np.int64), 1)
    owner = np.repeat(np.arange(city.count), counts)
    year = draw.years(len(owner))
    fame = draw.fraction(0.0, 1.0, len(owner)) ** 1.6
    place = (fame * loud[year - FIRST_YEAR]).astype(np.int64)
    visits = [np.stack([owner, year, place], axis=1)]
    if city.block == 0:
        visits.append(_quiet_visits(city, draw, loud, numbers))
    owner, year, place = np.unique(np.concatenate(visits), axis=0).T
    return pl.DataFrame(
        {
            "expo": _expo_names(year, place),
            "uscc": city.codes.gather(owner),
            "booth_fee": draw.yuan(BOOTH_YUAN[city.size[owner]], 0.7, len(owner)),
        }
    )


def _quiet_visits(city: Organizations, draw: Draw, loud: Integers, numbers: Integers) -> Integers:
    """Rows of owner, year, place: none to five exhibitors at each of the quiet expos."""
    year = np.repeat(YEARS, numbers - loud)
    place = np.concatenate([np.arange(*bounds) for bounds in zip(loud, numbers, strict=True)])
    row = np.repeat(np.arange(len(year)), draw.whole(0, 5, len(year)))
    owner = city.pick(draw, city.manufacturing, len(row))
    return np.stack([owner, year[row], place[row]], axis=1)


def orders(city: Organizations) -> pl.DataFrame:
    draw = city.draw("orders")
    owner = np.repeat(
        np.arange(city.count), draw.counts(city.rates(0.95, city.manufacturing, 0.15), 40)
    )
    count = len(owner)
    return pl.DataFrame(
        {
            "order": identifiers("O", city.block, count),
            "uscc": city.codes.gather(owner),
            "signed_on": dates(draw.days(draw.years(count))),
            "amount": draw.yuan(ORDER_YUAN[city.size[owner]], 1.2, count),
        }
    )

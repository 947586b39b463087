"""Recognitions: what each kind is like, and the recognitions of a block."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from banyan.packs.fuzhou.city.columns import dates, identifiers, optional, words
from banyan.packs.fuzhou.city.draws import YEARS, Draw, Integers, Numbers
from banyan.packs.fuzhou.city.names import PRODUCTS, trade_names
from banyan.packs.fuzhou.city.organizations import COUNTY, DEPARTMENT, PARK, Organizations
from banyan.packs.fuzhou.facts import LEVELS, SOFTWARE_HONOURS

SCHEMA = {
    "owner": pl.Int64,
    "kind": pl.String,
    "level": pl.String,
    "subject": pl.String,
    "year": pl.Int64,
    "recognized_on": pl.Date,
    "expires_on": pl.Date,
    "rank": pl.Int64,
    "score": pl.Int64,
    "provincial_award": pl.Int64,
    "assessed_award": pl.Int64,
}
ONLY_NATIONAL = (0.82, 0.1, 0.05, 0.03)
ONLY_PROVINCIAL = (0.03, 0.84, 0.1, 0.03)
MOSTLY_MUNICIPAL = (0.06, 0.3, 0.61, 0.03)
NO_LEVEL = (0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Pattern:
    """What a kind of recognition is like: how many an active organization of the right sort gets
    in all years, the weights of national, provincial, municipal and no level, for how many years
    it holds (0: without end), the median of the province's award and of the assessed one in yuan
    (0: none)."""

    kind: str
    rate: float
    among: str = "industrial"
    levels: tuple[float, ...] = NO_LEVEL
    years: int = 0
    product: bool = False
    scored: bool = False
    provincial_award: int = 0
    assessed_award: int = 0


PATTERNS = (
    Pattern("technology_centre", 0.16, levels=MOSTLY_MUNICIPAL),
    Pattern("design_centre", 0.05, levels=MOSTLY_MUNICIPAL),
    Pattern("innovative_product", 0.08, product=True, scored=True),
    Pattern("first_set_equipment", 0.03, levels=ONLY_PROVINCIAL, product=True,
            provincial_award=1_300_000),
    Pattern("innovation_demonstration", 0.012, levels=ONLY_NATIONAL),
    Pattern("single_champion", 0.02, levels=(0.3, 0.6, 0.07, 0.03), years=3, product=True),
    Pattern("innovation_centre", 0.012, levels=(0.12, 0.33, 0.52, 0.03), years=6),
    Pattern("digital_benchmark", 0.015, levels=ONLY_PROVINCIAL, provincial_award=800_000),
    Pattern("transformation_case", 0.012, levels=ONLY_NATIONAL, provincial_award=600_000),
    Pattern("digital_park", 1.2, among="park", levels=ONLY_NATIONAL, provincial_award=2_000_000),
    Pattern("factory_5g", 0.015, levels=ONLY_NATIONAL),
    Pattern("secure_product", 0.08, among="software", product=True),
    Pattern("industrial_software", 0.12, among="software", product=True, scored=True),
    Pattern("open_source_community", 0.06, among="software", years=3, product=True),
    Pattern("open_source_project", 0.08, among="software", product=True, scored=True),
    Pattern("little_giant", 0.025, levels=(0.94, 0.03, 0.0, 0.03), years=3,
            provincial_award=1_000_000),
    Pattern("srdi", 0.18, levels=(0.0, 0.9, 0.08, 0.02), years=3),
    Pattern("innovative_sme", 0.38, levels=(0.0, 0.97, 0.0, 0.03), years=3),
    Pattern("sme_cluster", 1.5, among="county", levels=(0.25, 0.65, 0.07, 0.03), years=3,
            product=True, assessed_award=200_000),
    Pattern("chain_key", 0.08, levels=(0.0, 0.0, 0.5, 0.5), years=3),
    Pattern("task_list_award", 0.025, scored=True, assessed_award=1_500_000),
    Pattern("county_cultivation", 2.0, among="county", assessed_award=600_000),
)  # fmt: skip


def recognitions(city: Organizations) -> pl.DataFrame:
    """The block's recognitions, with ``owner`` and ``year`` for the history that follows them."""
    frames = [_of_one_kind(city, pattern) for pattern in PATTERNS]
    if city.block == 0:
        frames.append(_software_honours(city))
    frame = pl.concat(frames)
    return frame.with_columns(
        identifiers("R", city.block, frame.height).alias("recognition"),
        city.codes.gather(frame["owner"]).alias("uscc"),
    )


def _share(city: Organizations, among: str) -> Numbers:
    """What part of a kind's rate each organization has: few of the wrong sort ask for it too."""
    match among:
        case "software":
            return np.where(city.software, 1.0, 0.006)
        case "park":
            return np.where(city.kind == PARK, 1.0, 0.001)
        case "county":
            return np.where(city.kind == COUNTY, 1.0, np.where(city.kind == DEPARTMENT, 0.15, 0.0))
        case _:
            return np.where(city.industrial, 1.0, 0.06)


def _of_one_kind(city: Organizations, pattern: Pattern) -> pl.DataFrame:
    draw = city.draw(f"recognition {pattern.kind}")
    rates = city.activity * pattern.rate * _share(city, pattern.among)
    owner = np.repeat(np.arange(city.count), draw.counts(rates, 4))
    count = len(owner)
    year = draw.years(count)
    level = draw.choice(pattern.levels, count)
    recognized = draw.days(year)
    provincial = pattern.provincial_award
    assessed = pattern.assessed_award
    return pl.DataFrame(
        {
            "owner": owner,
            "kind": words((pattern.kind,), np.zeros(count, np.int64)),
            "level": words((*LEVELS, None), level),
            "subject": _products(draw, owner, pattern.product),
            "year": year,
            "recognized_on": dates(recognized),
            "expires_on": dates(
                recognized + 365 * pattern.years,
                draw.chance(0.9 if pattern.years else 0.0, count),
            ),
            "rank": _none(count),
            "score": optional(
                pl.Series(draw.whole(40, 1_000, count)),
                draw.chance(0.95 if pattern.scored else 0.0, count),
            ),
            "provincial_award": _award(draw, provincial, count),
            "assessed_award": _award(draw, assessed, count),
        },
        schema=SCHEMA,
    )


def _none(count: int) -> pl.Series:
    return pl.Series([None], dtype=pl.Int64).new_from_index(0, count)


def _award(draw: Draw, median: int, count: int) -> pl.Series:
    """Awards in fen: some of them 0, some empty."""
    if not median:
        return _none(count)
    award = np.where(draw.chance(0.08, count), 0, draw.yuan(median, 0.6, count))
    return optional(pl.Series(award), draw.chance(0.94, count))


def _products(draw: Draw, owner: Integers, named: bool) -> pl.Series:
    """Product names; now and then an organization has the same product recognized again."""
    count = len(owner)
    product = words(PRODUCTS, draw.whole(0, len(PRODUCTS) - 1, count))
    name = trade_names(draw, count) + product
    again = np.zeros(count, dtype=np.bool_)
    again[1:] = owner[1:] == owner[:-1]
    same = np.arange(count) - (again & draw.chance(0.3, count))
    return optional(name.gather(same), draw.chance(0.95 if named else 0.0, count))


def honours_of_a_list(total: int) -> int:
    """How many of a year's hundred a city has; a few more the larger it is."""
    return min(total, 60, 2 + round(math.pow(total, 0.3)))


def _software_honours(city: Organizations) -> pl.DataFrame:
    """Places in the national lists of a hundred."""
    draw = city.draw("software honours")
    each = honours_of_a_list(city.total)
    frames = [
        _honours_of(city, draw, subject, int(year), each)
        for subject in SOFTWARE_HONOURS
        for year in YEARS
    ]
    return pl.concat(frames)


def _honours_of(
    city: Organizations, draw: Draw, subject: str, year: int, each: int
) -> pl.DataFrame:
    proper, stranger = (city.pick(draw, of, each) for of in (city.software, ~city.software))
    owner = np.where(draw.chance(0.08, each), stranger, proper)
    return pl.DataFrame(
        {
            "owner": owner,
            "kind": ["software_honour"] * each,
            "level": ["national"] * each,
            "subject": [subject] * each,
            "year": np.full(each, year),
            "recognized_on": dates(draw.days(np.full(each, year))),
            "expires_on": [None] * each,
            "rank": optional(pl.Series(1 + draw.permutation(115)[:each]), draw.chance(0.95, each)),
            "score": [None] * each,
            "provincial_award": [None] * each,
            "assessed_award": [None] * each,
        },
        schema=SCHEMA,
    )

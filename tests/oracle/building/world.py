"""A world of facts in the making: its organizations and what they are recognized as."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from . import values
from .codes import credit_code
from .values import day_in, identifier, money, near

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

Text = dict[str, str]
BENCHMARKS = {
    "digital_benchmark": "provincial",
    "transformation_case": "national",
    "digital_park": "national",
}
SORTS = {
    "maker": ("enterprise", ("C3911", "C3670", "C1", "C2710")),
    "miner": ("enterprise", ("B0610", "D4411")),
    "developer": ("enterprise", ("I6513", "I6420")),
    "trader": ("enterprise", ("F5211", "L7281", "A0111", "")),
    "park": ("park", ("", "", "L7281")),
    "working_park": ("park", ("C3911", "I6513", "I6513")),
    "association": ("association", ("", "S9421")),
    "institution": ("institution", ("", "M7310")),
    "department": ("department", ("", "S9221")),
    "county": ("county", ("",)),
}
"""The kind and the industries of each sort of organization; now and then another industry."""

KINDS = ("enterprise", "park", "association", "institution", "department", "county")
INDUSTRIES = ("C3911", "C1", "B0610", "D4411", "I6513", "F5211", "T9600", "")


@dataclass
class World:
    """What has been built so far, and what it is built for."""

    year: int
    measures: Sequence[str]
    sorts: Sequence[str]
    recognition_kinds: Sequence[str]
    event_kinds: Sequence[str]
    tables: dict[str, list[Text]] = field(default_factory=dict)

    def of_industry(self, sections: str) -> list[Text]:
        return [o for o in self.tables["organizations"] if o["industry"][:1] in tuple(sections)]

    def of_kind(self, *kinds: str) -> list[Text]:
        return [o for o in self.tables["organizations"] if o["kind"] in kinds]

    def one(self, random: Random, wanted: list[Text], sure: bool) -> str:
        """The code of one of the wanted, where there is one; sometimes of anyone."""
        anyone = self.tables["organizations"]
        return random.choice(wanted if wanted and good(random, sure) else anyone)["uscc"]

    def has(self, table: str, **key: str) -> bool:
        return any(
            all(row[name] == value for name, value in key.items()) for row in self.tables[table]
        )


def good(random: Random, sure: bool) -> bool:
    return sure or random.random() < 0.85


@lru_cache(maxsize=256)
def code_of(row: int, start: str) -> str:
    return credit_code(row + 1, values.COUNTIES[row % len(values.COUNTIES)], start)


def organization(random: Random, world: World, row: int, sure: bool) -> Text:
    sort = random.choice(world.sorts)
    kind, industries = SORTS[sort]
    industry = random.choice(industries)
    if random.random() < 0.1:
        industry = random.choice(INDUSTRIES)
    if random.random() < 0.05:
        kind = random.choice(KINDS)
    scaled_on = ""
    if random.random() < 0.85:
        year = world.year - random.choice((0, 0, 1, 2, 2, 2, 3, -1))
        scaled_on = random.choice((f"{year}-01-01", f"{year}-12-31", f"{year}-06-30"))
    local = good(random, sure) or random.random() < 0.5
    counties = values.COUNTIES if local else ("350128", "330106")
    return {
        "uscc": code_of(row, {"enterprise": "91", "association": "51"}.get(kind, "11")),
        "name": random.choice(("榕城", "Minjiang", "技改, 二期", 'the "one"')),
        "kind": kind,
        "county": random.choice(counties),
        "industry": industry,
        "size": random.choice(("small", "small", "medium", "micro", "large", "")),
        "scaled_on": scaled_on,
    }


def wanted_for_kind(world: World, kind: str) -> list[Text]:
    """The organizations that the recognition is for."""
    if kind in ("county_cultivation", "sme_cluster"):
        return world.of_kind("county")
    if kind == "chain_key":
        return world.of_industry("C")
    if kind in ("software_honour", "secure_product", "industrial_software"):
        return world.of_industry("I")
    if kind in ("technology_centre", "srdi"):
        return world.of_industry("BCDI")
    return world.of_industry("BCD")


def recognition(random: Random, world: World, row: int, sure: bool) -> Text:
    kind = random.choice(world.recognition_kinds)
    return recognition_of(random, world, row, sure, kind)


def recognition_of(random: Random, world: World, row: int, sure: bool, kind: str) -> Text:
    levels: tuple[str, ...] = {
        "srdi": ("provincial", "provincial", "national"),
        "single_champion": ("national", "provincial"),
        "sme_cluster": ("national", "provincial"),
        "technology_centre": values.LEVELS,
        "design_centre": values.LEVELS,
        "innovation_centre": values.LEVELS,
        **{benchmark: (level,) for benchmark, level in BENCHMARKS.items()},
    }.get(kind, ("national",))
    level = random.choice(levels if good(random, sure) else (*values.LEVELS, ""))
    subject = "" if sure or random.random() < 0.4 else random.choice(values.SUBJECTS)
    rank = ""
    if kind == "software_honour":
        subject = random.choice(("revenue_100", "competitiveness_100", "internet_100"))
        boundary = 50 if subject == "internet_100" else 10
        rank = str(random.choice((1, boundary, boundary, boundary + 1, 100, 100, 101, 10**6, "")))
    recognized_on = day_in(random, near(random, world.year))
    if sure:
        recognized_on = recognized_on.replace(year=world.year, month=7, day=1)
    elif kind in ("chain_key", "open_source_community") or random.random() < 0.1:
        recognized_on = day_in(random, world.year - random.choice((-1, 0, 1, 3)))
    expires_on = random.choice(
        (
            *[None] * 9,
            *(date(world.year, 1, 1), date(world.year, 1, 2), date(world.year, 12, 31)),
            recognized_on + timedelta(days=1),
        )
    )
    if expires_on is not None and expires_on <= recognized_on:
        expires_on = None
    assessed = values.ASSESSED.get(kind, (None, None, 0, 100_000_00))
    return {
        "recognition": identifier(random, "R", row),
        "uscc": world.one(random, wanted_for_kind(world, kind), sure),
        "kind": kind,
        "level": level,
        "subject": subject,
        "recognized_on": str(recognized_on),
        "expires_on": "" if expires_on is None else str(expires_on),
        "rank": rank,
        "score": str(random.choice(values.SCORES)),
        "provincial_award": money(random, random.choice(values.PROVINCIAL_AWARD)),
        "assessed_award": money(random, random.choice(assessed)),
    }

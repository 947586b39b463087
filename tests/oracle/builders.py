"""One row of each table, built from a seed.

``sure`` asks for a row that meets the conditions of its measure; otherwise now and then one is
missed. A row never depends on the rows after it, so that a failing set can be cut down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from . import values
from .codes import credit_code
from .values import day_in, identifier, later, money, near, truth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

Text = dict[str, str]
PROJECT_CHOICE = ("equipment_upgrade", "digital_project", "technology_loan_interest")
ONCE_A_SUBJECT = {
    *("innovative_product", "first_set_equipment", "software_honour", "secure_product"),
    *("industrial_software", "open_source_project", "sme_cluster"),
}
ONCE_A_LEVEL = {"technology_centre", "design_centre", "single_champion", "innovation_centre"}
BENCHMARKS = {
    "digital_benchmark": "provincial",
    "transformation_case": "national",
    "digital_park": "national",
}
# The word of kind, the industries. A park may be in an industry too, so these are only likely.
SORTS = {
    "maker": ("enterprise", ("C3911", "C3670", "C1", "C2710")),
    "miner": ("enterprise", ("B0610", "D4411")),
    "developer": ("enterprise", ("I6513", "I6420")),
    "trader": ("enterprise", ("F5211", "L7281", "A0111", "")),
    "park": ("park", ("", "L7281")),
    "association": ("association", ("", "S9421")),
    "institution": ("institution", ("", "M7310")),
    "department": ("department", ("", "S9221")),
    "county": ("county", ("",)),
}
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
    if random.random() < 0.7:
        year = world.year - random.choice((0, 0, 1, 2, 2, 3, -1))
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
        "srdi": ("provincial",),
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
        rank = str(random.choice((1, 10, 10, 11, 50, 51, 100, 100, 101, 10**6, "")))
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
        "score": str(random.choice(("", 0, 70, 70, 100, 9, 999))),
        "provincial_award": money(random, random.choice(values.PROVINCIAL_AWARD)),
        "assessed_award": money(random, random.choice(assessed)),
    }


def project(random: Random, world: World, row: int, sure: bool) -> Text:
    return {
        "project": identifier(random, "P", row),
        "uscc": world.one(random, world.of_industry("BCD"), sure),
        "name": random.choice(("", "line 1", "技改, 二期")),
        "municipal_key": truth(random, 0.5),
        "special_bond": truth(random, 0.08),
        "other_fiscal_support": truth(random, 0.3),
        "innovation_centre": truth(random, 0.2),
    }


def project_year(random: Random, world: World, row: int, sure: bool) -> Text | None:
    if not world.tables["projects"]:
        return None
    key = {
        "project": random.choice(world.tables["projects"])["project"],
        "year": str(near(random, world.year)),
    }
    if world.has("project_years", **key):
        return None
    gross = random.choice(values.EQUIPMENT_GROSS)
    net = random.choice((*values.EQUIPMENT_NET, gross, gross * 100 // 113))
    if random.random() < 0.85:
        gross = max(gross, net)
    net = min(net, gross)
    digital = random.choice(values.DIGITAL_NET)
    if random.random() < 0.3:
        digital = min(net * 3 // 20 + random.choice((-1, 0, 0, 0, 1)), values.LARGEST)
    return {
        **key,
        "equipment_gross": money(random, gross),
        "equipment_net": money(random, net),
        "digital_net": money(random, max(0, digital)),
        "digital_effective": truth(random, 0.9),
    }


def wanted_for_loan(world: World, measure: str) -> list[Text]:
    if measure == "park_loan_interest":
        return world.of_kind("park")
    return world.of_industry("I" if measure == "software_loan_interest" else "BCD")


def loan(random: Random, world: World, row: int, sure: bool) -> Text:
    paying = [m for m in world.measures if m in values.PURPOSE_OF]
    measure = random.choice(paying or ["technology_loan_interest"])
    purposes = {random.choice(values.PURPOSE_OF[measure])}
    for other, words in values.PURPOSE_OF.items():
        if random.random() < 0.15:
            purposes |= {random.choice(words)} if random.random() < 0.8 else set(words)
            measure = random.choice((measure, other))
    words = sorted(purposes)
    random.shuffle(words)
    project, uscc = "", world.one(random, wanted_for_loan(world, measure), sure)
    projects = world.tables["projects"]
    if "technology_upgrade" in purposes and projects and good(random, sure):
        of_project = random.choice(projects)
        project, uscc = of_project["project"], of_project["uscc"]
    elif random.random() < 0.2:
        own = [p["project"] for p in projects if p["uscc"] == uscc]
        project = random.choice(own) if own else ""
    disbursed_on, first, ends_on = loan_days(random, world.year)
    supported = 0
    if random.random() < (0.4 if measure == "park_loan_interest" else 0.05):
        supported = random.choice(values.PROVINCIAL_SUPPORT)
    return {
        "loan": identifier(random, "L", row),
        "uscc": uscc,
        "project": project,
        "purposes": "|".join(words),
        "principal": money(random, random.choice(values.PRINCIPAL[measure])),
        "annual_rate": random.choice(values.RATES),
        "disbursed_on": str(disbursed_on),
        "first_disbursed_on": str(first),
        "ends_on": str(ends_on),
        "central_support": truth(random, 0.4 if measure == "technology_loan_interest" else 0.06),
        "other_support": truth(random, 0.06),
        "provincial_support": money(random, supported),
    }


def loan_days(random: Random, year: int) -> tuple[date, date, date]:
    """First money, this money and the end, around the year and around the anniversaries."""
    one = timedelta(days=1)
    disbursed_on = day_in(random, year - random.choice((0, 0, 0, 0, 1, 1, 2)))
    if random.random() < 0.05:
        disbursed_on = day_in(random, year + random.choice((1, -3)))
    two_back, one_back = later(disbursed_on, -2), later(disbursed_on, -1)
    first = random.choice(
        (
            *[disbursed_on] * 6,
            *(two_back, two_back + one, two_back - one, one_back, disbursed_on - one),
            day_in(random, disbursed_on.year - 2),
        )
    )
    ends_on = random.choice(
        (
            *(disbursed_on + one, later(disbursed_on, 1), later(disbursed_on, 1) - one),
            *(later(disbursed_on, 1) + one, later(disbursed_on, 3), later(disbursed_on, 3)),
            *(later(first, 2), later(first, 2) + one, date(disbursed_on.year, 12, 31)),
            *(date(year, 1, 1), date(year, 1, 2), date(year, 12, 31), date(year + 1, 1, 1)),
            disbursed_on + timedelta(days=184),
        )
    )
    return disbursed_on, first, max(ends_on, disbursed_on + one)


def platform(random: Random, world: World, row: int, sure: bool) -> Text | None:
    return of_owner_and_year(
        *(random, world, sure, "platforms", "platform"),
        identifier(random, "F", row),
        investment_net=money(random, random.choice(values.INVESTMENT)),
        accepted=truth(random, 0.85),
    )


def software_project(random: Random, world: World, row: int, sure: bool) -> Text | None:
    return of_owner_and_year(
        *(random, world, sure, "software_projects", "project"),
        identifier(random, "S", row),
        national_major=truth(random, 0.88),
        total_investment=money(random, random.choice(values.SOFTWARE_INVESTMENT)),
    )


def of_owner_and_year(
    random: Random, world: World, sure: bool, table: str, key: str, new: str, **rest: str
) -> Text | None:
    """A new thing, or another year of one that is there, then of the same organization."""
    wanted = world.of_industry("I" if table == "software_projects" else "C")
    owner = world.one(random, wanted, sure)
    there = world.tables[table]
    if there and random.random() < 0.3:
        earlier = random.choice(there)
        new, owner = earlier[key], earlier["uscc"]
    year = str(near(random, world.year))
    if world.has(table, **{key: new, "year": year}):
        return None
    return {key: new, "uscc": owner, "year": year, **rest}


def cloud_year(random: Random, world: World, row: int, sure: bool) -> Text | None:
    key = {
        "uscc": world.one(random, world.of_industry("BCD"), sure),
        "year": str(near(random, world.year)),
    }
    if world.has("cloud_years", **key):
        return None
    return {
        **key,
        "devices": str(random.choice(values.DEVICES)),
        "software_cost": money(random, random.choice(values.CLOUD_COST)),
        "infrastructure_cost": money(random, random.choice(values.CLOUD_COST)),
    }


def centre_year(random: Random, world: World, row: int, sure: bool) -> Text | None:
    holders = {r["uscc"] for r in world.tables["recognitions"] if r["kind"] == "innovation_centre"}
    wanted = [o for o in world.tables["organizations"] if o["uscc"] in holders]
    key = {"uscc": world.one(random, wanted, sure), "year": str(near(random, world.year))}
    if world.has("centre_years", **key):
        return None
    income = random.choice(values.SERVICE_INCOME)
    return {**key, "external_service_income": money(random, income)}


def collaboration(random: Random, world: World, row: int, sure: bool) -> Text:
    return {
        "collaboration": identifier(random, "K", row),
        "uscc": world.one(random, world.of_industry("BCD"), sure),
        "year": str(world.year if sure else near(random, world.year)),
        "paid": money(random, random.choice(values.PAID)),
        "industrialized": truth(random, 1 if sure else 0.88),
        "score": str(random.choice((0, 70, 70, 100, 9, 999))),
    }


def event(random: Random, world: World, row: int, sure: bool) -> Text:
    kind = random.choice(world.event_kinds)
    wanted = {
        "competition": world.of_kind("enterprise", "association", "institution"),
        "supplier_conference": world.of_industry("C"),
        "supply_demand": world.of_kind("department"),
    }.get(kind, [])
    provincial = random.choice((*[0] * 9, 1, 50_000_00))
    assessed = random.choice(values.ASSESSED["supply_demand_event"])
    return {
        "event": identifier(random, "E", row),
        "kind": kind,
        "uscc": world.one(random, wanted, sure),
        "held_on": str(day_in(random, world.year if sure else near(random, world.year))),
        "cost": money(random, random.choice(values.COST.get(kind, values.SMALL))),
        "enterprises": str(random.choice((0, 29, 30, 30, 30, 31, 500))),
        "banks": str(random.choice((0, 4, 5, 5, 5, 6, 50))),
        "in_plan": truth(random, 0.88),
        "score": str(random.choice((0, 70, 70, 100, 9, 999))),
        "provincial_award": money(random, provincial),
        "assessed_award": money(random, assessed),
    }


def expo(random: Random, world: World, row: int, sure: bool) -> Text:
    scopes = ("national", "regional") if good(random, sure) else ("other",)
    return {
        "expo": identifier(random, "X", row),
        "uscc": world.one(random, world.tables["organizations"], sure),
        "held_on": str(day_in(random, world.year if sure else near(random, world.year))),
        "scope": random.choice(scopes),
        "canton_fair": truth(random, 0 if sure else 0.08),
        "priority_cluster": truth(random, 0.4),
        "plan_rank": str(random.choice((0, 1, 1, 2, 10, 9))),
    }


def booths(random: Random, world: World, expo: str) -> list[Text]:
    """Around five manufacturers, and sometimes another organization."""
    makers = world.of_industry("C")
    others = [o for o in world.tables["organizations"] if o not in makers]
    exhibitors = random.sample(makers, min(len(makers), random.choice((4, 5, 5, 5, 6, 99))))
    exhibitors += random.sample(others, min(len(others), random.choice((0, 0, 1, 2))))
    return [
        {
            "expo": expo,
            "uscc": exhibitor["uscc"],
            "booth_fee": money(random, random.choice(values.FEE)),
        }
        for exhibitor in exhibitors
    ]


def order(random: Random, world: World, row: int, sure: bool) -> Text:
    return {
        "order": identifier(random, "O", row),
        "uscc": world.one(random, world.of_industry("C"), sure),
        "signed_on": str(day_in(random, world.year if sure else near(random, world.year))),
        "amount": money(random, random.choice(values.ORDERS)),
    }


def election(random: Random, world: World, row: int, sure: bool) -> Text | None:
    if not world.tables["projects"]:
        return None
    key = {
        "project": random.choice(world.tables["projects"])["project"],
        "year": str(near(random, world.year)),
    }
    if world.has("elections", **key):
        return None
    return {**key, "measure": random.choice(PROJECT_CHOICE)}


def budget(random: Random, world: World, row: int, sure: bool) -> Text | None:
    year = str(near(random, world.year))
    if world.has("budgets", year=year):
        return None
    return {
        "year": year,
        "fund": "software",
        "amount": money(random, random.choice(values.BUDGETS)),
    }


def grants(world: World) -> list[tuple[str, str, str]]:
    """Measure, organization and award key of whatever could have been granted before."""
    found = []
    for row in world.tables["recognitions"]:
        measure = "digital_benchmark" if row["kind"] in BENCHMARKS else row["kind"]
        key = "provincial" if measure == "srdi" else "national"
        if measure == "digital_benchmark":
            key = row["kind"]
        elif measure in ONCE_A_LEVEL:
            key = row["level"] or "national"
        elif measure in ONCE_A_SUBJECT:
            key = row["subject"] or row["recognition"]
        found.append((measure, row["uscc"], key))
    for row in world.tables["projects"]:
        found += [(measure, row["uscc"], row["project"]) for measure in PROJECT_CHOICE]
    for row in world.tables["loans"]:
        key = row["project"] or row["loan"]
        for measure, words in values.PURPOSE_OF.items():
            if set(words) & set(row["purposes"].split("|")):
                found.append((measure, row["uscc"], key))
    for row in world.tables["platforms"]:
        found.append(("internet_platform", row["uscc"], row["platform"]))
    for row in world.tables["software_projects"]:
        found.append(("national_software_project", row["uscc"], row["project"]))
    return [grant for grant in found if grant[0] in world.measures]


def history(random: Random, world: World, row: int, sure: bool) -> Text:
    possible = grants(world)
    measure, uscc = random.choice(world.measures), code_of(200 + row, "91")
    key = random.choice((*values.LEVELS, *values.SUBJECTS))
    if possible and good(random, sure):
        measure, uscc, key = random.choice(possible)
    if random.random() < 0.1:
        uscc = world.one(random, [], sure)
    if measure in values.IN_ALL and random.random() < 0.6:
        key = random.choice(values.SUBJECTS)  # what is left depends on the organization alone
    return {
        "measure": measure,
        "uscc": uscc,
        "award_key": key,
        "year": str(world.year - random.choice((1, 1, 1, 2, 3, 0, -1))),
        "amount": money(random, random.choice(values.GRANTED.get(measure, values.SMALL))),
    }

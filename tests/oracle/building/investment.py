"""Projects and platforms, the loans behind them, what is elected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from . import values
from .values import day_in, identifier, later, money, near, truth
from .world import good

if TYPE_CHECKING:
    from random import Random

    from .world import Text, World

PROJECT_CHOICE = ("equipment_upgrade", "digital_project", "technology_loan_interest")


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
    if random.random() < 0.2:
        gross, net = random.choice(values.SMALL_GROSS), random.choice(values.SMALL_NET)
    elif random.random() < 0.85:
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
    rate = random.choice(values.RATES)
    project, uscc = "", world.one(random, wanted_for_loan(world, measure), sure)
    working_parks = {park["uscc"] for park in world.of_kind("park") if park["industry"]}
    if uscc in working_parks and random.random() < 0.5:
        purposes |= {"park_infrastructure", "supply_chain", "software_tax"}
        rate = "2"  # half of the interest is then as much as 1 %: a tie
    words = sorted(purposes)
    random.shuffle(words)
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
        "annual_rate": rate,
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

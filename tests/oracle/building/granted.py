"""Money: the funds of a year and what was granted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import values
from .investment import PROJECT_CHOICE
from .values import money, near
from .world import BENCHMARKS, code_of, good

if TYPE_CHECKING:
    from random import Random

    from .world import Text, World

ONCE_A_SUBJECT = {
    *("innovative_product", "first_set_equipment", "software_honour", "secure_product"),
    *("industrial_software", "open_source_project", "sme_cluster"),
}
ONCE_A_LEVEL = {"technology_centre", "design_centre", "single_champion", "innovation_centre"}


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

"""Candidates, conditions and amounts of annexes 1 to 3 (the loans are apart)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .line import MILLION, Line, candidate, new_recognitions, subject_key, yuan

if TYPE_CHECKING:
    from .facts import Facts

HALF = 500_000


def task_list_award(facts: Facts, year: int) -> list[Line]:
    """A1·2."""
    lines = new_recognitions(facts, year, "task_list_award")
    for line in lines:
        assessed = line.row["assessed_award"] or 0
        line.require(assessed > 0, "no_assessment")
        line.fixed(assessed)
    return lines


def county_cultivation(facts: Facts, year: int) -> list[Line]:
    """A1·1."""
    lines = new_recognitions(facts, year, "county_cultivation")
    for line in lines:
        assessed = line.row["assessed_award"] or 0
        line.require(facts.kind(line.uscc) == "county", "wrong_kind")
        line.require(assessed > 0, "no_assessment")
        line.fixed(assessed)
    return lines


def project_lines(facts: Facts, year: int, measure: str) -> list[Line]:
    """One line a project of the year, for the project's owner; the row joins both tables."""
    lines = []
    for of_year in facts.of_year("project_years", year):
        project = facts.projects[of_year["project"]]
        row = {**project, **of_year}
        lines.append(candidate(facts, measure, project["uscc"], project["project"], row))
    return lines


def equipment_upgrade(facts: Facts, year: int) -> list[Line]:
    """A3·1, A1·1, A5·3.1."""
    lines = project_lines(facts, year, "equipment_upgrade")
    for line in lines:
        row = line.row
        small_and_special = facts.not_large(line.uscc) and (
            facts.holds(line.uscc, "srdi", year, levels=("provincial", "national"))
            or facts.holds(line.uscc, "little_giant", year)
        )
        if row["equipment_gross"] >= yuan(5_000_000):
            line.route = "standard"
        elif small_and_special and row["equipment_net"] >= yuan(3_000_000):
            line.route = "srdi"
        elif facts.newly_scaled(line.uscc, year) and row["equipment_gross"] >= yuan(1_000_000):
            line.route = "newly_scaled"
        line.require(line.route != "", "below_threshold")
        line.require(facts.industrial(line.uscc) or row["innovation_centre"], "not_industrial")
        line.require(not row["special_bond"], "special_bond")
        line.require(
            not (row["innovation_centre"] and row["other_fiscal_support"]),
            "other_fiscal_support",
        )
        line.share_with_uplift(row["equipment_net"], 30_000, facts, year)
    return lines


def digital_project(facts: Facts, year: int) -> list[Line]:
    """A3·3."""
    lines = [
        line
        for line in project_lines(facts, year, "digital_project")
        if line.row["digital_net"] > 0
    ]
    for line in lines:
        line.require(facts.industrial(line.uscc), "not_industrial")
        line.require(not line.row["special_bond"], "special_bond")
        line.require(line.row["digital_effective"], "not_effective")
        line.share_with_uplift(line.row["digital_net"], 200_000, facts, year)
    return lines


def award_by_level(
    facts: Facts, year: int, line: Line, awards: dict[str, int], uplift: bool = True
) -> None:
    """So many yuan for the level; a level that is not listed is a wrong one."""
    level = line.row["level"]
    line.require(level in awards, "wrong_level")
    fen = yuan(awards.get(level, 0))
    if uplift:
        line.fixed_with_uplift(fen, facts, year)
    else:
        line.fixed(fen)


def centre(facts: Facts, year: int, measure: str, awards: dict[str, int]) -> list[Line]:
    """A new recognition, paid by level, once at each level."""
    lines = new_recognitions(facts, year, measure)
    for line in lines:
        line.once = line.row["level"]
        award_by_level(facts, year, line, awards)
    return lines


def technology_centre(facts: Facts, year: int) -> list[Line]:
    """A2·1."""
    awards = {"national": 2_000_000, "provincial": 700_000, "municipal": 300_000}
    lines = centre(facts, year, "technology_centre", awards)
    for line in lines:
        industrial_or_software(facts, line)
    return lines


def industrial_or_software(facts: Facts, line: Line) -> None:
    if not facts.industrial(line.uscc) and not facts.software(line.uscc):
        line.faults |= {"not_industrial", "not_software"}


def design_centre(facts: Facts, year: int) -> list[Line]:
    """A2·2."""
    awards = {"national": 2_000_000, "provincial": 700_000, "municipal": 300_000}
    return centre(facts, year, "design_centre", awards)


def innovative_product(facts: Facts, year: int) -> list[Line]:
    """A2·3.1."""
    lines = new_recognitions(facts, year, "innovative_product")
    for line in lines:
        line.once = subject_key(line.row)
        line.require(facts.industrial(line.uscc), "not_industrial")
        line.fixed_with_uplift(yuan(500_000), facts, year)
    return lines


def half_of_provincial(facts: Facts, year: int, line: Line) -> None:
    provincial = line.row["provincial_award"] or 0
    line.require(provincial > 0, "no_provincial_award")
    line.share_with_uplift(provincial, HALF, facts, year)


def first_set_equipment(facts: Facts, year: int) -> list[Line]:
    """A2·3.2."""
    lines = new_recognitions(facts, year, "first_set_equipment")
    for line in lines:
        line.once = subject_key(line.row)
        half_of_provincial(facts, year, line)
    return lines


def innovation_demonstration(facts: Facts, year: int) -> list[Line]:
    """A2·4."""
    lines = new_recognitions(facts, year, "innovation_demonstration")
    for line in lines:
        line.once = "national"
        award_by_level(facts, year, line, {"national": 2_000_000})
    return lines


def single_champion(facts: Facts, year: int) -> list[Line]:
    """A2·5."""
    return centre(facts, year, "single_champion", {"national": 1_000_000, "provincial": 500_000})


def research_collaboration(facts: Facts, year: int) -> list[Line]:
    """A2·6."""
    lines = []
    for row in facts.of_year("collaborations", year):
        line = candidate(facts, "research_collaboration", row["uscc"], row["collaboration"], row)
        line.require(row["industrialized"], "not_industrialized")
        line.share_with_uplift(row["paid"], HALF, facts, year)
        lines.append(line)
    return lines


def innovation_centre(facts: Facts, year: int) -> list[Line]:
    """A2·7."""
    awards = {"national": 5_000_000, "provincial": 3_000_000, "municipal": 2_000_000}
    return centre(facts, year, "innovation_centre", awards)


def pilot_service_income(facts: Facts, year: int) -> list[Line]:
    """A2·7."""
    lines = []
    for row in facts.of_year("centre_years", year):
        line = candidate(facts, "pilot_service_income", row["uscc"], row["uscc"], row)
        line.require(facts.holds(line.uscc, "innovation_centre", year), "no_recognition")
        line.share_with_uplift(row["external_service_income"], 300_000, facts, year)
        lines.append(line)
    return lines


def digital_benchmark(facts: Facts, year: int) -> list[Line]:
    """A3·4."""
    level_of = {
        "digital_benchmark": "provincial",
        "transformation_case": "national",
        "digital_park": "national",
    }
    lines = new_recognitions(facts, year, "digital_benchmark", *level_of)
    for line in lines:
        kind = line.row["kind"]
        line.once = kind
        line.require(line.row["level"] == level_of[kind], "wrong_level")
        half_of_provincial(facts, year, line)
    return lines


def factory_5g(facts: Facts, year: int) -> list[Line]:
    """A3·4."""
    lines = new_recognitions(facts, year, "factory_5g")
    for line in lines:
        line.once = "national"
        award_by_level(facts, year, line, {"national": 200_000})
    return lines


def internet_platform(facts: Facts, year: int) -> list[Line]:
    """A3·5."""
    lines = []
    for row in facts.of_year("platforms", year):
        line = candidate(facts, "internet_platform", row["uscc"], row["platform"], row)
        line.require(row["accepted"], "not_accepted")
        line.share_with_uplift(row["investment_net"], 200_000, facts, year)
        lines.append(line)
    return lines


def cloud_lines(facts: Facts, year: int, measure: str, column: str) -> list[Line]:
    lines = []
    for row in facts.of_year("cloud_years", year):
        if row[column] > 0:
            line = candidate(facts, measure, row["uscc"], row["uscc"], row)
            line.require(facts.industrial(line.uscc), "not_industrial")
            lines.append(line)
    return lines


def devices_on_platform(facts: Facts, year: int) -> list[Line]:
    """A3·6.1: 2,000 yuan a device."""
    lines = cloud_lines(facts, year, "devices_on_platform", "devices")
    for line in lines:
        line.share_with_uplift(line.row["devices"] * yuan(2_000), MILLION, facts, year)
    return lines


def cloud_software(facts: Facts, year: int) -> list[Line]:
    """A3·6.2."""
    lines = cloud_lines(facts, year, "cloud_software", "software_cost")
    for line in lines:
        line.require(facts.not_large(line.uscc), "wrong_size")
        line.share_with_uplift(line.row["software_cost"], HALF, facts, year)
    return lines


def cloud_infrastructure(facts: Facts, year: int) -> list[Line]:
    """A3·6.3."""
    lines = cloud_lines(facts, year, "cloud_infrastructure", "infrastructure_cost")
    for line in lines:
        line.share_with_uplift(line.row["infrastructure_cost"], HALF, facts, year)
    return lines

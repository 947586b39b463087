"""Candidates, conditions and amounts of annexes 4 to 6 (the loans are apart)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .annexes_1_to_3 import award_by_level, half_of_provincial, industrial_or_software
from .facts import held
from .line import Line, candidate, new_recognitions, subject_key, yuan

if TYPE_CHECKING:
    from .facts import Facts
    from .reading import Row

ANNEX_5_IN_FORCE = date(2026, 2, 13)


def software_honour(facts: Facts, year: int) -> list[Line]:
    """A4·1: by the place in the list of one hundred."""
    lines = new_recognitions(facts, year, "software_honour")
    for line in lines:
        line.once = line.row["subject"]
        line.require(facts.software(line.uscc), "not_software")
        rank = line.row["rank"]
        best = 50 if line.row["subject"] == "internet_100" else 10
        if rank is None or rank > 100:
            line.faults.add("rank_out_of_list")
        elif rank <= best:
            line.fixed(yuan(1_000_000))
        else:
            line.fixed(yuan(500_000))
    return lines


def once_a_subject(facts: Facts, year: int, measure: str, award: int) -> list[Line]:
    """A new recognition with a fixed award, once a subject, no other condition."""
    lines = new_recognitions(facts, year, measure)
    for line in lines:
        line.once = subject_key(line.row)
        line.fixed(yuan(award))
    return lines


def secure_product(facts: Facts, year: int) -> list[Line]:
    """A4·2.1."""
    return once_a_subject(facts, year, "secure_product", 500_000)


def industrial_software(facts: Facts, year: int) -> list[Line]:
    """A4·3.1."""
    return once_a_subject(facts, year, "industrial_software", 500_000)


def open_source_project(facts: Facts, year: int) -> list[Line]:
    """A4·3.2."""
    return once_a_subject(facts, year, "open_source_project", 300_000)


def open_source_community(facts: Facts, year: int) -> list[Line]:
    """A4·3.2: of all that an organization holds in the year the lowest id stands."""
    lines = [
        candidate(facts, "open_source_community", row["uscc"], row["recognition"], row)
        for row in facts.rows("recognitions")
        if row["kind"] == "open_source_community" and held(row, year)
    ]
    paid: set[str] = set()
    for line in sorted(lines, key=lambda line: line.subject):
        line.fixed(yuan(300_000))
        if line.eligible:
            line.require(line.uscc not in paid, "already_granted")
            paid.add(line.uscc)
    return lines


def event_lines(facts: Facts, year: int, measure: str, kind: str) -> list[Line]:
    return [
        candidate(facts, measure, row["uscc"], row["event"], row)
        for row in facts.of_year("events", year, day="held_on")
        if row["kind"] == kind
    ]


def software_competition(facts: Facts, year: int) -> list[Line]:
    """A4·2.1."""
    lines = event_lines(facts, year, "software_competition", "competition")
    for line in lines:
        kind = facts.kind(line.uscc)
        line.require(kind in ("enterprise", "association", "institution"), "wrong_kind")
        line.require(line.row["in_plan"], "not_in_plan")
        line.share(line.row["cost"], 800_000)
    return lines


def national_software_project(facts: Facts, year: int) -> list[Line]:
    """A4·2.2."""
    lines = []
    for row in facts.of_year("software_projects", year):
        line = candidate(facts, "national_software_project", row["uscc"], row["project"], row)
        line.once = row["project"]
        line.require(facts.software(line.uscc), "not_software")
        line.require(row["national_major"], "not_national_major")
        line.share(row["total_investment"], 300_000)
        lines.append(line)
    return lines


def little_giant(facts: Facts, year: int) -> list[Line]:
    """A5·1."""
    lines = new_recognitions(facts, year, "little_giant")
    for line in lines:
        line.once = "national"
        line.require(line.row["recognized_on"] >= ANNEX_5_IN_FORCE, "not_in_force")
        line.require(line.row["level"] == "national", "wrong_level")
        half_of_provincial(facts, year, line)
    return lines


def srdi(facts: Facts, year: int) -> list[Line]:
    """A5·1."""
    lines = new_recognitions(facts, year, "srdi")
    for line in lines:
        line.once = "provincial"
        line.require(line.row["recognized_on"] >= ANNEX_5_IN_FORCE, "not_in_force")
        industrial_or_software(facts, line)
        award_by_level(facts, year, line, {"provincial": 100_000})
    return lines


def finance_matching_event(facts: Facts, year: int) -> list[Line]:
    """A5·2.2."""
    lines = event_lines(facts, year, "finance_matching_event", "finance_matching")
    for line in lines:
        line.require(line.row["held_on"] >= ANNEX_5_IN_FORCE, "not_in_force")
        line.require(line.row["enterprises"] >= 30, "too_few_enterprises")
        line.require(line.row["banks"] >= 5, "too_few_banks")
        line.fixed(yuan(50_000))
    return lines


def sme_cluster(facts: Facts, year: int) -> list[Line]:
    """A5·9: an assessed award counts where it is given and less, also when it is 0."""
    lines = new_recognitions(facts, year, "sme_cluster")
    for line in lines:
        line.once = subject_key(line.row)
        line.require(line.row["recognized_on"] >= ANNEX_5_IN_FORCE, "not_in_force")
        line.require(facts.kind(line.uscc) == "county", "wrong_kind")
        awards = {"national": 300_000, "provincial": 150_000}
        award_by_level(facts, year, line, awards, uplift=False)
        assessed = line.row["assessed_award"]
        if assessed is not None:
            line.fixed(min(assessed, line.gross))
    return lines


def maker_booths(facts: Facts, expo: str) -> list[Row]:
    """The booths of manufacturing organizations, local or not."""
    return [
        booth
        for booth in facts.rows("booths")
        if booth["expo"] == expo and facts.manufacturing(booth["uscc"])
    ]


def require_expo(line: Line, expo: Row, exhibitors: int) -> None:
    line.require(not expo["canton_fair"], "canton_fair")
    line.require(expo["scope"] in ("national", "regional"), "not_major_expo")
    line.require(exhibitors >= 5, "too_few_exhibitors")


def expo_booth(facts: Facts, year: int) -> list[Line]:
    """A6·1: 80 % of the fee, at most 50,000 yuan a booth."""
    lines = []
    for expo in facts.of_year("expos", year, day="held_on"):
        exhibitors = len(maker_booths(facts, expo["expo"]))
        for booth in facts.rows("booths"):
            if booth["expo"] == expo["expo"]:
                line = candidate(facts, "expo_booth", booth["uscc"], booth["expo"], booth)
                line.require(facts.manufacturing(line.uscc), "not_manufacturing")
                require_expo(line, expo, exhibitors)
                line.share(booth["booth_fee"], 800_000)
                line.cap_item(yuan(50_000))
                lines.append(line)
    return lines


def expo_organizer(facts: Facts, year: int) -> list[Line]:
    """A6·1: 20 % of the fees of the manufacturers."""
    lines = []
    for expo in facts.of_year("expos", year, day="held_on"):
        booths = maker_booths(facts, expo["expo"])
        line = candidate(facts, "expo_organizer", expo["uscc"], expo["expo"], expo)
        require_expo(line, expo, len(booths))
        line.share(sum(booth["booth_fee"] for booth in booths), 200_000)
        lines.append(line)
    return lines


def supplier_conference(facts: Facts, year: int) -> list[Line]:
    """A6·2.1: 30 % of the cost, at most 300,000 yuan an event."""
    lines = event_lines(facts, year, "supplier_conference", "supplier_conference")
    for line in lines:
        line.require(facts.manufacturing(line.uscc), "not_manufacturing")
        line.share(line.row["cost"], 300_000)
        line.cap_item(yuan(300_000))
    return lines


def supply_demand_event(facts: Facts, year: int) -> list[Line]:
    """A6·2.2."""
    lines = event_lines(facts, year, "supply_demand_event", "supply_demand")
    for line in lines:
        line.require(facts.kind(line.uscc) == "department", "wrong_kind")
        line.require(line.row["provincial_award"] == 0, "provincial_award_received")
        line.require(line.row["assessed_award"] > 0, "no_assessment")
        line.fixed(min(line.row["assessed_award"], yuan(50_000)))
    return lines


def order_award(facts: Facts, year: int) -> list[Line]:
    """A6·3.1: by the place, at most 5 % of the year's orders."""
    totals: dict[str, int] = {}
    for order in facts.of_year("orders", year, day="signed_on"):
        totals[order["uscc"]] = totals.get(order["uscc"], 0) + order["amount"]
    lines = []
    for uscc, total in totals.items():
        line = candidate(facts, "order_award", uscc, uscc, {"total": total})
        line.require(facts.manufacturing(uscc), "not_manufacturing")
        lines.append(line)
    placed = sorted(
        (line for line in lines if line.eligible),
        key=lambda line: (-line.row["total"], line.uscc),
    )
    for place, line in enumerate(placed, start=1):
        line.row["place"] = place
        tier = 1_200_000 if place <= 10 else 600_000 if place <= 20 else 300_000
        line.fixed(yuan(tier) if place <= 30 else 0)
        line.cap_item(line.row["total"] * 50_000 // 1_000_000)
    return lines

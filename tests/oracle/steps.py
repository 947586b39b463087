"""The steps that look at more than one line: once, quotas, choices, caps, funds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .interest import interest
from .line import Line, yuan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .facts import Facts

PROJECT_CHOICE = ("equipment_upgrade", "digital_project", "technology_loan_interest")
LOAN_CHOICE = (
    "technology_loan_interest",
    "newly_scaled_loan_interest",
    "software_loan_interest",
    "park_loan_interest",
)
TOP = {
    "innovative_product": 10,  # A2·3.1
    "research_collaboration": 20,  # A2·6
    "industrial_software": 6,  # A4·3.1
    "open_source_project": 3,  # A4·3.2
    "supplier_conference": 15,  # A6·2.1
}
LAST_ORDER_PLACE = 30  # A6·3.1
EXPOS_IN_PLAN = 30  # A6·1
PRINCIPAL_A_YEAR = {
    "newly_scaled_loan_interest": yuan(10_000_000),  # A1·1
    "technology_loan_interest": yuan(200_000_000),  # A3·2
}
CAP_A_YEAR = {
    "equipment_upgrade": yuan(5_000_000),  # A3·1, A1·1
    "task_list_award": yuan(5_000_000),  # A1·2
    "first_set_equipment": yuan(1_000_000),  # A2·3.2
    "research_collaboration": yuan(1_000_000),  # A2·6
    "pilot_service_income": yuan(1_000_000),  # A2·7
    "digital_project": yuan(2_000_000),  # A3·3
    "devices_on_platform": yuan(100_000),  # A3·6.1
    "cloud_software": yuan(200_000),  # A3·6.2
    "cloud_infrastructure": yuan(200_000),  # A3·6.3
    "software_competition": yuan(500_000),  # A4·2.1
    "expo_booth": yuan(300_000),  # A6·1
    "expo_organizer": yuan(300_000),  # A6·1
}
CAP_IN_ALL = {
    "park_loan_interest": yuan(4_000_000),  # A1·5
    "national_software_project": yuan(2_000_000),  # A4·2.2
    "software_loan_interest": yuan(300_000),  # A4·4
}
PLATFORM_CAP_IN_ALL = yuan(1_000_000)  # A3·5
FUNDS = {
    "software": (
        *("software_honour", "secure_product", "software_competition"),
        *("national_software_project", "industrial_software", "open_source_community"),
        *("open_source_project", "software_loan_interest"),
    )
}


def project_of(line: Line) -> str:
    return line.row["project"]


def provincial_interest_support(facts: Facts, lines: list[Line]) -> None:
    """Step 4, first case (judged in step 1): the province already pays a loan's interest."""
    supported = {
        loan["project"]
        for loan in facts.rows("loans")
        if loan["project"]
        and "technology_upgrade" in loan["purposes"]
        and loan["provincial_support"] > 0
    }
    for line in lines:
        if line.measure in PROJECT_CHOICE and project_of(line) in supported:
            line.faults.add("provincial_interest_support")


def was_granted(facts: Facts, year: int, line: Line) -> bool:
    return line.once is not None and any(
        before["uscc"] == line.uscc and before["award_key"] == line.once and before["year"] < year
        for before in facts.history[line.measure]
    )


def once(facts: Facts, year: int, lines: list[Line]) -> None:
    """Step 1, last: what was granted before, then the second of the same year.

    Both are asked only of a line that has no other fault."""
    for line in lines:
        if line.eligible and was_granted(facts, year, line):
            line.faults.add("already_granted")
    # A national project has one line a year, so that only recognitions can meet here.
    recognized = [line for line in lines if line.once is not None and "recognized_on" in line.row]
    kept: set[tuple[str, str, str | None]] = set()
    for line in sorted(recognized, key=lambda line: (line.row["recognized_on"], line.subject)):
        if line.eligible:
            award = (line.measure, line.uscc, line.once)
            line.require(award not in kept, "already_granted")
            kept.add(award)


def quotas(facts: Facts, year: int, lines: list[Line]) -> None:
    """Step 3."""
    for measure, places in TOP.items():
        ranked = sorted(
            (line for line in lines if line.measure == measure and line.stands),
            key=lambda line: (-(line.row["score"] or 0), line.subject),
        )
        for line in ranked[places:]:
            line.status = "over_quota"
    plan = expo_plan(facts, year)
    for line in lines:
        beyond_the_last_place = (
            line.measure == "order_award" and line.stands and line.row["place"] > LAST_ORDER_PLACE
        )
        beyond_the_plan = (
            line.measure in ("expo_booth", "expo_organizer")
            and line.stands
            and line.subject not in plan
        )
        if beyond_the_last_place or beyond_the_plan:
            line.status = "over_quota"


def expo_plan(facts: Facts, year: int) -> set[str]:
    expos = [
        expo
        for expo in facts.of_year("expos", year, day="held_on")
        if not expo["canton_fair"] and expo["scope"] in ("national", "regional")
    ]
    expos.sort(key=lambda expo: (not expo["priority_cluster"], expo["plan_rank"], expo["expo"]))
    return {expo["expo"] for expo in expos[:EXPOS_IN_PLAN]}


def project_choice(facts: Facts, year: int, lines: list[Line]) -> None:
    """Step 4 (A3·7.2)."""
    lines_of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.measure in PROJECT_CHOICE and line.stands:
            lines_of[project_of(line)].append(line)
    elections = {e["project"]: e["measure"] for e in facts.of_year("elections", year)}
    for project, standing in lines_of.items():
        gross: dict[str, int] = defaultdict(int)
        for line in standing:
            gross[line.measure] += line.gross
        before = [
            (row["year"], PROJECT_CHOICE.index(measure), measure)
            for measure in PROJECT_CHOICE
            for row in facts.history[measure]
            if row["award_key"] == project and row["year"] < year
        ]
        if before:
            winner = min(before)[2]
        elif elections.get(project) in gross:
            winner = elections[project]
        else:
            winner = largest(gross, PROJECT_CHOICE)
        supersede(standing, winner)


def largest(gross: dict[str, int], order: tuple[str, ...]) -> str:
    return min(gross, key=lambda measure: (-gross[measure], order.index(measure)))


def supersede(lines: Iterable[Line], winner: str) -> None:
    for line in lines:
        if line.measure != winner:
            line.status, line.winner = "superseded", winner


def loan_choice(lines: list[Line]) -> None:
    """Step 5 (A3·7.2)."""
    lines_of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.measure in LOAN_CHOICE and line.stands:
            lines_of[line.subject].append(line)
    for standing in lines_of.values():
        gross = {line.measure: line.gross for line in standing}
        supersede(standing, largest(gross, LOAN_CHOICE))


def standing_by_owner(lines: list[Line], measure: str) -> dict[str, list[Line]]:
    lines_of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.measure == measure and line.stands:
            lines_of[line.uscc].append(line)
    return lines_of


def by_disbursement(line: Line) -> tuple[object, str]:
    return line.row["disbursed_on"], line.subject


def principal_caps(lines: list[Line]) -> None:
    """Step 6."""
    for measure, cap in PRINCIPAL_A_YEAR.items():
        for standing in standing_by_owner(lines, measure).values():
            left = cap
            for line in sorted(standing, key=by_disbursement):
                counted = min(line.principal, left)
                left -= counted
                line.reduce(interest(counted, line.rate, line.days), "principal_cap")


def take(lines: list[Line], left: int) -> None:
    """Each line in turn gets at most what is left."""
    for line in lines:
        line.reduce(min(line.amount, left), "organization_cap")
        left -= line.amount


def granted_before(facts: Facts, year: int, measure: str, column: str, value: str) -> int:
    return sum(
        row["amount"]
        for row in facts.history[measure]
        if row[column] == value and row["year"] < year
    )


def organization_caps(facts: Facts, year: int, lines: list[Line]) -> None:
    """Step 7."""
    for measure, cap in CAP_A_YEAR.items():
        for standing in standing_by_owner(lines, measure).values():
            take(sorted(standing, key=lambda line: line.subject), cap)
    for measure, cap in CAP_IN_ALL.items():
        for uscc, standing in standing_by_owner(lines, measure).items():
            left = max(0, cap - granted_before(facts, year, measure, "uscc", uscc))
            if measure == "park_loan_interest":
                take(sorted(standing, key=by_disbursement), left)
            else:
                take(sorted(standing, key=lambda line: line.subject), left)
    for line in lines:
        if line.measure == "internet_platform" and line.stands:
            before = granted_before(facts, year, line.measure, "award_key", line.subject)
            take([line], max(0, PLATFORM_CAP_IN_ALL - before))
    # A1·5: the province's support comes off after the cap, in the year of the loan.
    for standing in standing_by_owner(lines, "park_loan_interest").values():
        for line in standing:
            if line.row["disbursed_on"].year == year:
                left = max(0, line.amount - line.row["provincial_support"])
                line.reduce(left, "provincial_deduction")


def funds(facts: Facts, year: int, lines: list[Line]) -> None:
    """Step 8: by largest remainders where the money is short."""
    for row in facts.of_year("budgets", year):
        budget = row["amount"]
        standing = [line for line in lines if line.measure in FUNDS[row["fund"]] and line.stands]
        total = sum(line.amount for line in standing)
        if total <= budget:
            continue
        shares = [line.amount * budget // total for line in standing]
        left_over = budget - sum(shares)
        by_remainder = sorted(
            range(len(standing)),
            key=lambda i: (
                -(standing[i].amount * budget % total),
                *(standing[i].measure, standing[i].uscc, standing[i].subject),
            ),
        )
        for i in by_remainder[:left_over]:
            shares[i] += 1
        for line, share in zip(standing, shares, strict=True):
            line.reduce(share, "fund_pro_rata")

"""The four interest subsidies: A1·1, A1·5, A3·2, A4·4."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .line import MILLION, Line, candidate

if TYPE_CHECKING:
    from .facts import Facts
    from .reading import Row


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; that of 29 February is 28 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 2, 28)
    return date(day.year + years, day.month, day.day)


def overlap(*spans: tuple[date, date]) -> int:
    """The days that lie in every one of the spans [from, to)."""
    return max(0, (min(to for _, to in spans) - max(start for start, _ in spans)).days)


def interest(principal: int, rate: int, days: int) -> int:
    """Fen; the divisor is 365 in leap years too."""
    return principal * rate * days // (MILLION * 365)


def loan_lines(facts: Facts, year: int, measure: str, *purposes: str) -> list[Line]:
    """One line a loan that has one of the purposes and runs in the year."""
    this_year = (date(year, 1, 1), date(year + 1, 1, 1))
    return [
        candidate(facts, measure, loan["uscc"], loan["loan"], loan)
        for loan in facts.rows("loans")
        if set(purposes) & set(loan["purposes"])
        and overlap((loan["disbursed_on"], loan["ends_on"]), this_year) > 0
    ]


def subsidize(line: Line, rate: int, window: tuple[date, date], year: int) -> None:
    """The interest of the days within the measure's window, at ``rate`` millionths."""
    loan = line.row
    line.days = overlap(
        (loan["disbursed_on"], loan["ends_on"]),
        (date(year, 1, 1), date(year + 1, 1, 1)),
        window,
    )
    line.require(line.days >= 1, "no_interest_days")
    line.principal = loan["principal"]
    line.rate = rate
    line.gross = interest(line.principal, line.rate, line.days)


def one_year(loan: Row) -> tuple[date, date]:
    return loan["disbursed_on"], anniversary(loan["disbursed_on"], 1)


def no_other_interest_support(loan: Row) -> bool:
    return not (loan["other_support"] or loan["central_support"] or loan["provincial_support"] > 0)


def newly_scaled_loan_interest(facts: Facts, year: int) -> list[Line]:
    """A1·1: at most 1 % a year for one year."""
    lines = loan_lines(facts, year, "newly_scaled_loan_interest", "supply_chain")
    for line in lines:
        line.require(facts.industrial(line.uscc), "not_industrial")
        line.require(facts.newly_scaled(line.uscc, year), "not_newly_scaled")
        line.require(no_other_interest_support(line.row), "other_support")
        subsidize(line, min(10_000, line.row["annual_rate"]), one_year(line.row), year)
    return lines


def park_loan_interest(facts: Facts, year: int) -> list[Line]:
    """A1·5: half of the interest for one year."""
    lines = loan_lines(facts, year, "park_loan_interest", "park_infrastructure")
    for line in lines:
        line.require(facts.kind(line.uscc) == "park", "wrong_kind")
        line.require(line.row["disbursed_on"] >= date(2026, 1, 1), "not_in_force")
        subsidize(line, line.row["annual_rate"], one_year(line.row), year)
        # Half of the rate may be half a millionth, so the half is taken of the whole.
        line.gross = line.principal * line.rate * line.days // (MILLION * 365 * 2)
    return lines


def technology_loan_interest(facts: Facts, year: int) -> list[Line]:
    """A3·2: at most 2 % a year, or 2.5 %, for two years from the project's first money."""
    lines = loan_lines(facts, year, "technology_loan_interest", "technology_upgrade")
    for line in lines:
        loan = line.row
        ceiling = 20_000
        line.require(facts.industrial(line.uscc), "not_industrial")
        if not loan["project"]:
            line.faults.add("no_project")
        else:
            project = facts.projects[loan["project"]]
            line.require(not project["special_bond"], "special_bond")
            if loan["central_support"] and project["municipal_key"]:
                ceiling = 25_000
        first = loan["first_disbursed_on"]
        two_years = (first, anniversary(first, 2))
        subsidize(line, min(ceiling, loan["annual_rate"]), two_years, year)
    return lines


def software_loan_interest(facts: Facts, year: int) -> list[Line]:
    """A4·4: at most 1 % a year for one year."""
    lines = loan_lines(
        facts,
        year,
        "software_loan_interest",
        *("software_technology", "software_tax", "software_procurement"),
    )
    for line in lines:
        line.require(facts.software(line.uscc), "not_software")
        line.require(no_other_interest_support(line.row), "other_support")
        subsidize(line, min(10_000, line.row["annual_rate"]), one_year(line.row), year)
    return lines

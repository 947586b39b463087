"""The whole settlement of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import annexes_1_to_3, annexes_4_to_6, interest, steps
from .facts import Facts
from .reading import Tables, read

if TYPE_CHECKING:
    from .line import Line

__all__ = ["COLUMNS", "MEASURES", "lines_csv", "read", "settle"]

MEASURES = (
    interest.newly_scaled_loan_interest,
    annexes_1_to_3.equipment_upgrade,
    annexes_1_to_3.task_list_award,
    annexes_1_to_3.county_cultivation,
    interest.park_loan_interest,
    annexes_1_to_3.technology_centre,
    annexes_1_to_3.design_centre,
    annexes_1_to_3.innovative_product,
    annexes_1_to_3.first_set_equipment,
    annexes_1_to_3.innovation_demonstration,
    annexes_1_to_3.single_champion,
    annexes_1_to_3.research_collaboration,
    annexes_1_to_3.innovation_centre,
    annexes_1_to_3.pilot_service_income,
    interest.technology_loan_interest,
    annexes_1_to_3.digital_project,
    annexes_1_to_3.digital_benchmark,
    annexes_1_to_3.factory_5g,
    annexes_1_to_3.internet_platform,
    annexes_1_to_3.devices_on_platform,
    annexes_1_to_3.cloud_software,
    annexes_1_to_3.cloud_infrastructure,
    annexes_4_to_6.software_honour,
    annexes_4_to_6.secure_product,
    annexes_4_to_6.software_competition,
    annexes_4_to_6.national_software_project,
    annexes_4_to_6.industrial_software,
    annexes_4_to_6.open_source_community,
    annexes_4_to_6.open_source_project,
    interest.software_loan_interest,
    annexes_4_to_6.little_giant,
    annexes_4_to_6.srdi,
    annexes_4_to_6.finance_matching_event,
    annexes_4_to_6.sme_cluster,
    annexes_4_to_6.expo_booth,
    annexes_4_to_6.expo_organizer,
    annexes_4_to_6.supplier_conference,
    annexes_4_to_6.supply_demand_event,
    annexes_4_to_6.order_award,
)
COLUMNS = (
    *("year", "measure", "uscc", "subject", "route"),
    *("status", "reasons", "gross", "amount"),
)
CHANGES = (
    *("chain_uplift", "item_cap", "principal_cap"),
    *("organization_cap", "provincial_deduction", "fund_pro_rata"),
)
"""The reasons of eligible lines, in the order in which they are written."""


def settle(tables: Tables, year: int) -> list[dict[str, str]]:
    """The lines of ``lines.csv`` for the year, as text."""
    facts = Facts(tables)
    lines = [line for measure in MEASURES for line in measure(facts, year)]
    steps.provincial_interest_support(facts, lines)
    steps.once(facts, year, lines)
    for line in lines:
        if not line.eligible:
            line.status, line.gross = "ineligible", 0
        line.amount = line.gross
    steps.quotas(facts, year, lines)
    steps.project_choice(facts, year, lines)
    steps.loan_choice(lines)
    steps.principal_caps(lines)
    steps.organization_caps(facts, year, lines)
    steps.funds(facts, year, lines)
    for line in lines:
        if line.stands:
            line.status = "granted" if line.amount > 0 else "capped_out"
    lines.sort(key=lambda line: (line.measure, line.uscc, line.subject))
    return [texts(line, year) for line in lines]


def texts(line: Line, year: int) -> dict[str, str]:
    if line.status == "ineligible":
        reasons = sorted(line.faults)
    elif line.status == "superseded":
        reasons = [line.winner]
    else:
        reasons = [change for change in CHANGES if change in line.changes]
    return {
        "year": str(year),
        "measure": line.measure,
        "uscc": line.uscc,
        "subject": line.subject,
        "route": line.route,
        "status": line.status,
        "reasons": ";".join(reasons),
        "gross": money(line.gross),
        "amount": money(line.amount if line.status == "granted" else 0),
    }


def money(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def lines_csv(lines: list[dict[str, str]]) -> str:
    """``lines.csv``: a header, line feeds, quotes only where they are needed."""
    rows = [",".join(COLUMNS)]
    rows += [",".join(field(line[column]) for column in COLUMNS) for line in lines]
    return "\n".join(rows) + "\n"


def field(text: str) -> str:
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text

"""Hypothesis strategies that draw small, nasty fact sets which would pass a check.

Hypothesis draws the year, a seed for the whole set and a byte for each row; a row is built from
the seed and its byte. So a set draws fast, a failing one loses the rows that do not matter, and
rows of the same byte are alike but for their ids.
"""

from __future__ import annotations

import csv
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from .building import activity, granted, investment, world
from .building.world import BENCHMARKS, World
from .reading import OPTIONAL, Tables
from .settle import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

YEARS = (2026, 2027, 2028, 2029, 2030)
COLUMNS = {
    "organizations": "uscc name kind county industry size scaled_on",
    "recognitions": "recognition uscc kind level subject recognized_on expires_on rank score"
    " provincial_award assessed_award",
    "projects": "project uscc name municipal_key special_bond other_fiscal_support"
    " innovation_centre",
    "project_years": "project year equipment_gross equipment_net digital_net digital_effective",
    "loans": "loan uscc project purposes principal annual_rate disbursed_on first_disbursed_on"
    " ends_on central_support other_support provincial_support",
    "platforms": "platform uscc year investment_net accepted",
    "cloud_years": "uscc year devices software_cost infrastructure_cost",
    "centre_years": "uscc year external_service_income",
    "collaborations": "collaboration uscc year paid industrialized score",
    "software_projects": "project uscc year national_major total_investment",
    "events": "event kind uscc held_on cost enterprises banks in_plan score provincial_award"
    " assessed_award",
    "expos": "expo uscc held_on scope canton_fair priority_cluster plan_rank",
    "booths": "expo uscc booth_fee",
    "orders": "order uscc signed_on amount",
    "elections": "project year measure",
    "budgets": "year fund amount",
    "history": "measure uscc award_key year amount",
}
"""The columns of each table, in the order in which they are written."""

BUILDERS = {
    "recognitions": world.recognition,
    "projects": investment.project,
    "project_years": investment.project_year,
    "loans": investment.loan,
    "platforms": investment.platform,
    "cloud_years": activity.cloud_year,
    "centre_years": activity.centre_year,
    "collaborations": activity.collaboration,
    "software_projects": investment.software_project,
    "events": activity.event,
    "expos": activity.expo,
    "orders": activity.order,
    "elections": investment.election,
    "budgets": granted.budget,
    "history": granted.history,
}
"""In the order in which tables are built: one only looks at those before it."""

LISTS = {"recognitions": 3, "loans": 2, "project_years": 2, "events": 2}
"""How many lists of rows are drawn of a table, one where not listed; a list has some five rows."""

OF_PROJECTS = ("projects", "project_years", "loans", "elections", "history", "recognitions")
TABLES = {
    "newly_scaled_loan_interest": ("loans", "history", "projects"),
    "equipment_upgrade": OF_PROJECTS,
    "park_loan_interest": ("loans", "history"),
    "research_collaboration": ("collaborations", "recognitions"),
    "pilot_service_income": ("centre_years", "recognitions"),
    "technology_loan_interest": OF_PROJECTS,
    "digital_project": OF_PROJECTS,
    "internet_platform": ("platforms", "history", "recognitions"),
    "devices_on_platform": ("cloud_years", "recognitions"),
    "cloud_software": ("cloud_years", "recognitions"),
    "cloud_infrastructure": ("cloud_years", "recognitions"),
    "software_competition": ("events", "budgets"),
    "national_software_project": ("software_projects", "history", "budgets"),
    "software_loan_interest": ("loans", "history", "budgets"),
    "finance_matching_event": ("events",),
    "expo_booth": ("expos",),
    "expo_organizer": ("expos",),
    "supplier_conference": ("events",),
    "supply_demand_event": ("events",),
    "order_award": ("orders",),
}
"""The tables that a measure needs; the recognitions, budgets and history where not listed."""

EVENTS = {
    "software_competition": "competition",
    "finance_matching_event": "finance_matching",
    "supplier_conference": "supplier_conference",
    "supply_demand_event": "supply_demand",
}
SORTS = {
    "county_cultivation": ("county",),
    "sme_cluster": ("county",),
    "park_loan_interest": ("park", "park", "working_park"),
    "newly_scaled_loan_interest": ("maker", "maker", "working_park"),
    "technology_loan_interest": ("maker", "miner", "working_park"),
    "supply_demand_event": ("department",),
    "software_competition": ("association", "institution", "developer", "park"),
    "software_honour": ("developer",),
    "national_software_project": ("developer",),
    "software_loan_interest": ("developer", "developer", "developer", "working_park"),
    "secure_product": ("developer",),
    "industrial_software": ("developer",),
    "technology_centre": ("maker", "developer"),
    "srdi": ("maker", "miner", "developer"),
    "equipment_upgrade": ("maker", "maker", "miner", "institution"),
}
"""The organizations that a measure is for; manufacturers where not listed."""

OF_ALL_SORTS = (
    *("maker", "maker", "maker", "maker", "developer", "developer", "developer", "miner"),
    *("park", "working_park", "county", "department", "association", "institution", "trader"),
)

QUOTAS = {
    "innovative_product": ("recognitions", 10),
    "industrial_software": ("recognitions", 6),
    "open_source_project": ("recognitions", 3),
    "research_collaboration": ("collaborations", 20),
    "supplier_conference": ("events", 15),
    "expo_booth": ("expos", 30),
    "expo_organizer": ("expos", 30),
    "order_award": ("orders", 30),
}
ALL = tuple(measure.__name__ for measure in MEASURES)


def recognition_kinds(measures: Iterable[str]) -> list[str]:
    """The kinds that the measures pay or look at, each as often as it is wanted."""
    kinds = ["chain_key"]
    for measure in measures:
        if measure == "digital_benchmark":
            kinds += BENCHMARKS
        elif measure == "equipment_upgrade":
            kinds += ("srdi", "srdi", "srdi", "little_giant")
        elif measure == "pilot_service_income":
            kinds += ("innovation_centre", "innovation_centre")
        elif measure not in TABLES:
            kinds += [measure] * 3
    if len(kinds) > 60:
        kinds += ["chain_key"] * 12 + ["innovative_sme"]
    return kinds


def sorts_for(measures: tuple[str, ...]) -> list[str]:
    """The organizations that the measures are for, and now and then another."""
    if measures == ALL:
        return list(OF_ALL_SORTS)
    wanted = [sort for measure in measures for sort in SORTS.get(measure, ("maker",))]
    return wanted * 4 + ["maker", "trader"]


def needed_tables(measures: Iterable[str]) -> set[str]:
    recognitions = ("recognitions", "budgets", "history")
    return {table for measure in measures for table in TABLES.get(measure, recognitions)}


def settlements(
    measures: Iterable[str] | None = None, year: int | None = None
) -> st.SearchStrategy[tuple[Tables, int]]:
    """Fact sets, each with the year that most of its rows are about.

    ``measures`` restricts the sets to the tables that these measures need."""
    chosen = ALL if measures is None else tuple(measures)
    unknown = set(chosen) - set(ALL)
    if unknown:
        raise ValueError(f"no measures: {sorted(unknown)}")
    return _settlements(chosen, YEARS if year is None else (year,))


def fact_sets(
    measures: Iterable[str] | None = None, year: int | None = None
) -> st.SearchStrategy[Tables]:
    """The same without the year."""
    return settlements(measures, year).map(lambda drawn: drawn[0])


@st.composite
def _settlements(
    draw: st.DrawFn, measures: tuple[str, ...], years: tuple[int, ...]
) -> tuple[Tables, int]:
    year = draw(st.sampled_from(years))
    tables = needed_tables(measures)
    rows = {"organizations": draw(st.binary(max_size=6))}
    for table in BUILDERS:
        if table in tables:
            lists = 3 if table == "history" and measures == ALL else LISTS.get(table, 1)
            rows[table] = b"".join(draw(st.binary(max_size=10)) for _ in range(lists))
    crowd, size, exhibitors = "", 0, 0
    quotas = [measure for measure in QUOTAS if measure in measures]
    if quotas and draw(st.integers(0, 9)) > (6 if measures == ALL else 3):
        crowd = draw(st.sampled_from(quotas))
        size = QUOTAS[crowd][1] + draw(st.sampled_from((1, 0, 2, -1, 4)))
    if "expos" in tables:
        exhibitors = draw(st.sampled_from((0, 5, 4, 6)))
    seed = draw(st.integers(0, 2**16 - 1))
    return build(year, measures, rows, crowd, size, exhibitors, seed), year


def build(
    year: int,
    measures: tuple[str, ...],
    rows: dict[str, bytes],
    crowd: str,
    size: int,
    exhibitors: int,
    seed: int,
) -> Tables:
    """The tables; ``crowd`` names a measure of which ``size`` more rows fill the quota, and so
    many manufacturers more are there to exhibit at expos."""
    facts = World(
        year=year,
        measures=measures,
        sorts=sorts_for(measures),
        recognition_kinds=recognition_kinds(measures),
        event_kinds=[EVENTS[m] for m in measures if m in EVENTS] or ["exhibition"],
    )
    facts.tables = {table: [] for table in COLUMNS}
    organizations = facts.tables["organizations"]
    for row, byte in enumerate(rows["organizations"] or b"\0"):
        random = Random(seed << 16 | byte)
        organizations.append(world.organization(random, facts, row, sure=False))
    whole = Random(seed)
    add_makers(facts, size if crowd == "order_award" else exhibitors, seed)
    for number, (table, builder) in enumerate(BUILDERS.items(), start=1):
        for row, byte in enumerate(rows.get(table, b"")):
            built = builder(Random(seed << 16 | number << 8 | byte), facts, row, False)
            if built is not None:
                facts.tables[table].append(built)
        if crowd and QUOTAS[crowd][0] == table:
            add_crowd(facts, crowd, size, seed)
    for i, expo in enumerate(facts.tables["expos"]):
        random = Random(seed << 16 | i % 7)
        facts.tables["booths"] += activity.booths(random, facts, expo["expo"])
    return {
        table: without_empty_columns(whole, table, rows)
        for table, rows in facts.tables.items()
        if rows or whole.random() < 0.2
    }


def add_makers(facts: World, count: int, seed: int) -> None:
    """So many local manufacturers, nearly alike."""
    organizations = facts.tables["organizations"]
    sorts, facts.sorts = facts.sorts, ["maker"]
    for i in range(count):
        maker = world.organization(Random(seed + i % 3), facts, len(organizations), sure=True)
        organizations.append({**maker, "kind": "enterprise", "industry": "C3911"})
    facts.sorts = sorts


def add_crowd(facts: World, measure: str, size: int, seed: int) -> None:
    """Rows that are nearly alike and meet the conditions, so that only ids tell them apart."""
    table = QUOTAS[measure][0]
    facts.event_kinds = [EVENTS.get(measure, "exhibition")]
    makers = [o["uscc"] for o in facts.tables["organizations"]][-size:]
    for i in range(size):
        random, row = Random(seed + i % 4), len(facts.tables[table])
        if table == "recognitions":
            built = world.recognition_of(random, facts, row, True, measure)
        else:
            built = BUILDERS[table](random, facts, row, True)
        if measure == "order_award":
            built["uscc"] = makers[i]
        facts.tables[table].append(built)


def without_empty_columns(
    random: Random, table: str, rows: list[dict[str, str]]
) -> list[dict[str, str]]:
    """An optional column without any value may be absent; here it often is."""
    absent = [
        column
        for column in OPTIONAL.get(table, ())
        if not any(row[column] for row in rows) and random.random() < 0.5
    ]
    return [{c: v for c, v in row.items() if c not in absent} for row in rows]


def write(tables: Tables, folder: Path) -> None:
    """Each table as a CSV file of the folder; an empty one has only its header."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        columns = list(rows[0]) if rows else COLUMNS[table].split()
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def occurring(settled: Iterable[Iterable[dict[str, str]]]) -> Counter[tuple[str, str, str]]:
    """How often each (measure, status, reason) occurs in the lines of several settlements."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for lines in settled:
        for line in lines:
            for reason in line["reasons"].split(";"):
                counted[line["measure"], line["status"], reason] += 1
    return counted

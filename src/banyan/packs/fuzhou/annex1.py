"""Annex 1: growth of industrial enterprises."""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import (
    assessed,
    bears_interest,
    in_force,
    interest,
    interest_days,
    is_industrial,
    is_kind,
    loans_for,
    newly_scaled,
    no_other_interest_support,
    recognized,
)
from banyan.rules.expressions import col, least, p, year, year_of
from banyan.rules.measure import Cap, Condition, Counted, Deduction, Measure

_one_year = interest_days("disbursed_on", "newly_scaled_loan.years")

newly_scaled_loan_interest = Measure(
    "newly_scaled_loan_interest",
    articles=("A1.1", "A3.7.2"),
    candidates=loans_for("supply_chain"),
    conditions=(
        is_industrial("A1.1"),
        Condition("not_newly_scaled", newly_scaled, article="A1.1"),
        no_other_interest_support("A1.1"),
        bears_interest(_one_year, "A1.1"),
    ),
    amount=interest(_one_year, least(p("newly_scaled_loan.rate"), col("annual_rate"))),
    counted=Counted(
        "principal", p("newly_scaled_loan.principal"), order="disbursed_on", article="A1.1"
    ),
    award_key=col("project"),
)

task_list_award = Measure(
    "task_list_award",
    articles=("A1.2",),
    candidates=recognized("task_list_award"),
    conditions=(assessed("A1.2"),),
    amount=col("assessed_award"),
    cap=Cap(p("task_list.cap"), article="A1.2"),
)

county_cultivation = Measure(
    "county_cultivation",
    articles=("A1.1",),
    candidates=recognized("county_cultivation"),
    conditions=(is_kind("county", article="A1.1"), assessed("A1.1")),
    amount=col("assessed_award"),
)

_park_year = interest_days("disbursed_on", "park_loan.years")

park_loan_interest = Measure(
    "park_loan_interest",
    articles=("A1.5", "A3.7.2"),
    candidates=loans_for("park_infrastructure"),
    conditions=(
        is_kind("park", article="A1.5"),
        in_force("disbursed_on", "plan.in_force", "P4"),
        bears_interest(_park_year, "A1.5"),
    ),
    amount=interest(_park_year, p("park_loan.rate"), col("annual_rate")),
    cap=Cap(p("park_loan.cap"), article="A1.5", in_all=True, order="disbursed_on"),
    deduction=Deduction(
        "provincial_deduction",
        col("provincial_support"),
        where=year_of(col("disbursed_on")).equals(year()),
        article="A1.5",
    ),
    award_key=col("project"),
)

MEASURES = (
    newly_scaled_loan_interest,
    task_list_award,
    county_cultivation,
    park_loan_interest,
)

"""Annex 4: software."""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import (
    bears_interest,
    held,
    held_in_year,
    interest,
    interest_days,
    is_kind,
    is_software,
    loans_for,
    no_other_interest_support,
    of_year,
    recognized,
    subject_or_id,
)
from banyan.rules.expressions import Literal, cases, col, least, p, share
from banyan.rules.measure import Candidates, Cap, Condition, Fund, Measure, Once, Top
from banyan.rules.units import Unit

FUND = Fund("software", article="A4.5.2")
"""The year's software industry fund of the industry bureau."""

_on_internet_list = col("subject").is_in("internet_100")
_high_place = cases(
    (_on_internet_list, col("rank") <= p("software_honour.high_rank_internet")),
    otherwise=col("rank") <= p("software_honour.high_rank"),
)

software_honour = Measure(
    "software_honour",
    articles=("A4.1", "A4.5.2"),
    candidates=recognized("software_honour"),
    conditions=(
        is_software("A4.1"),
        Condition(
            "rank_out_of_list", col("rank") <= p("software_honour.last_rank"), article="A4.1"
        ),
    ),
    amount=cases((_high_place, p("software_honour.high")), otherwise=p("software_honour.other")),
    once=Once(subject_or_id, order=("recognized_on",)),
    fund=FUND,
)

secure_product = Measure(
    "secure_product",
    articles=("A4.2.1", "A4.5.2"),
    candidates=recognized("secure_product"),
    conditions=(),
    amount=p("secure_product.amount"),
    once=Once(subject_or_id, order=("recognized_on",)),
    fund=FUND,
)

software_competition = Measure(
    "software_competition",
    articles=("A4.2.1", "A4.5.1", "A4.5.2"),
    candidates=held_in_year("events", of_kind=col("kind").is_in("competition")),
    conditions=(
        is_kind("enterprise", "association", "institution", article="A4.2.1"),
        Condition("not_in_plan", col("in_plan"), article="A4.2.1"),
    ),
    amount=share("cost", p("competition.rate")),
    cap=Cap(p("competition.cap"), article="A4.2.1"),
    fund=FUND,
)

national_software_project = Measure(
    "national_software_project",
    articles=("A4.2.2", "A4.5.2"),
    candidates=of_year("software_projects"),
    conditions=(
        is_software("A4.2.2"),
        Condition("not_national_major", col("national_major"), article="A4.2.2"),
    ),
    amount=share("total_investment", p("national_project.rate")),
    once=Once(col("project")),
    cap=Cap(p("national_project.cap"), article="A4.2.2", in_all=True),
    fund=FUND,
)

industrial_software = Measure(
    "industrial_software",
    articles=("A4.3.1", "A4.5.2"),
    candidates=recognized("industrial_software"),
    conditions=(),
    amount=p("industrial_software.amount"),
    once=Once(subject_or_id, order=("recognized_on",)),
    quota=Top(p("industrial_software.places"), col("score").or_zero(), article="A4.3.1"),
    fund=FUND,
)

open_source_community = Measure(
    "open_source_community",
    articles=("A4.3.2", "A4.5.1", "A4.5.2"),
    candidates=Candidates(
        "recognitions",
        of_kind=col("kind").is_in("open_source_community"),
        in_year=held,
    ),
    conditions=(),
    amount=p("open_source_community.amount"),
    once=Once(Literal("year", Unit.TEXT), history=False),
    fund=FUND,
)

open_source_project = Measure(
    "open_source_project",
    articles=("A4.3.2", "A4.5.2"),
    candidates=recognized("open_source_project"),
    conditions=(),
    amount=p("open_source_project.amount"),
    once=Once(subject_or_id, order=("recognized_on",)),
    quota=Top(p("open_source_project.places"), col("score").or_zero(), article="A4.3.2"),
    fund=FUND,
)

_one_year = interest_days("disbursed_on", "software_loan.years")

software_loan_interest = Measure(
    "software_loan_interest",
    articles=("A4.4", "A4.5.2", "A3.7.2"),
    candidates=loans_for("software_technology", "software_tax", "software_procurement"),
    conditions=(
        is_software("A4.4"),
        no_other_interest_support("A4.4"),
        bears_interest(_one_year, "A4.4"),
    ),
    amount=interest(_one_year, least(p("software_loan.rate"), col("annual_rate"))),
    cap=Cap(p("software_loan.cap"), article="A4.4", in_all=True),
    award_key=col("project"),
    fund=FUND,
)

MEASURES = (
    software_honour,
    secure_product,
    software_competition,
    national_software_project,
    industrial_software,
    open_source_community,
    open_source_project,
    software_loan_interest,
)

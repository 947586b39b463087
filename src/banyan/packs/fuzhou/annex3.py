"""Annex 3: technology upgrades of industrial enterprises."""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import (
    bears_interest,
    holds,
    industrial,
    interest,
    interest_days,
    is_industrial,
    key_chain,
    level_is,
    loans_for,
    newly_scaled,
    of_year,
    provincial_award,
    provincial_interest,
    recognized,
    small_or_medium,
    small_or_medium_size,
)
from banyan.rules.expressions import cases, col, least, of, p, share, zero
from banyan.rules.measure import Cap, Choice, Condition, Counted, Measure, Once, Route
from banyan.rules.units import Unit

_has_project = col("project").is_known()
_not_special_bond = Condition(
    "special_bond", ~col("project.special_bond"), article="A3.7.3", when=_has_project
)
_no_provincial_interest = Condition(
    "provincial_interest_support",
    ~of("project", provincial_interest),
    article="A3.7.2",
    when=_has_project,
)

equipment_upgrade = Measure(
    "equipment_upgrade",
    articles=("A3.1", "A1.1", "A5.3.1", "A2.7", "A1.4", "A3.7.2", "A3.7.3"),
    candidates=of_year("project_years"),
    conditions=(
        Condition("not_industrial", industrial | col("project.innovation_centre"), article="A3.1"),
        _not_special_bond,
        Condition(
            "other_fiscal_support",
            ~(col("project.innovation_centre") & col("project.other_fiscal_support")),
            article="A2.7",
        ),
        _no_provincial_interest,
    ),
    routes=(
        Route("standard", col("equipment_gross") >= p("equipment.threshold"), article="A3.1"),
        Route(
            "srdi",
            of(
                "organization",
                (holds("srdi", levels=("provincial", "national")) | holds("little_giant"))
                & small_or_medium_size,
            )
            & (col("equipment_net") >= p("equipment.threshold_srdi")),
            article="A5.3.1",
        ),
        Route(
            "newly_scaled",
            newly_scaled & (col("equipment_gross") >= p("equipment.threshold_newly_scaled")),
            article="A1.1",
        ),
    ),
    amount=share("equipment_net", p("equipment.rate")),
    uplift=key_chain,
    cap=Cap(p("equipment.cap"), article="A3.1"),
)

_two_years = interest_days("first_disbursed_on", "technology_loan.years")
_technology_rate = cases(
    (
        col("central_support") & col("project.municipal_key"),
        p("technology_loan.rate_central"),
    ),
    otherwise=p("technology_loan.rate"),
)

technology_loan_interest = Measure(
    "technology_loan_interest",
    articles=("A3.2", "A3.7.2", "A3.7.3"),
    candidates=loans_for("technology_upgrade"),
    conditions=(
        is_industrial("A3.2"),
        Condition("no_project", _has_project, article="A3.2"),
        _not_special_bond,
        _no_provincial_interest,
        bears_interest(_two_years, "A3.2"),
    ),
    amount=interest(_two_years, least(_technology_rate, col("annual_rate"))),
    counted=Counted(
        "principal", p("technology_loan.principal"), order="disbursed_on", article="A3.2"
    ),
    award_key=col("project"),
)

digital_project = Measure(
    "digital_project",
    articles=("A3.3", "A1.4", "A3.7.2", "A3.7.3"),
    candidates=of_year("project_years", of_kind=col("digital_net") > zero()),
    conditions=(
        is_industrial("A3.3"),
        _not_special_bond,
        Condition("not_effective", col("digital_effective"), article="A3.3"),
        _no_provincial_interest,
    ),
    amount=share("digital_net", p("digital.rate")),
    uplift=key_chain,
    cap=Cap(p("digital.cap"), article="A3.3"),
)

_kinds_of_benchmark = {
    "digital_benchmark": "provincial",
    "transformation_case": "national",
    "digital_park": "national",
}

digital_benchmark = Measure(
    "digital_benchmark",
    articles=("A3.4", "A1.4"),
    candidates=recognized(*_kinds_of_benchmark),
    conditions=(
        Condition(
            "wrong_level",
            cases(
                *(
                    (col("kind").is_in(kind), col("level").is_in(level))
                    for kind, level in _kinds_of_benchmark.items()
                )
            ),
            article="A3.4",
        ),
        provincial_award("A3.4"),
    ),
    amount=share("provincial_award", p("digital_benchmark.rate")),
    once=Once(col("kind"), order=("recognized_on",)),
    uplift=key_chain,
)

factory_5g = Measure(
    "factory_5g",
    articles=("A3.4", "A1.4"),
    candidates=recognized("factory_5g"),
    conditions=(level_is("national", article="A3.4"),),
    amount=p("factory_5g.amount"),
    once=Once(col("level"), order=("recognized_on",)),
    uplift=key_chain,
)

internet_platform = Measure(
    "internet_platform",
    articles=("A3.5", "A1.4"),
    candidates=of_year("platforms"),
    conditions=(Condition("not_accepted", col("accepted"), article="A3.5"),),
    amount=share("investment_net", p("platform.rate")),
    uplift=key_chain,
    cap=Cap(p("platform.cap"), article="A3.5", in_all=True, per="platform"),
)

devices_on_platform = Measure(
    "devices_on_platform",
    articles=("A3.6.1", "A1.4", "A3.7.1", "A5.4"),
    candidates=of_year("cloud_years", of_kind=col("devices") > zero(Unit.COUNT)),
    conditions=(is_industrial("A3.6.1"),),
    amount=share(p("devices.amount"), col("devices")),
    uplift=key_chain,
    cap=Cap(p("devices.cap"), article="A3.6.1"),
)

cloud_software = Measure(
    "cloud_software",
    articles=("A3.6.2", "A1.4", "A3.7.1", "A5.4"),
    candidates=of_year("cloud_years", of_kind=col("software_cost") > zero()),
    conditions=(is_industrial("A3.6.2"), small_or_medium("A3.6.2")),
    amount=share("software_cost", p("cloud_software.rate")),
    uplift=key_chain,
    cap=Cap(p("cloud_software.cap"), article="A3.6.2"),
)

cloud_infrastructure = Measure(
    "cloud_infrastructure",
    articles=("A3.6.3", "A1.4", "A3.7.1", "A5.4"),
    candidates=of_year("cloud_years", of_kind=col("infrastructure_cost") > zero()),
    conditions=(is_industrial("A3.6.3"),),
    amount=share("infrastructure_cost", p("cloud_infrastructure.rate")),
    uplift=key_chain,
    cap=Cap(p("cloud_infrastructure.cap"), article="A3.6.3"),
)

MEASURES = (
    equipment_upgrade,
    technology_loan_interest,
    digital_project,
    digital_benchmark,
    factory_5g,
    internet_platform,
    devices_on_platform,
    cloud_software,
    cloud_infrastructure,
)

project_choice = Choice(
    "project",
    key="project",
    measures=("equipment_upgrade", "digital_project", "technology_loan_interest"),
    article="A3.7.2",
    binding=True,
)
"""One project gets only one of the three."""

loan_choice = Choice(
    "loan",
    key="loan",
    measures=(
        "technology_loan_interest",
        "newly_scaled_loan_interest",
        "software_loan_interest",
        "park_loan_interest",
    ),
    article="A3.7.2",
)
"""One loan gets only the best of its interest subsidies."""

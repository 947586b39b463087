"""Annex 2: seven measures for research and development."""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import (
    by_level,
    holds,
    industrial_or_software,
    is_industrial,
    key_chain,
    level_is,
    of_year,
    provincial_award,
    recognized,
    subject_or_id,
)
from banyan.rules.expressions import col, of, p, share
from banyan.rules.measure import Cap, Condition, Measure, Once, Top

_once_a_level = Once(col("level"), order=("recognized_on",))

technology_centre = Measure(
    "technology_centre",
    articles=("A2.1", "A1.4", "A2.8", "A5.3.3"),
    candidates=recognized("technology_centre"),
    conditions=(
        *industrial_or_software("A2.1"),
        level_is("national", "provincial", "municipal", article="A2.1"),
    ),
    amount=by_level("technology_centre", "national", "provincial", "municipal"),
    once=_once_a_level,
    uplift=key_chain,
    without_application=True,
)

design_centre = Measure(
    "design_centre",
    articles=("A2.2", "A1.4", "A2.8"),
    candidates=recognized("design_centre"),
    conditions=(level_is("national", "provincial", "municipal", article="A2.2"),),
    amount=by_level("design_centre", "national", "provincial", "municipal"),
    once=_once_a_level,
    uplift=key_chain,
    without_application=True,
)

innovative_product = Measure(
    "innovative_product",
    articles=("A2.3.1", "A1.4", "A2.8", "A5.3.2"),
    candidates=recognized("innovative_product"),
    conditions=(is_industrial("A2.3.1"),),
    amount=p("innovative_product.amount"),
    once=Once(subject_or_id, order=("recognized_on",)),
    quota=Top(p("innovative_product.places"), col("score").or_zero(), article="A2.3.1"),
    uplift=key_chain,
    without_application=True,
)

first_set_equipment = Measure(
    "first_set_equipment",
    articles=("A2.3.2", "A1.4"),
    candidates=recognized("first_set_equipment"),
    conditions=(provincial_award("A2.3.2"),),
    amount=share("provincial_award", p("first_set.rate")),
    once=Once(subject_or_id, order=("recognized_on",)),
    uplift=key_chain,
    cap=Cap(p("first_set.cap"), article="A2.3.2"),
)

innovation_demonstration = Measure(
    "innovation_demonstration",
    articles=("A2.4", "A1.4", "A2.8"),
    candidates=recognized("innovation_demonstration"),
    conditions=(level_is("national", article="A2.4"),),
    amount=p("innovation_demonstration.amount"),
    once=_once_a_level,
    uplift=key_chain,
    without_application=True,
)

single_champion = Measure(
    "single_champion",
    articles=("A2.5", "A1.4", "A2.8"),
    candidates=recognized("single_champion"),
    conditions=(level_is("national", "provincial", article="A2.5"),),
    amount=by_level("single_champion", "national", "provincial"),
    once=_once_a_level,
    uplift=key_chain,
    without_application=True,
)

research_collaboration = Measure(
    "research_collaboration",
    articles=("A2.6", "A1.4", "A5.3.2"),
    candidates=of_year("collaborations"),
    conditions=(Condition("not_industrialized", col("industrialized"), article="A2.6"),),
    amount=share("paid", p("research.rate")),
    quota=Top(p("research.places"), col("score"), article="A2.6"),
    uplift=key_chain,
    cap=Cap(p("research.cap"), article="A2.6"),
)

innovation_centre = Measure(
    "innovation_centre",
    articles=("A2.7", "A1.4", "A2.8"),
    candidates=recognized("innovation_centre"),
    conditions=(level_is("national", "provincial", "municipal", article="A2.7"),),
    amount=by_level("innovation_centre", "national", "provincial", "municipal"),
    once=_once_a_level,
    uplift=key_chain,
    without_application=True,
)

pilot_service_income = Measure(
    "pilot_service_income",
    articles=("A2.7", "A1.4", "A2.8"),
    candidates=of_year("centre_years"),
    conditions=(
        Condition("no_recognition", of("organization", holds("innovation_centre")), article="A2.7"),
    ),
    amount=share("external_service_income", p("pilot_service.rate")),
    uplift=key_chain,
    cap=Cap(p("pilot_service.cap"), article="A2.7"),
    without_application=True,
)

MEASURES = (
    technology_centre,
    design_centre,
    innovative_product,
    first_set_equipment,
    innovation_demonstration,
    single_champion,
    research_collaboration,
    innovation_centre,
    pilot_service_income,
)

"""Annex 5: specialized, refined, distinctive and innovative enterprises (SRDI, 专精特新)."""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import (
    by_level,
    held_in_year,
    in_force,
    industrial_or_software,
    is_kind,
    key_chain,
    level_is,
    provincial_award,
    recognized,
    subject_or_id,
)
from banyan.rules.expressions import cases, col, least, p, share
from banyan.rules.measure import Condition, Measure, Once

_recognized_in_force = in_force("recognized_on", "annex5.in_force", "A5.11")
_once_a_level = Once(col("level"), order=("recognized_on",))

little_giant = Measure(
    "little_giant",
    articles=("A5.1", "A1.4", "A5.11"),
    candidates=recognized("little_giant"),
    conditions=(
        _recognized_in_force,
        level_is("national", article="A5.1"),
        provincial_award("A5.1"),
    ),
    amount=share("provincial_award", p("little_giant.rate")),
    once=_once_a_level,
    uplift=key_chain,
)

srdi = Measure(
    "srdi",
    articles=("A5.1", "A1.4", "A5.11"),
    candidates=recognized("srdi"),
    conditions=(
        _recognized_in_force,
        level_is("provincial", article="A5.1"),
        *industrial_or_software("A5.1"),
    ),
    amount=p("srdi.amount"),
    once=_once_a_level,
    uplift=key_chain,
)

finance_matching_event = Measure(
    "finance_matching_event",
    articles=("A5.2.2", "A5.11"),
    candidates=held_in_year("events", of_kind=col("kind").is_in("finance_matching")),
    conditions=(
        in_force("held_on", "annex5.in_force", "A5.11"),
        Condition(
            "too_few_enterprises",
            col("enterprises") >= p("finance_matching.enterprises"),
            article="A5.2.2",
        ),
        Condition("too_few_banks", col("banks") >= p("finance_matching.banks"), article="A5.2.2"),
    ),
    amount=p("finance_matching.amount"),
)

_cluster_award = by_level("sme_cluster", "national", "provincial")

sme_cluster = Measure(
    "sme_cluster",
    articles=("A5.9", "A5.11"),
    candidates=recognized("sme_cluster"),
    conditions=(
        _recognized_in_force,
        is_kind("county", article="A5.9"),
        level_is("national", "provincial", article="A5.9"),
    ),
    amount=cases(
        (col("assessed_award").is_known(), least(col("assessed_award"), _cluster_award)),
        otherwise=_cluster_award,
    ),
    once=Once(subject_or_id, order=("recognized_on",)),
)

MEASURES = (little_giant, srdi, finance_matching_event, sme_cluster)

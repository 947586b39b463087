"""Who may enter the lists of the notice: the criteria that the records can answer.

A list that is not here is decided by people alone; what the records do not hold (revenue, market
share, energy) is a field of the list in ``lists.toml``. Thresholds are assumed: the notice names
the lists and not their standards.
"""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import (
    LOCAL,
    holds,
    industrial,
    manufacturing,
    small_or_medium_size,
    software,
)
from banyan.rules.criteria import Criteria
from banyan.rules.expressions import (
    Count,
    Exists,
    Expression,
    Total,
    col,
    p,
    year,
    year_of,
    years_before,
)
from banyan.rules.measure import Condition

_lately = (col("year") >= years_before(p("lists.looking_back"))) & (col("year") <= year())


def _local(article: str) -> Condition:
    return Condition("local", LOCAL.test, article)


def _enterprise(article: str) -> Condition:
    return Condition("enterprise", col("kind").is_in("enterprise"), article)


def _equipment(figure: str) -> Expression:
    return Total("project_years", "equipment_net", _lately, "organization") >= p(figure)


def _digital(figure: str) -> Expression:
    return Total("project_years", "digital_net", _lately, "organization") >= p(figure)


_scaled = col("scaled_on").is_known() & (year_of(col("scaled_on")) <= year())
_innovates = (
    holds("technology_centre", "design_centre", "innovation_centre")
    | Exists("collaborations", _lately, "organization")
    | holds("secure_product", "industrial_software", "first_set_equipment")
    | _digital("lists.digital_investment")
)
_researches = holds("technology_centre", "design_centre") | (
    Count("collaborations", _lately, "organization") >= p("lists.collaborations")
)


def _starting(article: str) -> tuple[Condition, Condition]:
    return (_local(article), _enterprise(article))


def _industry(article: str) -> tuple[Condition, ...]:
    return (*_starting(article), Condition("industrial", industrial, article))


def _makers(article: str) -> tuple[Condition, ...]:
    return (*_starting(article), Condition("manufacturing", manufacturing, article))


def _industry_or_software(article: str) -> tuple[Condition, ...]:
    tests = Condition("industrial_or_software", industrial | software, article)
    return (*_starting(article), tests)


def _size(article: str) -> Condition:
    return Condition("small_or_medium", small_or_medium_size, article)


def _was_scaled(article: str) -> Condition:
    return Condition("scaled", _scaled, article)


rongsheng = Criteria(
    "rongsheng",
    (
        *_industry("P2.1"),
        Condition("not_scaled_yet", ~col("scaled_on").is_known(), "P2.1"),
        Condition("growing", _equipment("rongsheng.investment"), "P2.1"),
    ),
)

leaders = Criteria(
    "leaders",
    (
        *_industry("A1.2"),
        _was_scaled("A1.2"),
        Condition("invests_much", _equipment("leaders.investment"), "A1.2"),
    ),
)

chain_masters = Criteria(
    "chain_masters",
    (
        *_makers("P2.1"),
        _was_scaled("P2.1"),
        Condition("researches", _researches, "P2.1"),
        Condition("invests_much", _equipment("chain_masters.investment"), "P2.1"),
    ),
)

chain_key = Criteria(
    "chain_key",
    (*_makers("A1.4"), _was_scaled("A1.4"), Condition("researches", _researches, "A1.4")),
)

small_micro = Criteria(
    "gradient.small_micro",
    (
        *_industry_or_software("A5.9"),
        Condition("small_or_micro", col("size").is_in("small", "micro"), "A5.9"),
        Condition("begins_to_invest", _equipment("gradient.first_investment"), "A5.9"),
    ),
)

innovative_sme = Criteria(
    "gradient.innovative_sme",
    (
        *_industry_or_software("A5.1"),
        _size("A5.1"),
        Condition("innovates", _innovates, "A5.1"),
    ),
)

srdi = Criteria(
    "gradient.srdi",
    (
        *_industry_or_software("A5.1"),
        _size("A5.1"),
        Condition("holds_innovative_sme", holds("innovative_sme"), "A5.1"),
        Condition("invests", _equipment("gradient.srdi_investment"), "A5.1"),
    ),
)

little_giant = Criteria(
    "gradient.little_giant",
    (
        *_industry_or_software("A5.1"),
        _size("A5.1"),
        Condition("holds_srdi", holds("srdi", levels=("provincial",)), "A5.1"),
        Condition("invests", _equipment("gradient.little_giant_investment"), "A5.1"),
    ),
)

provincial_champion = Criteria(
    "gradient.provincial_champion",
    (
        *_makers("A2.5"),
        _was_scaled("A2.5"),
        Condition("invests", _equipment("gradient.champion_investment"), "A2.5"),
    ),
)

champion = Criteria(
    "gradient.champion",
    (
        *_makers("A2.5"),
        _was_scaled("A2.5"),
        Condition("holds_champion", holds("single_champion", levels=("provincial",)), "A2.5"),
        Condition("invests", _equipment("gradient.champion_investment"), "A2.5"),
    ),
)

technology_centre_municipal = Criteria(
    "technology_centres.municipal",
    (
        *_industry_or_software("A2.1"),
        Condition("works_with_research", Exists("collaborations", _lately, "organization"), "A2.1"),
    ),
)

technology_centre_provincial = Criteria(
    "technology_centres.provincial",
    (
        *_industry_or_software("A2.1"),
        Condition(
            "holds_municipal_centre",
            holds("technology_centre", levels=("municipal",)),
            "A2.1",
        ),
    ),
)

technology_centre_national = Criteria(
    "technology_centres.national",
    (
        *_industry_or_software("A2.1"),
        Condition(
            "holds_provincial_centre",
            holds("technology_centre", levels=("provincial",)),
            "A2.1",
        ),
    ),
)

smart_factories = Criteria(
    "smart_factories.provincial",
    (*_makers("P2.7"), Condition("digitalizes", _digital("smart_factories.investment"), "P2.7")),
)

white_list = Criteria(
    "white_list",
    (
        *_industry_or_software("A5.2.1"),
        Condition(
            "holds_srdi_or_more",
            holds("srdi", "little_giant", levels=("provincial", "national")),
            "A5.2.1",
        ),
        Condition("invests", _equipment("white_list.investment"), "A5.2.1"),
    ),
)

CRITERIA = (
    rongsheng,
    leaders,
    chain_masters,
    chain_key,
    small_micro,
    innovative_sme,
    srdi,
    little_giant,
    provincial_champion,
    champion,
    technology_centre_municipal,
    technology_centre_provincial,
    technology_centre_national,
    smart_factories,
    white_list,
)
"""By the code of the list, and of its tier where it has several."""

"""What several annexes ask in the same words."""

from __future__ import annotations

from banyan.packs.fuzhou.facts import COUNTIES
from banyan.rules.expressions import (
    Anniversary,
    DaysInYear,
    Exists,
    Expression,
    YearStart,
    cases,
    col,
    least,
    of,
    p,
    share,
    year,
    year_of,
    years_before,
    zero,
)
from banyan.rules.measure import Candidates, Condition, Uplift
from banyan.rules.units import Unit

industrial = of("organization", col("industry").starts_with("B", "C", "D"))
manufacturing = of("organization", col("industry").starts_with("C"))
software = of("organization", col("industry").starts_with("I"))

LOCAL = Condition("not_local", of("organization", col("county").is_in(*COUNTIES)), article="P4")
"""Whom a measure pays must be in the city, counties, departments and organizers too."""


def is_industrial(article: str) -> Condition:
    return Condition("not_industrial", industrial, article)


def is_manufacturing(article: str) -> Condition:
    return Condition("not_manufacturing", manufacturing, article)


def is_software(article: str) -> Condition:
    return Condition("not_software", software, article)


def industrial_or_software(article: str) -> tuple[Condition, Condition]:
    """An enterprise of industry or information technology; one that is neither lacks both."""
    return (
        Condition("not_industrial", industrial | software, article),
        Condition("not_software", industrial | software, article),
    )


def is_kind(*kinds: str, article: str) -> Condition:
    return Condition("wrong_kind", col("organization.kind").is_in(*kinds), article)


def small_or_medium(article: str) -> Condition:
    """中小企业: medium, small or micro."""
    return Condition("wrong_size", of("organization", small_or_medium_size), article)


small_or_medium_size = col("size").is_in("medium", "small", "micro")


held = (year_of(col("recognized_on")) <= year()) & (
    ~col("expires_on").is_known() | (col("expires_on") > YearStart())
)
"""A recognition held at some time of the settled year: one that expires on 1 January was not."""


def holds(*kinds: str, levels: tuple[str, ...] = ()) -> Exists:
    """Whether the organization holds a recognition of these kinds (and levels) in the year."""
    where = col("kind").is_in(*kinds) & held
    if levels:
        where = where & col("level").is_in(*levels)
    return Exists("recognitions", where, "organization")


newly_scaled = of(
    "organization",
    (year_of(col("scaled_on")) >= years_before(p("newly_scaled.years")))
    & (year_of(col("scaled_on")) <= year()),
)
"""The year of becoming an enterprise above designated size and the years after (A1.1)."""

key_chain = Uplift(
    "chain_uplift",
    p("chain.uplift"),
    where=manufacturing & of("organization", holds("chain_key")),
    article="A1.4",
)


def recognized(*kinds: str) -> Candidates:
    """Recognitions of these kinds of the settled year."""
    return Candidates(
        "recognitions",
        of_kind=col("kind").is_in(*kinds),
        in_year=year_of(col("recognized_on")).equals(year()),
        otherwise="not_new",
    )


def of_year(table: str, of_kind: Expression | None = None) -> Candidates:
    """Rows that carry the settled year in their column ``year``."""
    return Candidates(table, of_kind=of_kind, in_year=col("year").equals(year()))


def held_in_year(table: str, of_kind: Expression | None = None) -> Candidates:
    return Candidates(table, of_kind=of_kind, in_year=year_of(col("held_on")).equals(year()))


def loans_for(*purposes: str) -> Candidates:
    """Loans for one of these purposes that run on some day of the settled year."""
    runs = DaysInYear(col("disbursed_on"), col("ends_on")) > zero(Unit.COUNT)
    return Candidates("loans", of_kind=col("purposes").has(*purposes), in_year=runs)


def level_is(*levels: str, article: str) -> Condition:
    return Condition("wrong_level", col("level").is_in(*levels), article)


def by_level(figure: str, *levels: str) -> Expression:
    """The amount of the recognition's level, a figure each: ``<figure>.national`` …"""
    return cases(*((col("level").is_in(level), p(f"{figure}.{level}")) for level in levels))


def in_force(date: str, figure: str, article: str) -> Condition:
    return Condition("not_in_force", col(date) >= p(figure), article)


def provincial_award(article: str) -> Condition:
    return Condition("no_provincial_award", col("provincial_award") > zero(), article)


def assessed(article: str) -> Condition:
    return Condition("no_assessment", col("assessed_award") > zero(), article)


subject_or_id = cases((col("subject").is_known(), col("subject")), otherwise=col("recognition"))
"""The subject of a recognition; one without is its own."""


def interest_days(start: str, years: str) -> Expression:
    """The loan's days of the settled year that lie within ``years`` of the column ``start``."""
    window_end = Anniversary(col(start), p(years))
    return DaysInYear(col("disbursed_on"), least(col("ends_on"), window_end))


def bears_interest(days: Expression, article: str) -> Condition:
    return Condition("no_interest_days", days > zero(Unit.COUNT), article)


def interest(days: Expression, *rates: Expression) -> Expression:
    return share("principal", *rates, days, over=p("interest.days_in_year"))


def no_other_interest_support(article: str) -> Condition:
    """No other fiscal interest subsidy on the same loan, of whatever level."""
    return Condition(
        "other_support",
        ~col("other_support") & ~col("central_support") & (col("provincial_support") <= zero()),
        article,
    )


provincial_interest = Exists(
    "loans",
    col("purposes").has("technology_upgrade") & (col("provincial_support") > zero()),
    "project",
)
"""Whether any technology-upgrade loan of the project, of whatever year, had provincial money."""

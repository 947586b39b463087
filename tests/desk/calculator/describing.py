"""Descriptions for tests: a manufacturer step by step, and any organization at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import translation
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from banyan.desk.calculator.calculation import Calculation, calculate
from banyan.desk.calculator.description import CardFacts, Description, is_of_kind
from banyan.desk.calculator.form import Field, Form, form_of
from banyan.desk.calculator.shape import kind_text, shape_of
from banyan.packs.fuzhou import pack
from banyan.rules.interview import Kind
from banyan.rules.schema import Column, Type

_YEARS = (date(2025, 1, 1), date(2031, 12, 31))
PACK = pack()
SHAPE = shape_of(PACK)

MANUFACTURER = {
    "kind": "enterprise",
    "county": "350102",
    "industry": "C0",
    "size": "medium",
    "scaled_on": "2015-01-01",
}
CENTRE = {
    "recognitions.kind": "technology_centre",
    "recognitions.level": "provincial",
    "recognitions.recognized_on": "2026-03-04",
}
PRODUCT = {
    "recognitions.kind": "innovative_product",
    "recognitions.recognized_on": "2026-03-04",
}
PROJECT = {
    "projects.municipal_key": "false",
    "projects.special_bond": "false",
    "projects.other_fiscal_support": "false",
    "projects.innovation_centre": "false",
    "project_years.equipment_gross": "6000000",
    "project_years.equipment_net": "5000000",
    "project_years.digital_net": "0",
    "project_years.digital_effective": "false",
}


def kinds(*texts: str) -> frozenset[Kind]:
    found = {kind_text(kind): kind for kind in SHAPE.kinds}
    return frozenset(found[text] for text in texts)


def described(
    *measures: str,
    year: int = 2026,
    none: frozenset[Kind] = frozenset(),
    organization: CardFacts = MANUFACTURER,
    **cards: list[CardFacts],
) -> Description:
    return Description(
        year=year,
        measures=measures,
        organization=organization,
        cards={table: tuple(each) for table, each in cards.items()},
        none=none,
    )


def calculated(description: Description, language: str = "zh") -> Calculation:
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        return calculate(PACK, description, language)


def formed(description: Description, language: str = "zh") -> Form:
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        return form_of(PACK, calculated(description, language), language)


def fields(form: Form) -> dict[str, Field]:
    """Every field of the form by its name."""
    every = [*form.organization, *(one for card in form.cards for one in card.fields)]
    return {one.name: one for one in every}


def asked_kinds(form: Form) -> list[str]:
    return [kind.name for kind in (*form.first, *form.later)]


def few(examples: int) -> settings:
    """For properties whose examples take long: they are not made smaller when one fails."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )


# Any organization: every fact given, so that a settlement of records would take them too.


def _texts(column: Column | None) -> st.SearchStrategy[str]:
    match Type.COUNT if column is None else column.type:
        case Type.MONEY:
            fen = st.integers(0, 10**10) | st.sampled_from([0, 499_999_999, 500_000_000])
            return fen.map(lambda each: f"{each // 100}.{each % 100:02d}")
        case Type.PERCENT:
            return st.integers(0, 100_000).map(lambda each: f"{each / 10_000:.4f}")
        case Type.COUNT:
            return st.integers(1, 60).map(str)
        case Type.DATE:
            return st.dates(min_value=_YEARS[0], max_value=_YEARS[1]).map(
                lambda day: day.isoformat()
            )
        case Type.TRUTH:
            return st.sampled_from(["true", "false"])
        case Type.WORD:
            assert column is not None
            return st.sampled_from(PACK.schema.words(column))
        case Type.WORDS:
            assert column is not None
            words = PACK.schema.words(column)
            return st.sets(st.sampled_from(words), min_size=1).map(
                lambda said: "|".join(word for word in words if word in said)
            )
        case _:
            return st.just("")


def _card(table: str) -> st.SearchStrategy[CardFacts]:
    asked = SHAPE.cards[table].asked
    return st.fixed_dictionaries({one.key: _texts(one.column) for one in asked}).map(
        lambda facts: _consistent(table, facts)
    )


def _consistent(table: str, facts: dict[str, str]) -> CardFacts:
    """With dates in order and parts no larger than the whole."""
    kept = {key: value for key, value in facts.items() if value}
    if table == "projects":
        kept["project_years.equipment_net"] = min(
            kept["project_years.equipment_net"],
            kept["project_years.equipment_gross"],
            key=lambda text: int(text.replace(".", "")),
        )
    if table == "loans":
        names = ("loans.first_disbursed_on", "loans.disbursed_on", "loans.ends_on")
        days = sorted(kept[name] for name in names)
        kept |= dict(zip(names, days, strict=True))
        if days[1] == days[2]:
            kept["loans.ends_on"] = "2032-01-01"
    if table == "recognitions":
        if kept["recognitions.kind"] == "software_honour":
            kept["recognitions.subject"] = "revenue_100"
        if kept["recognitions.expires_on"] <= kept["recognitions.recognized_on"]:
            del kept["recognitions.expires_on"]
    return kept


@st.composite
def descriptions(draw: st.DrawFn) -> Description:
    """A described organization of which everything is said."""
    county = st.sampled_from(["350102", "350181", "000000"])
    organization = {
        "kind": draw(st.sampled_from(["enterprise", "enterprise", "park", "county", "department"])),
        "county": draw(county),
        "industry": draw(st.sampled_from(["C0", "C0", "B0", "I0", "F0"])),
        "size": draw(st.sampled_from(["large", "medium", "small", "micro"])),
        "scaled_on": draw(_texts(Column("day", Type.DATE))),
    }
    cards = {}
    for table, card in SHAPE.cards.items():
        most = min(card.most, 3)
        found = draw(st.lists(_card(table), max_size=most))
        if found:
            cards[table] = tuple(found)
    projects = len(cards.get("projects", ()))
    if "loans" in cards and projects:
        cards["loans"] = tuple(
            {**loan, "loans.project": str(draw(st.integers(1, projects)))}
            for loan in cards["loans"]
        )
    plain = Description(draw(st.sampled_from([2026, 2027, 2030])), (), organization, cards)
    return replace(plain, none=frozenset(SHAPE.kinds) - _there(plain))


def _there(description: Description) -> frozenset[Kind]:
    found = set()
    for kind in SHAPE.kinds:
        card = SHAPE.card_of(kind.table)
        assert card is not None
        each = description.cards.get(card.table.name, ())
        if any(is_of_kind(facts, kind) for facts in each):
            found.add(kind)
    return frozenset(found)

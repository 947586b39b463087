"""A pack that is wrong does not load, and the error names the place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.errors import PackError
from banyan.rules.expressions import (
    AnyOf,
    Cases,
    Count,
    Exists,
    Expression,
    Least,
    Literal,
    Product,
    Total,
    col,
    of,
    p,
    share,
    year,
    year_of,
    years_before,
)
from banyan.rules.grouping import ByColumn, ByStatus
from banyan.rules.measure import Cap, Choice, Condition, Counted, Measure, Plan, Top, Uplift
from banyan.rules.pack import LINE_COLUMNS, Pack, build_pack
from banyan.rules.schema import Column, Type
from banyan.rules.units import Unit

FUZHOU = pack()


def built(**changes: Any) -> Pack:
    """The Fuzhou pack put together again from its pieces, some of them others."""
    parts: dict[str, Any] = {
        "name": FUZHOU.name,
        "version": FUZHOU.version,
        "sha256": FUZHOU.sha256,
        "in_force": FUZHOU.in_force,
        "schema": FUZHOU.schema,
        "parameters": FUZHOU.parameters,
        "articles": FUZHOU.articles,
        "units": FUZHOU.units,
        "interpretations": FUZHOU.interpretations,
        "words": FUZHOU.words,
        "measures": tuple(FUZHOU.measures.values()),
        "choices": FUZHOU.choices,
        "groupings": FUZHOU.groupings,
    }
    return build_pack(**parts | changes)


def with_measure(code: str, **changes: Any) -> Pack:
    """The pack with one of its measures declared otherwise."""
    measures = {**FUZHOU.measures, code: replace(FUZHOU.measures[code], **changes)}
    return built(measures=tuple(measures.values()))


def with_test(test: Expression, code: str = "cloud_software", **more: Any) -> Pack:
    """The pack with one condition more on a measure of ``cloud_years``."""
    condition = Condition("wrong_size", test, **{"article": "A3.6.2", **more})
    return with_measure(code, conditions=(*FUZHOU.measures[code].conditions, condition))


def refused(message: str) -> Any:
    """The block must be refused with this message to the letter."""
    return pytest.raises(PackError, match=f"^{re.escape(message)}$")


TEST = "measure cloud_software, condition wrong_size: "


def test_the_pieces_of_a_good_pack_put_together_again_load() -> None:
    assert built().measures == FUZHOU.measures


@pytest.mark.parametrize(
    ("test", "message"),
    [
        (col("colour") > p("cloud_software.cap"), "unknown column colour of cloud_years"),
        (
            of("organization", col("colour").is_in("red")),
            "unknown column colour of organizations",
        ),
        (
            of("organization", Exists("recognitions", col("colour").is_in("red"), "organization")),
            "unknown column colour of recognitions",
        ),
        (col("project.special_bond"), "a row of cloud_years has no project"),
        (Exists("visits", col("seen"), "organization"), "unknown table visits"),
        (Exists("budgets", col("year").equals(year()), "organization"), "a row of budgets has no"),
        (Count("booths", col("booth_fee") > col("booth_fee"), "expo"), "a row of cloud_years has"),
        (
            of("organization", Total("orders", "signed_on", col("amount") > p("x"), "organization"))
            > p("cloud_software.cap"),
            "unknown parameter x",
        ),
        (col("software_cost") > p("cloud_software.roof"), "unknown parameter cloud_software.roof"),
        (col("year").equals(years_before(p("since"))), "unknown parameter since"),
        (
            of("organization", col("size").is_in("medium", "tiny")),
            "tiny is no word of organizations.size",
        ),
        (
            of("organization", Exists("loans", col("purposes").has("fun"), "organization")),
            "fun is no word of loans.purposes",
        ),
        (col("devices").is_in("3"), "needs a word or a text, but this is count"),
        (col("devices").has("3"), "needs words, but this is count"),
        (col("devices").starts_with("3"), "needs text, but this is count"),
    ],
)
def test_an_unknown_name_in_a_condition_is_named_with_its_condition(
    test: Expression, message: str
) -> None:
    with pytest.raises(PackError, match=f"^{re.escape(TEST + message)}"):
        with_test(test)


@pytest.mark.parametrize(
    ("test", "message"),
    [
        (col("software_cost") >= col("devices"), "compares money with count"),
        (col("software_cost") >= p("cloud_software.rate"), "compares money with rate"),
        (
            of("organization", col("scaled_on").equals(year())),
            "compares date with year",
        ),
        (of("organization", year_of(col("scaled_on")) >= p("plan.in_force")), "compares year with"),
        (of("organization", col("industry") >= Literal("C", Unit.TEXT)), "text has no order"),
        (of("organization", year_of(col("industry"))).equals(year()), "needs date, but this is"),
        (years_before(p("chain.uplift")).equals(year()), "needs count, but this is rate"),
        (col("software_cost"), "needs truth, but this is money"),
        (~col("devices"), "needs truth, but this is count"),
        (col("devices") & col("devices"), "needs truth, but this is count"),
        (AnyOf((col("software_cost"),)), "needs truth, but this is money"),
        (of("organization", col("size").or_zero()).equals(year()), "an empty word has no 0"),
    ],
)
def test_a_condition_whose_figures_do_not_fit_together_does_not_load(
    test: Expression, message: str
) -> None:
    with pytest.raises(PackError, match=f"^{re.escape(TEST + message)}"):
        with_test(test)


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        (p("cloud_software.rate"), "needs money, but this is rate"),
        (col("devices"), "needs money, but this is count"),
        (
            share("software_cost", col("infrastructure_cost")),
            "a product is one amount of money times rates and counts, not money × money",
        ),
        (
            Product((col("devices"), p("cloud_software.rate"))),
            "a product is one amount of money times rates and counts, not count × rate",
        ),
        (
            share("software_cost", of("organization", col("scaled_on"))),
            "a product is one amount of money times rates and counts, not money × date",
        ),
        (
            share("software_cost", over=p("cloud_software.rate")),
            "needs count, but this is rate",
        ),
        (
            Least((col("software_cost"), p("cloud_software.rate"))),
            "takes the least of money and rate",
        ),
        (
            Cases(
                ((of("organization", col("size").is_in("small")), p("cloud_software.rate")),),
                otherwise=p("cloud_software.cap"),
            ),
            "is money or rate, according to the case",
        ),
        (
            of("organization", Total("orders", "signed_on", col("amount") > col("amount"), "x")),
            "a row of orders has no x",
        ),
        (
            of(
                "organization",
                Total("orders", "signed_on", col("amount") > col("amount"), "organization"),
            ),
            "needs money, but this is date",
        ),
    ],
)
def test_an_amount_that_is_no_money_does_not_load(amount: Expression, message: str) -> None:
    with refused(f"measure cloud_software, amount: {message}"):
        with_measure("cloud_software", amount=amount)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cap": Cap(p("cloud_software.rate"), "A3.6.2")}, "cap: needs money, but this is rate"),
        ({"cap": Cap(p("roof"), "A3.6.2")}, "cap: unknown parameter roof"),
        (
            {"cap": Cap(p("cloud_software.cap"), "A3.6.2", per="platform")},
            "cap: unknown column platform of cloud_years",
        ),
        (
            {"cap": Cap(p("cloud_software.cap"), "A3.6.2", order="devices")},
            "cap: devices is count, but needs date",
        ),
        (
            {"counted": Counted("devices", p("cloud_software.cap"), "devices", "A3.6.2")},
            "counted: devices is count, but needs money",
        ),
        ({"item_cap": p("cloud_software.rate")}, "item cap: needs money, but this is rate"),
        (
            {"uplift": Uplift("chain_uplift", p("cloud_software.cap"), col("year"), "A1.4")},
            "uplift: needs rate, but this is money",
        ),
        (
            {"uplift": Uplift("chain_uplift", p("chain.uplift"), col("devices"), "A1.4")},
            "uplift: needs truth, but this is count",
        ),
        (
            {"quota": Top(p("cloud_software.cap"), col("devices"), "A3.6.2")},
            "quota: needs count, but this is money",
        ),
        (
            {"quota": Top(p("supplier_conference.places"), col("score"), "A3.6.2")},
            "quota: unknown column score of cloud_years",
        ),
        (
            {"quota": Plan("expo", p("expo.plan"), col("canton_fair"), (), "A6.1")},
            "plan: a row of cloud_years has no expo",
        ),
        ({"award_key": col("project")}, "award key: unknown column project of cloud_years"),
    ],
)
def test_a_limit_that_does_not_fit_is_named_with_its_measure(
    changes: Mapping[str, Any], message: str
) -> None:
    with refused(f"measure cloud_software, {message}"):
        with_measure("cloud_software", **changes)


def test_a_place_that_pays_no_money_does_not_load() -> None:
    amount = FUZHOU.measures["order_award"].amount
    tiers = ((p("order_award.places_1"), p("order_award.share")),)
    with refused("measure order_award, places: needs money, but this is rate"):
        with_measure("order_award", amount=replace(amount, tiers=tiers))  # type: ignore[type-var]


def test_a_measure_that_cites_no_article_does_not_load() -> None:
    with refused("measure cloud_software: cites no article"):
        with_measure("cloud_software", articles=())


def test_a_condition_that_cites_no_article_does_not_load() -> None:
    with refused("measure cloud_software, condition wrong_size: cites no article"):
        with_test(col("devices") > col("devices"), article="")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (lambda: with_measure("cloud_software", articles=("A3.6.2", "A9.9")), "articles"),
        (
            lambda: with_test(col("devices") > col("devices"), article="A9.9"),
            "condition wrong_size",
        ),
        (
            lambda: with_measure("cloud_software", cap=Cap(p("cloud_software.cap"), "A9.9")),
            "cap",
        ),
    ],
    ids=["measure", "condition", "cap"],
)
def test_an_article_that_does_not_exist_is_named_with_who_cites_it(wrong: Any, place: str) -> None:
    with refused(f"measure cloud_software, {place}: unknown article A9.9"):
        wrong()


def test_a_figure_or_a_choice_that_cites_an_unknown_article_does_not_load() -> None:
    figure = replace(FUZHOU.parameters["equipment.rate"], article="A9.9")
    with refused("parameter equipment.rate: unknown article A9.9"):
        built(parameters={**FUZHOU.parameters, "equipment.rate": figure})
    project, loan = FUZHOU.choices
    with refused("choice loan: unknown article A9.9"):
        built(choices=(project, replace(loan, article="A9.9")))


def test_two_measures_of_one_name_do_not_load() -> None:
    with refused("measure cloud_software: two measures have this name"):
        built(measures=(*FUZHOU.measures.values(), FUZHOU.measures["cloud_software"]))


def test_a_choice_between_measures_that_cannot_meet_does_not_load() -> None:
    project, loan = FUZHOU.choices
    with refused("choice loan: unknown measure loan_forgiveness"):
        built(choices=(project, replace(loan, measures=("loan_forgiveness",))))
    with refused("choice loan, measure cloud_software: a row of cloud_years has no loan"):
        built(choices=(project, Choice("loan", "loan", ("cloud_software",), "A3.7.2")))


def test_a_grouping_that_names_nothing_does_not_load() -> None:
    with refused("grouping colour: unknown column colour of organizations"):
        built(groupings=(ByColumn("colour", column="colour", words=("words",)),))
    with refused("grouping size, big: needs truth, but this is word"):
        built(groupings=(ByStatus("size", (("big", col("size")),), words=("words",)),))


def test_a_measure_of_an_unknown_table_does_not_load() -> None:
    candidates = replace(FUZHOU.measures["cloud_software"].candidates, table="clouds")
    with refused("measure cloud_software: unknown table clouds"):
        with_measure("cloud_software", candidates=candidates)


@pytest.mark.parametrize("name", LINE_COLUMNS)
def test_a_column_that_settling_itself_adds_is_reserved(name: str) -> None:
    table = FUZHOU.schema.table("cloud_years")
    wider = replace(table, columns=(*table.columns, Column(name, Type.COUNT)))
    tables = tuple(wider if one is table else one for one in FUZHOU.schema.tables)
    with pytest.raises(PackError, match=rf"^measure \w+: column cloud_years\.{name} is reserved$"):
        built(schema=replace(FUZHOU.schema, tables=tables))


@pytest.mark.parametrize(
    ("group", "code"),
    [
        ("reasons", "wrong_size"),
        ("reasons", "chain_uplift"),
        ("reasons", "not_new"),
        ("measures", "cloud_software"),
        ("routes", "srdi"),
        ("choices", "loan"),
        ("groupings", "county"),
    ],
)
def test_words_that_are_missing_are_named(group: str, code: str) -> None:
    words = {**FUZHOU.words, group: {**FUZHOU.words[group]}}
    del words[group][code]
    with refused(f"words: [{group}] has no {code}"):
        built(words=words)


def test_words_in_one_language_only_are_refused() -> None:
    reasons = {**FUZHOU.words["reasons"], "wrong_size": {"zh": "规模不符"}}
    with refused("words: [reasons] wrong_size: no words in Chinese (zh) and English (en)"):
        built(words={**FUZHOU.words, "reasons": reasons})


def test_a_pack_with_more_reasons_than_a_line_can_hold_does_not_load() -> None:
    codes = [f"reason_{number}" for number in range(65)]
    conditions = tuple(Condition(code, col("year").equals(year()), "A3.6.2") for code in codes)
    reasons = {**FUZHOU.words["reasons"], **{code: {"zh": "甲", "en": "a"} for code in codes}}
    measure: Measure = replace(FUZHOU.measures["cloud_software"], conditions=conditions)
    measures = {**FUZHOU.measures, measure.code: measure}
    with pytest.raises(PackError, match="reason codes, but a line holds at most 64"):
        built(measures=tuple(measures.values()), words={**FUZHOU.words, "reasons": reasons})


def test_a_quota_ranked_by_a_text_is_refused() -> None:
    quota = Top(p("innovative_product.places"), col("subject"), article="A2.3.1")
    with refused("measure innovative_product, ranking: text has no order to rank by"):
        with_measure("innovative_product", quota=quota)


def test_a_plan_ordered_by_a_text_is_refused() -> None:
    plan = FUZHOU.measures["expo_booth"].quota
    assert isinstance(plan, Plan)
    with refused("measure expo_booth, plan: text has no order to rank by"):
        with_measure("expo_booth", quota=replace(plan, order=((col("expo"), False),)))

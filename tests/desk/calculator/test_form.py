"""Only the facts that still matter are asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from banyan.desk.calculator.description import Description
from desk.calculator.describing import (
    CENTRE,
    MANUFACTURER,
    PACK,
    PROJECT,
    asked_kinds,
    calculated,
    described,
    descriptions,
    few,
    fields,
    formed,
    kinds,
)

NOTHING = Description(2026)
NO_LOAN = kinds("loans.technology_upgrade")


def test_at_first_everything_is_asked_that_decides_a_measure() -> None:
    form = formed(NOTHING)
    assert [one.name for one in form.organization] == [
        "organization.kind",
        "organization.county",
        "organization.industry",
        "organization.size",
        "organization.scaled_on",
    ]
    assert not form.cards
    assert {"project_years", "loans.technology_upgrade", "recognitions.srdi", "orders"} <= set(
        asked_kinds(form)
    )


def test_what_decides_most_measures_and_most_money_comes_first() -> None:
    questions = calculated(NOTHING).interview.questions()
    ranks = [(-len(one.measures), -one.money) for one in questions]
    assert ranks == sorted(ranks)
    assert len(questions[0].measures) == len(PACK.measures)  # the county, asked by all


def test_a_county_elsewhere_makes_every_other_question_go_away() -> None:
    form = formed(Description(2026, organization={"county": "000000"}))
    assert list(fields(form)) == ["organization.county"]
    assert asked_kinds(form) == []


def test_an_industry_takes_the_questions_of_others_with_it() -> None:
    assert "recognitions.software_honour" in asked_kinds(formed(NOTHING))
    form = formed(described())
    assert "recognitions.software_honour" not in asked_kinds(form)
    assert "loans.software_tax" not in asked_kinds(form)


def test_picked_measures_are_asked_for_alone() -> None:
    form = formed(Description(2026, ("technology_centre",)))
    assert list(fields(form)) == ["organization.county", "organization.industry"]
    assert asked_kinds(form) == ["recognitions.technology_centre"]


def test_a_no_takes_the_question_away_and_stays_to_be_changed() -> None:
    form = formed(described(none=kinds("orders")))
    assert "orders" not in asked_kinds(form)
    assert [kind.name for kind in form.denied] == ["orders"]


def test_a_thing_that_there_is_opens_its_own_questions() -> None:
    form = formed(described(projects=[{}], none=NO_LOAN))
    names = fields(form)
    assert "projects.0.project_years.equipment_gross" in names
    assert "projects.0.projects.special_bond" in names


def test_a_condition_that_fails_makes_the_other_questions_of_a_card_go_away() -> None:
    form = formed(described(projects=[{"projects.special_bond": "true"}], none=NO_LOAN))
    (card,) = form.cards
    assert [one.name for one in card.fields] == ["projects.0.projects.special_bond"]


@pytest.mark.parametrize(("gross", "asked"), [("4999999.99", True), ("5000000", False)])
def test_the_lower_threshold_of_some_is_asked_only_a_fen_below_the_common_one(
    gross: str, asked: bool
) -> None:
    project = {**PROJECT, "project_years.equipment_gross": gross}
    organization = {key: fact for key, fact in MANUFACTURER.items() if key != "scaled_on"}
    form = formed(
        described("equipment_upgrade", projects=[project], organization=organization, none=NO_LOAN)
    )
    assert ("recognitions.srdi" in asked_kinds(form)) is asked
    assert ("organization.scaled_on" in fields(form)) is asked


def test_a_loan_of_another_project_is_no_reason_to_ask_again() -> None:
    loan = {
        "loans.purposes": "technology_upgrade",
        "loans.project": "1",
        "loans.provincial_support": "0",
    }
    form = formed(described("equipment_upgrade", projects=[PROJECT, PROJECT], loans=[loan]))
    assert "loans.technology_upgrade" not in asked_kinds(form)


def test_what_has_one_card_a_year_has_no_second() -> None:
    (card,) = formed(described(cloud_years=[{"cloud_years.devices": "3"}])).cards
    assert card.add == ""
    assert "cloud_years" not in asked_kinds(formed(described(cloud_years=[{}])))


def test_an_answer_stays_when_it_no_longer_matters() -> None:
    organization = {**MANUFACTURER, "county": "000000"}
    assert "organization.size" in fields(formed(described(organization=organization)))


@pytest.mark.parametrize(
    ("card", "key", "text", "words"),
    [
        (
            "projects",
            "project_years.equipment_net",
            "7000000",
            "年度设备（含软件）实际投资额（含税，元）",
        ),
        ("projects", "project_years.equipment_gross", "much", "金额"),
        ("projects", "projects.special_bond", "perhaps", "选择"),
        ("recognitions", "recognitions.recognized_on", "2026-02-30", "日期"),
    ],
)
def test_a_fact_that_cannot_be_so_is_told_at_its_field(
    card: str, key: str, text: str, words: str
) -> None:
    facts = {"projects": PROJECT, "recognitions": CENTRE}[card]
    form = formed(described(none=NO_LOAN, **{card: [{**facts, key: text}]}))
    wrong = {name: one.fault for name, one in fields(form).items() if one.fault}
    assert list(wrong) == [f"{card}.0.{key}"]
    assert words in wrong[f"{card}.0.{key}"]
    assert fields(form)[f"{card}.0.{key}"].value == text


def test_a_faulty_number_of_others_is_told_too() -> None:
    form = formed(described(booths=[{"expos.booths:": "many"}]))
    assert fields(form)["booths.0.expos.booths:"].fault


@given(descriptions())
@few(12)
def test_leaving_out_what_is_not_asked_changes_no_amount(description: Description) -> None:
    """Of a description of which everything is said, only what is asked when it is told step by
    step is needed: the amounts are the same."""
    told = Description(description.year)
    for _ in range(12):
        form = formed(told)
        names = fields(form)
        organization = {
            key: fact
            for key, fact in description.organization.items()
            if f"organization.{key}" in names
        }
        cards = {
            table: tuple(
                {
                    key: fact
                    for key, fact in facts.items()
                    if f"{table}.{number}.{key}" in names
                    or key in ("recognitions.kind", "events.kind", "loans.purposes")
                }
                for number, facts in enumerate(each)
            )
            for table, each in description.cards.items()
        }
        more = replace(told, organization=organization, cards=cards, none=description.none)
        if more == told:
            break
        told = more
    assert told == more
    assert calculated(told).total == calculated(description).total

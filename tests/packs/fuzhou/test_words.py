"""The words of the pack: articles, units, words for people and interpretations."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from banyan.packs.fuzhou.facts import COUNTIES, SCHEMA, SOFTWARE_HONOURS
from banyan.rules.schema import Type

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
OFFICIAL_TEXT = SHARED / "policy" / "fuzhou-2026-05.txt"
SETTLEMENT = SHARED / "spec" / "settlement.md"

FILES = ("articles.toml", "units.toml", "words.toml", "interpretations.toml")

CHINESE = re.compile(r"[\u3400-\u9fff]")
CHINESE_SIGNS = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")

MAIN_PLAN = [
    "P1",
    *(f"P2.{item}" for item in range(1, 11)),
    *(f"P3.{item}" for item in range(1, 4)),
    "P4",
]
ANNEXES = {
    1: ["1", "2", "3", "4", "5"],
    2: ["1", "2", "3.1", "3.2", "4", "5", "6", "7", "8"],
    3: ["1", "2", "3", "4", "5", "6.1", "6.2", "6.3", "7.1", "7.2", "7.3"],
    4: ["1", "2.1", "2.2", "3.1", "3.2", "4", "5.1", "5.2"],
    5: [
        *("1", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3"),
        *("4", "5", "6", "7", "8", "9", "10", "11"),
    ],
    6: ["1", "2.1", "2.2", "2.3", "3.1", "3.2", "4"],
}
"""The numbered articles of each annex, down to their points."""

ARTICLES_OF_MEASURES = {
    "newly_scaled_loan_interest": ("A1.1",),
    "equipment_upgrade": ("A3.1", "A1.1", "A5.3.1"),
    "task_list_award": ("A1.2",),
    "county_cultivation": ("A1.1",),
    "park_loan_interest": ("A1.5",),
    "technology_centre": ("A2.1",),
    "design_centre": ("A2.2",),
    "innovative_product": ("A2.3.1",),
    "first_set_equipment": ("A2.3.2",),
    "innovation_demonstration": ("A2.4",),
    "single_champion": ("A2.5",),
    "research_collaboration": ("A2.6",),
    "innovation_centre": ("A2.7",),
    "pilot_service_income": ("A2.7",),
    "technology_loan_interest": ("A3.2",),
    "digital_project": ("A3.3",),
    "digital_benchmark": ("A3.4",),
    "factory_5g": ("A3.4",),
    "internet_platform": ("A3.5",),
    "devices_on_platform": ("A3.6.1",),
    "cloud_software": ("A3.6.2",),
    "cloud_infrastructure": ("A3.6.3",),
    "software_honour": ("A4.1",),
    "secure_product": ("A4.2.1",),
    "software_competition": ("A4.2.1",),
    "national_software_project": ("A4.2.2",),
    "industrial_software": ("A4.3.1",),
    "open_source_community": ("A4.3.2",),
    "open_source_project": ("A4.3.2",),
    "software_loan_interest": ("A4.4",),
    "little_giant": ("A5.1",),
    "srdi": ("A5.1",),
    "finance_matching_event": ("A5.2.2",),
    "sme_cluster": ("A5.9",),
    "expo_booth": ("A6.1",),
    "expo_organizer": ("A6.1",),
    "supplier_conference": ("A6.2.1",),
    "supply_demand_event": ("A6.2.2",),
    "order_award": ("A6.3.1",),
}
"""Every measure of the settlement and the articles that it computes."""

CONDITIONS = [
    "not_local",
    "wrong_kind",
    "not_industrial",
    "not_manufacturing",
    "not_software",
    "wrong_size",
    "not_new",
    "wrong_level",
    "already_granted",
    "special_bond",
    "other_fiscal_support",
    "other_support",
    "below_threshold",
    "not_newly_scaled",
    "no_project",
    "no_interest_days",
    "provincial_interest_support",
    "no_provincial_award",
    "provincial_award_received",
    "not_effective",
    "not_industrialized",
    "not_accepted",
    "not_in_plan",
    "not_in_force",
    "not_major_expo",
    "not_national_major",
    "no_recognition",
    "rank_out_of_list",
    "too_few_enterprises",
    "too_few_banks",
    "too_few_exhibitors",
    "canton_fair",
    "no_assessment",
]
AMOUNT_REASONS = [
    "chain_uplift",
    "item_cap",
    "principal_cap",
    "organization_cap",
    "provincial_deduction",
    "fund_pro_rata",
]
STATUSES = {"granted", "capped_out", "superseded", "over_quota", "ineligible"}


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("banyan.packs.fuzhou") / name).read_text(encoding="utf-8"))


def texts(value: object, place: str) -> list[tuple[str, dict[str, str]]]:
    """Every ``{zh, en}`` below ``value``, with the place where it stands."""
    if not isinstance(value, dict):
        return []
    if {"zh", "en"} & value.keys():
        return [(place, value)]
    found = []
    for key, below in value.items():
        found += texts(below, f"{place} / {key}")
    return found


ARTICLES = read("articles.toml")
UNITS = read("units.toml")
WORDS = read("words.toml")
INTERPRETATIONS = read("interpretations.toml")


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_written_in_chinese_and_in_english(name: str) -> None:
    found = texts(read(name), name)
    assert found
    for place, text in found:
        assert set(text) == {"zh", "en"}, place
        assert CHINESE.search(text["zh"]), place
        assert re.search("[A-Za-z]", text["en"]), place
        assert not CHINESE_SIGNS.search(text["en"]), place


@pytest.mark.parametrize("name", FILES)
def test_no_text_begins_or_ends_with_a_space_or_holds_a_double_one(name: str) -> None:
    for place, text in texts(read(name), name):
        for words in text.values():
            assert words == words.strip(), place
            assert "  " not in words, place


@pytest.mark.parametrize("name", ["articles.toml", "interpretations.toml"])
def test_sentences_end_with_a_full_stop(name: str) -> None:
    for place, text in texts(read(name), name):
        if not place.endswith("title"):
            assert text["zh"].endswith("。"), place
            assert text["en"].endswith("."), place


def test_every_article_of_the_notice_is_listed_in_its_order() -> None:
    annexes = [f"A{annex}.{number}" for annex, numbers in ANNEXES.items() for number in numbers]
    assert list(ARTICLES) == MAIN_PLAN + annexes


def test_every_article_has_a_title_a_summary_units_and_systems_and_nothing_unknown() -> None:
    for number, article in ARTICLES.items():
        assert {"title", "summary", "units", "systems"} <= article.keys(), number
        assert article.keys() <= {"title", "summary", "units", "systems", "not_computable"}, number


def test_titles_are_short() -> None:
    for number, article in ARTICLES.items():
        assert len(article["title"]["zh"]) <= 16, number
        assert len(article["title"]["en"]) <= 45, number


def test_every_unit_of_an_article_is_known_and_named_once() -> None:
    for number, article in ARTICLES.items():
        assert set(article["units"]) <= UNITS.keys(), number
        assert len(set(article["units"])) == len(article["units"]), number


def test_every_unit_is_responsible_for_an_article() -> None:
    assert {unit for article in ARTICLES.values() for unit in article["units"]} == UNITS.keys()


def test_the_new_area_and_the_counties_carry_out_all_of_part_2_and_of_annex_5() -> None:
    for number, article in ARTICLES.items():
        if number.startswith(("P2.", "A5.")) and number != "A5.11":
            assert article["units"][-2:] == ["new_area", "counties"], number


def test_systems_are_numbered_from_1_to_35_in_ascending_order_without_repeats() -> None:
    for number, article in ARTICLES.items():
        systems = article["systems"]
        assert systems == sorted(set(systems)), number
        assert all(type(system) is int and 1 <= system <= 35 for system in systems), number


def test_every_article_is_computed_by_a_measure_acted_on_in_a_system_or_explained() -> None:
    computed = {number for numbers in ARTICLES_OF_MEASURES.values() for number in numbers}
    assert computed <= ARTICLES.keys()
    for number, article in ARTICLES.items():
        assert number in computed or article["systems"] or "not_computable" in article, number


def test_an_article_with_money_that_a_measure_computes_names_the_way_to_it() -> None:
    without_application, application = 4, 5
    for measure, numbers in ARTICLES_OF_MEASURES.items():
        for number in numbers:
            assert {without_application, application} & set(ARTICLES[number]["systems"]), measure


def test_only_point_3_2_and_article_6_of_annex_2_need_an_application() -> None:
    for number, article in ARTICLES.items():
        if number.startswith("A2.") and number != "A2.8":
            asked_for = number in ("A2.3.2", "A2.6")
            assert (5 in article["systems"]) is asked_for, number
            assert (4 in article["systems"]) is not asked_for, number


def test_every_measure_has_words_and_no_other() -> None:
    assert WORDS["measures"].keys() == ARTICLES_OF_MEASURES.keys()


def test_the_notice_its_parts_and_the_systems_have_words_and_no_other() -> None:
    assert WORDS["document"].keys() == {"title", "number", "issuer"}
    assert list(WORDS["parts"]) == list(dict.fromkeys(one.partition(".")[0] for one in ARTICLES))
    assert list(WORDS["systems"]) == [str(number) for number in range(1, 36)]


def test_every_reason_status_and_route_has_words_and_no_other() -> None:
    expected = {*CONDITIONS, *AMOUNT_REASONS, "over_quota", "superseded"}
    assert WORDS["reasons"].keys() == expected
    assert WORDS["statuses"].keys() == STATUSES
    assert WORDS["routes"].keys() == {"standard", "srdi", "newly_scaled"}
    assert WORDS["competition"].keys() == {"top_n", "places", "expo_plan", "fund"}


def test_every_table_and_column_of_the_facts_has_words_and_no_other() -> None:
    assert list(WORDS["tables"]) == [table.name for table in SCHEMA.tables]
    columns = [f"{table.name}.{column.name}" for table in SCHEMA.tables for column in table.columns]
    assert list(WORDS["columns"]) == columns


def test_the_label_of_an_amount_names_its_unit() -> None:
    for table in SCHEMA.tables:
        for column in table.columns:
            label = WORDS["columns"][f"{table.name}.{column.name}"]
            if column.type is Type.MONEY:
                assert "元）" in label["zh"], column.name
                assert "yuan)" in label["en"], column.name
            if column.type is Type.PERCENT:
                assert "%" in label["zh"], column.name
                assert "percent" in label["en"], column.name


def test_every_listed_value_of_a_column_has_words_and_no_other() -> None:
    expected: dict[str, list[str]] = {
        "subject": list(SOFTWARE_HONOURS),
        "county": list(COUNTIES),
        "fund": ["software"],
    }
    for table in SCHEMA.tables:
        for column in table.columns:
            expected.setdefault(column.name, []).extend(column.words)
    assert {name: list(words) for name, words in WORDS["words"].items()} == {
        name: words for name, words in expected.items() if words
    }


def test_no_value_of_a_shared_column_name_has_two_meanings() -> None:
    kinds = [
        word
        for table in SCHEMA.tables
        for column in table.columns
        if column.name == "kind"
        for word in column.words
    ]
    assert len(kinds) == len(set(kinds))


def test_the_name_of_a_county_begins_with_the_name_that_the_facts_give_it() -> None:
    for code, name in COUNTIES.items():
        assert WORDS["words"]["county"][code]["zh"].startswith(name)


def test_reasons_give_no_figures_because_figures_change() -> None:
    for place, text in texts(WORDS["reasons"], "reasons"):
        assert not re.search("[0-9]", text["zh"] + text["en"]), place


def test_every_interpretation_says_what_was_chosen_why_and_whether_the_notice_is_silent() -> None:
    for slug, interpretation in INTERPRETATIONS.items():
        assert interpretation.keys() == {"articles", "text", "why", "assumed"}, slug
        assert type(interpretation["assumed"]) is bool, slug
        assert re.fullmatch("[a-z0-9_]+", slug), slug


def test_every_interpretation_cites_articles_that_exist() -> None:
    for slug, interpretation in INTERPRETATIONS.items():
        articles = interpretation["articles"]
        assert articles, slug
        assert set(articles) <= ARTICLES.keys(), slug
        assert len(set(articles)) == len(articles), slug


@pytest.mark.skipif(not OFFICIAL_TEXT.exists(), reason="the official text is not at hand")
def test_no_summary_repeats_12_characters_of_the_official_text() -> None:
    official = re.sub(r"[\s*]", "", OFFICIAL_TEXT.read_text(encoding="utf-8"))
    for place, text in texts(ARTICLES, "articles") + texts(INTERPRETATIONS, "interpretations"):
        plain = re.sub(r"\s", "", text["zh"])
        for start in range(len(plain) - 11):
            assert plain[start : start + 12] not in official, (place, plain[start : start + 12])


@pytest.mark.skipif(not OFFICIAL_TEXT.exists(), reason="the official text is not at hand")
def test_every_unit_stands_in_the_official_text() -> None:
    official = re.sub(r"[\s*]", "", OFFICIAL_TEXT.read_text(encoding="utf-8"))
    for code, unit in UNITS.items():
        assert unit["zh"] in official, code


@pytest.mark.skipif(not SETTLEMENT.exists(), reason="the specification is not at hand")
def test_the_measures_and_their_articles_are_those_of_the_specification() -> None:
    rows = re.findall(
        r"^\| `([a-z0-9_]+)` \| (A[^|]*?) \|", SETTLEMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    table = {
        measure: tuple(number.strip() for number in numbers.replace("·", ".").split(","))
        for measure, numbers in rows
    }
    assert table == ARTICLES_OF_MEASURES


@pytest.mark.skipif(not SETTLEMENT.exists(), reason="the specification is not at hand")
def test_the_reasons_of_conditions_are_those_of_the_specification() -> None:
    specification = SETTLEMENT.read_text(encoding="utf-8")
    listed = specification.partition("Reason codes of conditions:")[2].partition("\n")[0]
    codes = [code for code in re.findall("`([a-z_]+)`", listed) if code in WORDS["reasons"]]
    assert sorted(set(codes)) == sorted(CONDITIONS)
    assert set(re.findall("`([a-z_]+)`", listed)) - WORDS["reasons"].keys() <= {"equipment_upgrade"}

"""The worked cases of the pack speak of everything that a yearly run can say."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import banyan.packs.fuzhou
from banyan.packs.fuzhou.facts import SCHEMA
from banyan.rules.cases import Case, read_cases

FOLDER = Path(banyan.packs.fuzhou.__file__).parent / "cases"
CHAPTER = Path(__file__).parents[3] / "docs" / "worked-cases.md"
FILES = {*(f"annex{number}.yaml" for number in range(1, 7)), "crosscutting.yaml"}

MEASURES = {
    *("newly_scaled_loan_interest", "equipment_upgrade", "task_list_award"),
    *("county_cultivation", "park_loan_interest"),
    *("technology_centre", "design_centre", "innovative_product", "first_set_equipment"),
    *("innovation_demonstration", "single_champion", "research_collaboration"),
    *("innovation_centre", "pilot_service_income"),
    *("technology_loan_interest", "digital_project", "digital_benchmark", "factory_5g"),
    *("internet_platform", "devices_on_platform", "cloud_software", "cloud_infrastructure"),
    *("software_honour", "secure_product", "software_competition", "national_software_project"),
    *("industrial_software", "open_source_community", "open_source_project"),
    "software_loan_interest",
    *("little_giant", "srdi", "finance_matching_event", "sme_cluster"),
    *("expo_booth", "expo_organizer", "supplier_conference", "supply_demand_event"),
    "order_award",
}
CONDITIONS = {
    *("not_local", "wrong_kind", "not_industrial", "not_manufacturing", "not_software"),
    *("wrong_size", "wrong_level", "already_granted", "special_bond", "other_fiscal_support"),
    *("other_support", "below_threshold", "not_newly_scaled", "no_project", "no_interest_days"),
    *("provincial_interest_support", "no_provincial_award", "provincial_award_received"),
    *("not_effective", "not_industrialized", "not_accepted", "not_in_plan", "not_in_force"),
    *("not_major_expo", "not_national_major", "no_recognition", "rank_out_of_list"),
    *("too_few_enterprises", "too_few_banks", "too_few_exhibitors", "canton_fair"),
    "no_assessment",
}
"""Without ``not_new``: what is not new is no line of a yearly run."""
CHANGES = {
    *("chain_uplift", "item_cap", "principal_cap", "organization_cap"),
    *("provincial_deduction", "fund_pro_rata"),
}
STATUSES = {"granted", "capped_out", "superseded", "over_quota", "ineligible"}
PROJECT_CHOICE = {"equipment_upgrade", "digital_project", "technology_loan_interest"}
LOAN_CHOICE = {
    *("technology_loan_interest", "newly_scaled_loan_interest"),
    *("software_loan_interest", "park_loan_interest"),
}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return read_cases(FOLDER, SCHEMA)


@pytest.fixture(scope="module")
def lines(cases: list[Case]) -> list[dict[str, str]]:
    return [line for case in cases for line in case.expect]


def reasons(lines: list[dict[str, str]], *statuses: str) -> set[str]:
    return {
        reason
        for line in lines
        if line["status"] in statuses
        for reason in line.get("reasons", "").split(";")
        if reason
    }


def test_there_is_a_file_for_each_annex_and_one_for_what_cuts_across(cases: list[Case]) -> None:
    assert {case.file.name for case in cases} == FILES


def test_every_measure_is_granted_somewhere_and_refused_somewhere(
    lines: list[dict[str, str]],
) -> None:
    assert {line["measure"] for line in lines if line["status"] == "granted"} == MEASURES
    assert {line["measure"] for line in lines if line["status"] == "ineligible"} == MEASURES


def test_every_status_occurs(lines: list[dict[str, str]]) -> None:
    assert {line["status"] for line in lines} == STATUSES


def test_every_condition_fails_somewhere(lines: list[dict[str, str]]) -> None:
    assert reasons(lines, "ineligible") == CONDITIONS


def test_every_condition_is_somewhere_the_only_one_that_fails(
    lines: list[dict[str, str]],
) -> None:
    alone = {line["reasons"] for line in lines if line["status"] == "ineligible"}
    assert alone >= CONDITIONS


def test_everything_that_changes_an_amount_occurs(lines: list[dict[str, str]]) -> None:
    assert reasons(lines, "granted", "capped_out", "over_quota") == CHANGES


def test_every_measure_of_a_choice_wins_somewhere(lines: list[dict[str, str]]) -> None:
    assert reasons(lines, "superseded") == PROJECT_CHOICE | LOAN_CHOICE


def test_every_route_of_equipment_occurs(lines: list[dict[str, str]]) -> None:
    routes = {line.get("route") for line in lines if line["measure"] == "equipment_upgrade"}
    assert {"standard", "srdi", "newly_scaled"} <= routes


def test_every_case_says_what_it_shows_where_it_stands_and_why(cases: list[Case]) -> None:
    for case in cases:
        assert case.case, case.file
        assert case.title, case.case
        assert case.articles, case.case
        assert case.because, case.case
        assert case.expect, case.case


def test_no_two_cases_have_the_same_title(cases: list[Case]) -> None:
    titles = Counter(title for case in cases for title in (case.case, case.title))
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_expected_line_says_its_measure_organization_subject_and_status(
    lines: list[dict[str, str]],
) -> None:
    for line in lines:
        assert {"measure", "uscc", "subject", "status"} <= set(line), line


def test_every_granted_line_says_its_amount_and_every_refused_one_its_reasons(
    lines: list[dict[str, str]],
) -> None:
    for line in lines:
        if line["status"] == "granted":
            assert "amount" in line, line
        if line["status"] in ("ineligible", "superseded"):
            assert line.get("reasons"), line


def test_articles_are_written_as_the_pack_writes_them(cases: list[Case]) -> None:
    for case in cases:
        for article in case.articles:
            assert re.fullmatch(r"(A[1-6](\.[0-9]+){1,2}|P[0-9](\.[0-9]+)?)", article), case.case


def test_the_example_of_the_chapter_is_a_case(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(- case.*?)```", CHAPTER.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    file = tmp_path / "example.yaml"
    file.write_text(example[1], encoding="utf-8")
    (case,) = read_cases(file, SCHEMA)
    assert len(case.expect) == 1

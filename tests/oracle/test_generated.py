from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from banyan.packs.fuzhou.facts import SCHEMA
from banyan.rules.schema import Type

from .building.codes import check_character, credit_code
from .generated import ALL, COLUMNS, fact_sets, occurring, settlements, write
from .reading import decimal, read
from .settle import CHANGES, settle

if TYPE_CHECKING:
    from pathlib import Path

    from .reading import Tables

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
"""All but ``not_new``, which never shows in a yearly run."""

SHAPES = {
    Type.ID: r".+",
    Type.CREDIT_CODE: r"[0-9A-HJ-NPQRTUWXY]{18}",
    Type.MONEY: r"\d+(\.\d{1,2})?",
    Type.PERCENT: r"\d+(\.\d{1,4})?",
    Type.COUNT: r"\d+",
    Type.YEAR: r"\d{4}",
    Type.TRUTH: r"true|false",
}
in_order = settings(
    max_examples=300,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def settled(measures: list[str] | None, examples: int) -> Counter[tuple[str, str, str]]:
    """What occurs in so many settlements of generated facts, always the same ones."""
    counted: Counter[tuple[str, str, str]] = Counter()

    @seed(20260213)
    @settings(in_order, max_examples=examples)
    @given(settlements(measures))
    def count(drawn: tuple[Tables, int]) -> None:
        counted.update(occurring([settle(*drawn)]))

    count()
    return counted


def test_generated_facts_bring_about_every_status_and_every_reason() -> None:
    found = settled(None, 1000)
    assert {status for _, status, _ in found} == {
        *("granted", "capped_out", "superseded", "over_quota", "ineligible")
    }
    reasons = {(status, reason) for _, status, reason in found}
    assert {reason for status, reason in reasons if status == "ineligible"} == CONDITIONS
    assert {reason for status, reason in reasons if status == "granted"} == {"", *CHANGES}


@pytest.mark.parametrize("measure", ALL)
def test_facts_generated_for_a_measure_bring_it_about_granted_and_refused(measure: str) -> None:
    found = settled([measure], 60)
    statuses = {status for of_measure, status, _ in found if of_measure == measure}
    assert {"granted", "ineligible"} <= statuses


def test_facts_generated_for_measures_with_quotas_choices_and_caps_go_beyond_them() -> None:
    beyond = {
        "over_quota": [
            *("innovative_product", "research_collaboration", "industrial_software"),
            *("open_source_project", "supplier_conference", "order_award"),
            *("expo_booth", "expo_organizer"),
        ],
        "superseded": [
            *("equipment_upgrade", "digital_project", "technology_loan_interest"),
            *("newly_scaled_loan_interest", "park_loan_interest", "software_loan_interest"),
        ],
    }
    for status, measures in beyond.items():
        for measure in measures:
            found = settled([measure], 120)
            assert (measure, status) in {(m, s) for m, s, _ in found}, (measure, status)


@settings(in_order)
@given(fact_sets())
def test_generated_facts_hold_together(tables: Tables) -> None:
    for name, rows in tables.items():
        table = SCHEMA.table(name)
        for row in rows:
            for column in table.columns:
                text = row.get(column.name, "")
                if text == "" and column.optional:
                    continue
                if column.type in SHAPES:
                    assert re.fullmatch(SHAPES[column.type], text), (name, column.name, text)
                if column.type is Type.CREDIT_CODE:
                    assert check_character(text[:17]) == text[17]
                if column.type is Type.MONEY:
                    assert decimal(text, 2) <= 10**14
                if column.type is Type.PERCENT:
                    assert decimal(text, 4) <= 10**6
                if column.type is Type.COUNT:
                    assert int(text) >= column.minimum
                if column.type is Type.DATE:
                    assert str(date.fromisoformat(text)) == text
                if column.words:
                    words = text.split("|")
                    assert set(words) <= set(column.words)
                    assert len(words) == len(set(words))
                if column.pattern:
                    assert re.fullmatch(column.pattern, text)
                if column.references:
                    key = SCHEMA.table(column.references).key[0]
                    assert text in {other[key] for other in tables[column.references]}
        keys = [tuple(row[column] for column in table.key) for row in rows]
        assert not table.key or len(set(keys)) == len(keys), name
    contradictions(tables)


def contradictions(tables: Tables) -> None:
    owners = {row["project"]: row["uscc"] for row in tables.get("projects", [])}
    for row in tables.get("recognitions", []):
        assert not row.get("expires_on") or row["expires_on"] > row["recognized_on"]
        if row["kind"] == "software_honour":
            assert row["subject"] in ("revenue_100", "competitiveness_100", "internet_100")
    for row in tables.get("project_years", []):
        assert decimal(row["equipment_net"], 2) <= decimal(row["equipment_gross"], 2)
    for row in tables.get("loans", []):
        assert row["first_disbursed_on"] <= row["disbursed_on"] < row["ends_on"]
        assert not row.get("project") or owners[row["project"]] == row["uscc"]
    for name, key in (("platforms", "platform"), ("software_projects", "project")):
        pairs = {(row[key], row["uscc"]) for row in tables.get(name, [])}
        assert len(pairs) == len({thing for thing, _ in pairs})
    for row in tables.get("elections", []):
        assert row["measure"] in (
            "equipment_upgrade",
            "digital_project",
            "technology_loan_interest",
        )
    for row in tables.get("budgets", []):
        assert row["fund"] == "software"
    for row in tables.get("history", []):
        assert row["measure"] in ALL


@settings(in_order, max_examples=20)
@given(fact_sets())
def test_written_facts_are_read_back_as_they_were(tmp_path: Path, tables: Tables) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    write(tables, folder)
    assert read(folder) == tables


def test_the_columns_are_those_of_the_schema() -> None:
    assert {name: set(columns.split()) for name, columns in COLUMNS.items()} == {
        table.name: {column.name for column in table.columns} for table in SCHEMA.tables
    }


def test_a_credit_code_ends_in_the_check_character_of_the_standard() -> None:
    # Codes of the worked cases.
    for code in ("91350102000000019B", "913501020000000276", "123501020000000431"):
        assert check_character(code[:17]) == code[17]
    assert len({credit_code(number) for number in range(1000)}) == 1000

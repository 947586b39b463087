from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banyan.rules.cases import Case, compare, read_cases
from banyan.rules.errors import UsageError
from banyan.rules.schema import AtMost, Column, Schema, Table, Type

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = Schema(
    tables=(
        Table(
            "organizations",
            key=("uscc",),
            columns=(
                Column("uscc", Type.CREDIT_CODE),
                Column("name", Type.ID),
                Column("kind", Type.WORD, words=("firm", "park"), plain="firm"),
                Column("size", Type.WORD, words=("large", "small"), optional=True),
            ),
        ),
        Table(
            "projects",
            key=("project",),
            columns=(
                Column("project", Type.ID),
                Column("uscc", Type.CREDIT_CODE, references="organizations"),
                Column("ready", Type.TRUTH),
            ),
        ),
        Table(
            "project_years",
            key=("project", "year"),
            columns=(
                Column("project", Type.ID, references="projects"),
                Column("year", Type.YEAR),
                Column("spent", Type.MONEY),
                Column("devices", Type.COUNT),
            ),
        ),
        Table(
            "loans",
            key=("loan",),
            columns=(
                Column("loan", Type.ID),
                Column("uscc", Type.CREDIT_CODE, references="organizations"),
                Column("purposes", Type.WORDS, words=("growth", "park")),
                Column("principal", Type.MONEY),
                Column("rate", Type.PERCENT),
                Column("paid_on", Type.DATE),
                Column("first_paid_on", Type.DATE),
                Column("award", Type.MONEY, optional=True),
            ),
            rules=(AtMost("first_paid_on", bound="paid_on"),),
        ),
    )
)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_valid(code: str) -> bool:
    total = sum(ALPHABET.index(letter) * 3**place for place, letter in enumerate(code[:17]))
    return len(code) == 18 and (total + ALPHABET.index(code[17])) % 31 == 0


def write(folder: Path, text: str, name: str = "cases.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def one(folder: Path, facts: str, expect: str = "[]", more: str = "") -> Case:
    """The one case with these facts and expectations, both in YAML's flow form."""
    text = f"- case: 一例\n  year: 2026\n  facts: {facts}\n  expect: {expect}\n{more}"
    (case,) = read_cases(write(folder, text), SCHEMA)
    return case


def line(uscc: str, subject: str, amount: str, **others: str) -> dict[str, str]:
    plain = {"year": "2026", "route": "", "status": "granted", "reasons": "", "gross": amount}
    return {"measure": "award", "uscc": uscc, "subject": subject, "amount": amount} | plain | others


LOAN = "uscc: 甲, purposes: growth, rate: 3.5, paid_on: 2026-05-01"


def test_a_case_gives_its_titles_articles_year_and_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "- case: 一例\n  title: One\n  articles: [A1.1, A2.3]\n  year: 2027\n  facts: {}\n"
        "  because: 1 + 1 = 2\n  only: [award]\n  rest: 3\n  expect: []\n",
    )
    (case,) = read_cases(path, SCHEMA)
    assert (case.case, case.title, case.articles) == ("一例", "One", ("A1.1", "A2.3"))
    assert (case.year, case.because, case.only, case.rest) == (2027, "1 + 1 = 2", ("award",), 3)


def test_a_folder_is_read_file_by_file_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write(
            tmp_path, f"- case: {name}\n  year: 2026\n  facts: {{}}\n  expect: []\n", f"{name}.yaml"
        )
    assert [case.case for case in read_cases(tmp_path, SCHEMA)] == ["a", "b"]


def test_what_is_left_out_has_plain_values(tmp_path: Path) -> None:
    case = one(
        tmp_path,
        f"{{organizations: [{{uscc: 甲}}], projects: [{{uscc: 甲}}],"
        f" project_years: [{{project: P1}}], loans: [{{{LOAN}}}]}}",
    )
    code = case.codes["甲"]
    assert case.tables() == {
        "organizations": [{"uscc": code, "name": "甲", "kind": "firm", "size": ""}],
        "projects": [{"project": "P1", "uscc": code, "ready": "false"}],
        "project_years": [{"project": "P1", "year": "2026", "spent": "0", "devices": "0"}],
        "loans": [
            {
                "loan": "L1",
                "uscc": code,
                "purposes": "growth",
                "principal": "0",
                "rate": "3.5",
                "paid_on": "2026-05-01",
                "first_paid_on": "2026-05-01",
                "award": "",
            }
        ],
    }


def test_ids_left_out_are_numbered_by_their_row(tmp_path: Path) -> None:
    case = one(
        tmp_path,
        f"{{organizations: [{{uscc: 甲}}], loans: [{{{LOAN}}}, {{loan: X, {LOAN}}}, {{{LOAN}}}]}}",
    )
    assert [row["loan"] for row in case.tables()["loans"]] == ["L1", "X", "L3"]


def test_a_label_becomes_a_valid_credit_code_and_labels_keep_their_order(tmp_path: Path) -> None:
    case = one(tmp_path, "{organizations: [{uscc: 乙}, {uscc: 甲}, {uscc: b, repeat: 12}]}")
    codes = [row["uscc"] for row in case.tables()["organizations"]]
    assert all(is_valid(code) for code in codes)
    assert codes == sorted(codes)
    assert len(set(codes)) == 14


def test_a_label_stands_for_the_same_code_whenever_it_is_read(tmp_path: Path) -> None:
    facts = "{organizations: [{uscc: 乙}, {uscc: 甲}]}"
    assert one(tmp_path, facts).codes == one(tmp_path, facts).codes


def test_a_credit_code_of_18_characters_stays_as_it_is(tmp_path: Path) -> None:
    case = one(tmp_path, "{organizations: [{uscc: 91350100M000100Y43}]}")
    assert case.tables()["organizations"][0]["uscc"] == "91350100M000100Y43"
    assert case.codes == {}


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("500万", "5000000"),
        ("1.2亿", "120000000"),
        ("0.000001万", "0.01"),
        ("10000亿", "1000000000000"),
        ("4424778.76", "4424778.76"),
        ("0.1", "0.1"),
        ("五百", "五百"),
    ],
)
def test_yuan_may_be_written_in_tens_of_thousands_and_hundreds_of_millions(
    tmp_path: Path, written: str, yuan: str
) -> None:
    case = one(tmp_path, f"{{project_years: [{{project: P1, spent: {written}}}]}}")
    assert case.tables()["project_years"][0]["spent"] == yuan


def test_purposes_may_be_a_list(tmp_path: Path) -> None:
    case = one(tmp_path, f"{{loans: [{{{LOAN.replace('growth', '[growth, park]')}}}]}}")
    assert case.tables()["loans"][0]["purposes"] == "growth|park"


def test_a_repeated_row_numbers_its_own_label_and_references_to_repeated_rows(
    tmp_path: Path,
) -> None:
    case = one(
        tmp_path,
        "{organizations: [{uscc: 甲, repeat: 3}, {uscc: 乙}],"
        " projects: [{project: X, uscc: 甲, repeat: 3}, {project: Y, uscc: 乙, repeat: 2}],"
        " project_years: [{project: X, repeat: 2}, {project: Y02}]}",
    )
    labels = {code: label for label, code in case.codes.items()}
    tables = case.tables()
    assert [row["name"] for row in tables["organizations"]] == ["甲01", "甲02", "甲03", "乙"]
    assert [(row["project"], labels[row["uscc"]]) for row in tables["projects"]] == [
        *(("X01", "甲01"), ("X02", "甲02"), ("X03", "甲03")),
        *(("Y01", "乙"), ("Y02", "乙")),
    ]
    assert [row["project"] for row in tables["project_years"]] == ["X01", "X02", "Y02"]


def test_a_hundred_copies_are_numbered_with_three_digits(tmp_path: Path) -> None:
    case = one(tmp_path, "{organizations: [{uscc: 甲, repeat: 100}]}")
    names = [row["name"] for row in case.tables()["organizations"]]
    assert (names[0], names[99]) == ("甲001", "甲100")


def test_a_step_adds_to_each_further_copy(tmp_path: Path) -> None:
    case = one(
        tmp_path,
        "{projects: [{project: X, uscc: 甲, repeat: 3}], project_years: [{project: X, spent: 1万,"
        " devices: 9, step: {spent: -0.01, devices: 2}, repeat: 3}]}",
    )
    rows = case.tables()["project_years"]
    assert [row["spent"] for row in rows] == ["10000", "9999.99", "9999.98"]
    assert [row["devices"] for row in rows] == ["9", "11", "13"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("case: x", "a list of cases is expected"),
        ("- {year: 2026}", "line 1: a case begins with its title"),
        ("- [", "not YAML that can be read"),
        ("- case: x\n  facts: {}\n  expect: []", "case x, year: must be given"),
        ("- case: x\n  year: 26\n  facts: {}\n  expect: []", "year: a year of four digits"),
        ("- case: x\n  year: 2026\n  year: 2027", "line 3: year stands twice"),
        ("- case: x\n  yaer: 2026", "case x, yaer: unknown"),
        ("- case: x\n  year: 2026\n  facts: []\n  expect: []", "facts: tables are expected"),
    ],
)
def test_what_is_no_case_is_named_with_its_file_and_place(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as error:
        read_cases(write(tmp_path, text), SCHEMA)
    assert "cases.yaml" in str(error.value)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("{planets: []}", "facts, planets: no such table"),
        ("{loans: {}}", "facts, loans: a list of rows is expected"),
        ("{loans: [x]}", "facts, loans, row 1: columns are expected"),
        ("{loans: [{colour: red}]}", "loans, row 1, colour: no such column"),
        (f"{{loans: [{{{LOAN}}}, {{uscc: 甲}}]}}", "loans, row 2, purposes: must be given"),
        (f"{{loans: [{{{LOAN.replace('rate: 3.5, ', '')}}}]}}", "row 1, rate: must be given"),
        ("{loans: [{uscc: 甲, purposes: growth, rate: 1}]}", "row 1, paid_on: must be given"),
        ("{projects: [{project: X}]}", "projects, row 1, uscc: must be given"),
        ("{projects: [{uscc: [甲, 乙]}]}", "row 1, uscc: text is expected"),
        ("{projects: [{uscc: 甲, repeat: 0}]}", "repeat: a whole number of at least 1"),
        ("{projects: [{uscc: 甲, step: 1}]}", "step: columns that the row gives"),
        ("{projects: [{uscc: 甲, step: {ready: 1}}]}", "step: columns that the row gives"),
        ("{projects: [{uscc: 甲, step: {uscc: 1}, repeat: 2}]}", "only money and counts"),
        (
            "{project_years: [{project: X, spent: 1, step: {spent: x}, repeat: 2}]}",
            "a number is expected where there is a step",
        ),
    ],
)
def test_facts_that_cannot_be_read_are_named_with_table_row_and_column(
    tmp_path: Path, facts: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as error:
        one(tmp_path, facts)
    assert "case 一例" in str(error.value)


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("[{uscc: 甲}]", "expect, row 1, measure: must be given"),
        ("[{measure: award, uscc: 丙}]", "uscc: the facts do not speak of 丙"),
        ("[{measure: award, colour: red}]", "colour: no such column"),
        ("[{measure: award, amount: much}]", "amount: yuan are expected"),
        ("[{measure: award, status: [granted]}]", "status: text is expected"),
    ],
)
def test_expectations_that_cannot_be_read_are_named(
    tmp_path: Path, expect: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        one(tmp_path, "{organizations: [{uscc: 甲}]}", expect)


def test_an_empty_folder_or_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \*.yaml"):
        read_cases(tmp_path, SCHEMA)
    with pytest.raises(UsageError, match="no such file"):
        read_cases(tmp_path / "none.yaml", SCHEMA)


ONE_AWARD = "[{measure: award, uscc: 甲, subject: P1, status: granted, amount: 1万}]"
FACTS = "{organizations: [{uscc: 甲}, {uscc: 乙, repeat: 2}]}"


def test_lines_as_expected_give_no_difference(tmp_path: Path) -> None:
    case = one(tmp_path, FACTS, ONE_AWARD)
    assert compare(case, [line(case.codes["甲"], "P1", "10000.00")]) == []


def test_a_column_that_differs_is_named_with_both_values(tmp_path: Path) -> None:
    case = one(tmp_path, FACTS, ONE_AWARD)
    assert compare(case, [line(case.codes["甲"], "P1", "9999.99")]) == [
        "award 甲 P1: amount is 9999.99, expected 10000.00"
    ]


def test_only_the_columns_that_are_given_are_compared(tmp_path: Path) -> None:
    case = one(tmp_path, FACTS, "[{measure: award, uscc: 甲}]")
    assert compare(case, [line(case.codes["甲"], "P9", "1.00", reasons="cap")]) == []


def test_an_expected_line_that_is_absent_and_one_that_is_not_listed_are_differences(
    tmp_path: Path,
) -> None:
    case = one(tmp_path, FACTS, ONE_AWARD)
    assert compare(case, [line(case.codes["乙02"], "P2", "5.00")]) == [
        "award 甲 P1: no such line",
        "award 乙02 P2: not expected (granted, 5.00)",
    ]


def test_only_restricts_the_comparison_to_its_measures(tmp_path: Path) -> None:
    case = one(tmp_path, FACTS, "[]", "  only: [other]\n")
    assert compare(case, [line(case.codes["甲"], "P1", "1.00")]) == []


def test_rest_is_the_number_of_further_lines_exactly(tmp_path: Path) -> None:
    case = one(tmp_path, FACTS, "[]", "  rest: 1\n")
    lines = [line(case.codes["甲"], subject, "1.00") for subject in ("P1", "P2")]
    assert compare(case, lines[:1]) == []
    assert compare(case, [])[0] == "1 further lines expected, 0 found"
    assert compare(case, lines)[0] == "1 further lines expected, 2 found"


def test_a_subject_that_is_an_organization_goes_by_its_label_too(tmp_path: Path) -> None:
    case = one(tmp_path, FACTS, "[{measure: award, uscc: 乙01, subject: 乙01}]")
    code = case.codes["乙01"]
    assert compare(case, [line(code, code, "1.00")]) == []


def test_reasons_may_be_a_list_and_none_may_be_expected(tmp_path: Path) -> None:
    case = one(
        tmp_path,
        FACTS,
        "[{measure: award, uscc: 甲, subject: P1, reasons: [a, b]},"
        " {measure: award, uscc: 甲, subject: P2, reasons: ''}]",
    )
    code = case.codes["甲"]
    lines = [line(code, "P1", "1.00", reasons="a;b"), line(code, "P2", "1.00")]
    assert compare(case, lines) == []
    lines[1]["reasons"] = "cap"
    assert compare(case, lines) == ["award 甲 P2: reasons is cap, expected empty"]


def test_an_expected_line_may_be_repeated_with_the_rows_it_speaks_of(tmp_path: Path) -> None:
    case = one(
        tmp_path,
        "{organizations: [{uscc: 甲, repeat: 2}], projects: [{project: X, uscc: 甲, repeat: 2}]}",
        "[{measure: award, uscc: 甲, subject: X, amount: 5, step: {amount: -1}, repeat: 2}]",
    )
    lines = [line(case.codes["甲01"], "X01", "5.00"), line(case.codes["甲02"], "X02", "4.00")]
    assert compare(case, lines) == []
    assert compare(case, lines[:1]) == ["award 甲02 X02: no such line"]


def test_two_lines_of_one_name_are_matched_whatever_their_order(tmp_path: Path) -> None:
    case = one(
        tmp_path, FACTS, "[{measure: award, uscc: 甲, amount: 1}, {measure: award, uscc: 甲}]"
    )
    code = case.codes["甲"]
    assert compare(case, [line(code, "P1", "1.00"), line(code, "P2", "2.00")]) == []

"""``banyan advise``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from banyan.cli import main
from electing import OTHERS, OWN, election, grant, loan, many, organization, project, project_year
from oracle.generated import write

if TYPE_CHECKING:
    from oracle.reading import Tables


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    names = ("P1", "P2", "P3", "P4", "P5")
    tables: Tables = {
        "organizations": [organization(OWN), organization(OTHERS[0])],
        "projects": [project(name, name="二期" if name == "P1" else "") for name in names],
        "project_years": [
            project_year("P1", "50000000", "10000000"),
            project_year("P2", "50000000", "10000000"),
            project_year("P3", "50000000", "10000000"),
        ],
        "loans": [loan("L4", "P4", "100", provincial_support="1")],
        "elections": [election("P2", "equipment_upgrade")],
        "history": [grant("digital_project", "P3", "1")],
    }
    write(tables, tmp_path / "facts")
    return tmp_path / "facts"


def run(facts: Path, *arguments: str, year: str = "2026", uscc: str = OWN) -> Result:
    words = ["advise", str(facts), "--year", year, "--uscc", uscc, *arguments]
    return CliRunner().invoke(main, words)


def test_it_says_in_english_what_to_elect_and_what_else_would_lose(facts: Path) -> None:
    result = run(facts, "--lang", "en")
    assert result.exit_code == 0, result.output
    heading, columns, first, *_ = result.output.splitlines()
    assert heading == f"榕  {OWN}"
    assert columns == "project\tadvised\telection\tpaid (yuan)\tby default\tanother loses (yuan)"
    assert first.startswith("P1 二期\t")
    assert "\tdeclare\t1,500,000.00\t" in first
    text = result.output
    assert "\tkeep\t" in text
    assert "Best: 5,000,000.00 yuan of all measures." in text
    assert "Proven: all 4 assignments were settled." in text
    assert "With the present elections: " in text
    assert "Without elections: " in text
    assert "Second best: " in text
    assert "granted in an earlier year" in text
    assert "none is open to it" in text
    assert "1 more projects have nothing to choose from" in text


def test_it_speaks_chinese(facts: Path) -> None:
    result = run(facts, "--lang", "zh")
    assert result.exit_code == 0, result.output
    assert "最优：全部措施合计" in result.output
    assert "须选择" in result.output
    assert "以前年度已享受" in result.output


def test_json_says_the_same(facts: Path) -> None:
    result = run(facts, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["best"]["total"] == "5000000.00"
    assert told["present"] == {
        "total": "3500000.00",
        "loses": "1500000.00",
        "choices": {"P1": "digital_project", "P2": "equipment_upgrade"},
    }
    assert {one["project"]: one["action"] for one in told["projects"]} == {
        "P1": "declare",
        "P2": "keep",
    }
    assert [one["why"] for one in told["fixed"]] == ["history", "not_eligible", "no_line"]
    assert told["proof"]["proven"] is True


def test_a_search_may_take_as_long_as_is_said(tmp_path: Path) -> None:
    write(many(0, 60, (100_000_000, 3_000_000_000)), tmp_path / "facts")
    result = run(tmp_path / "facts", "--json", "--seconds", "0")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["proof"]["proven"] is False
    assert run(tmp_path / "facts", "--seconds", "-1").exit_code == 2


def test_an_organization_without_projects_is_told_so(facts: Path) -> None:
    result = run(facts, "--lang", "en", uscc=OTHERS[0])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1:] == [
        "No election changes anything.",
        "Best: 0.00 yuan of all measures.",
    ]


def test_what_is_not_known_is_a_wrong_request(facts: Path) -> None:
    assert run(facts, uscc=OTHERS[1]).exit_code == 2
    assert run(facts, year="2025").exit_code == 2
    assert run(facts / "nowhere").exit_code == 2


def test_bad_facts_are_told_as_such(facts: Path) -> None:
    (facts / "elections.csv").write_text("project,year,measure\nP9,2026,srdi\n", encoding="utf-8")
    assert run(facts).exit_code == 1

"""``banyan simulate``."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from banyan.cli import main

ORGANIZATIONS = """\
uscc,name,kind,county,industry,size
91350100MA0000001P,=榕树<制造> & 1,enterprise,350102,C3911,large
91350100MA0000002T,"闽江, 软件",enterprise,350181,I6510,
"""
PROJECTS = """\
project,uscc,municipal_key,special_bond,other_fiscal_support,innovation_centre
P1,91350100MA0000001P,false,false,false,false
"""
PROJECT_YEARS = """\
project,year,equipment_gross,equipment_net,digital_net,digital_effective
P1,2026,6000000,5000000.33,0,false
"""
RECOGNITIONS = """\
recognition,uscc,kind,level,subject,recognized_on,rank
R1,91350100MA0000002T,software_honour,,revenue_100,2026-03-01,5
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    for name, text in {
        "organizations": ORGANIZATIONS,
        "projects": PROJECTS,
        "project_years": PROJECT_YEARS,
        "recognitions": RECOGNITIONS,
    }.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def run(facts: Path, *arguments: object) -> Result:
    words = ["simulate", str(facts), "--year", "2026", *map(str, arguments)]
    return CliRunner().invoke(main, words)


CHANGES = ("--set", "equipment.rate=2%", "--set", "budget.software=400000")


def test_the_tables_say_what_changed_to_the_fen(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(facts, *CHANGES, "--out", out)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == [
        "by_county.csv",
        "by_industry.csv",
        "by_measure.csv",
        "by_recognition.csv",
        "by_size.csv",
        "lines.csv",
        "organizations.csv",
        "simulation.html",
        "simulation.json",
    ]
    assert (out / "by_county.csv").read_text() == (
        "measure,county,granted_before,granted_after,before,after,difference\n"
        "equipment_upgrade,350102,1,1,150000.00,100000.00,-50000.00\n"
        "software_honour,350181,1,1,1000000.00,400000.00,-600000.00\n"
    )
    assert (out / "by_size.csv").read_text().splitlines()[2].startswith("software_honour,none,")
    assert (out / "lines.csv").read_text() == (
        "measure,uscc,subject,route_before,route_after,status_before,status_after,"
        "reasons_before,reasons_after,gross_before,gross_after,amount_before,amount_after\n"
        "equipment_upgrade,91350100MA0000001P,P1,standard,standard,granted,granted,,,"
        "150000.00,100000.00,150000.00,100000.00\n"
        "software_honour,91350100MA0000002T,R1,,,granted,granted,,fund_pro_rata,"
        "1000000.00,1000000.00,1000000.00,400000.00\n"
    )
    with (out / "organizations.csv").open(encoding="utf-8", newline="") as file:
        organizations = list(csv.DictReader(file))
    assert [row["difference"] for row in organizations] == ["-50000.00", "-600000.00"]
    assert [row["recognition"] for row in organizations] == ["none", "none"]


def test_the_report_names_each_change_and_the_totals(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(facts, *CHANGES, "--out", out, "--json")
    report = json.loads(result.stdout)
    assert report == json.loads((out / "simulation.json").read_text(encoding="utf-8"))
    assert report["changes"][0] == {
        "key": "equipment.rate",
        "unit": "rate",
        "before": "3%",
        "after": "2%",
        "ceiling": "3%",
        "article": "A3.1",
        "above_ceiling": False,
        "note": None,
    }
    assert report["changes"][1]["before"] == "none"
    assert report["changes"][1]["after"] == "400000.00"
    assert report["totals"] == {
        "granted_before": 2,
        "granted_after": 2,
        "before": "1150000.00",
        "after": "500000.00",
        "difference": "-650000.00",
    }
    assert report["organizations"]["lost"]["organizations"] == 2
    for breakdown in ("measures", "county", "industry", "size", "recognition"):
        sums = [Decimal(row["difference"]) for row in report[breakdown].values()]
        assert sum(sums) == Decimal("-650000.00")


def test_the_same_request_writes_the_same_bytes(facts: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert run(facts, *CHANGES, "--out", tmp_path / name).exit_code == 0
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_without_a_folder_the_summary_is_shown_and_nothing_written(facts: Path) -> None:
    before = sorted(facts.parent.rglob("*"))
    result = run(facts, *CHANGES)
    assert result.exit_code == 0
    table = [line.split("\t") for line in result.stdout.splitlines()]
    assert table[0] == [
        "measure", "granted_before", "granted_after", "before", "after", "difference",
    ]  # fmt: skip
    assert ["equipment_upgrade", "1", "1", "150000.00", "100000.00", "-50000.00"] in table
    assert "1,150,000.00 元 → 500,000.00 元" in result.stderr
    assert sorted(facts.parent.rglob("*")) == before


def test_a_value_above_the_ceiling_is_said_wherever_the_result_is_read(
    facts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = run(facts, "--set", "equipment.rate=4%", "--out", out, "--lang", "en")
    assert result.exit_code == 0
    told = "above the ceiling of the notice, A3.1: 3%"
    assert told in result.stderr
    assert told in json.loads((out / "simulation.json").read_text())["changes"][0]["note"]
    assert "above the ceiling" in (out / "simulation.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--set", "equipment.rat=2%"], "did you mean equipment.rate"),
        (["--set", "equipment.threshold=3%"], "the unit is money"),
        (["--set", "equipment.rate=2%", "--year", "2031"], "in force from 2026 to 2030"),
        ([], "Missing option '--set'"),
    ],
)
def test_a_request_that_makes_no_sense_ends_with_2_and_writes_nothing(
    facts: Path, tmp_path: Path, arguments: list[str], told: str
) -> None:
    result = run(facts, *arguments, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "out").exists()


def test_bad_facts_end_with_1_and_write_nothing(facts: Path, tmp_path: Path) -> None:
    (facts / "projects.csv").write_text("project\nP1\n")
    result = run(facts, *CHANGES, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_in_it_is_refused_before_any_work(facts: Path) -> None:
    (facts / "projects.csv").write_text("not even a table of projects")
    result = run(facts, *CHANGES, "--out", facts)
    assert result.exit_code == 2
    assert "not empty" in result.stderr


class Tags(HTMLParser):
    """The tags of a page in their order, with what is wrong with their nesting."""

    VOID = ("meta", "br", "hr", "img", "link", "input")

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(params=["zh", "en"])
def page(request: pytest.FixtureRequest, facts: Path, tmp_path: Path) -> str:
    result = run(facts, *CHANGES, "--out", tmp_path / "out", "--lang", request.param)
    assert result.exit_code == 0
    return (tmp_path / "out" / "simulation.html").read_text(encoding="utf-8")


def test_the_page_stands_alone(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert not {tag for tag, _ in tags.seen} & {"script", "link", "img", "iframe", "a", "form"}
    for _, attributes in tags.seen:
        assert not {"src", "href", "srcset", "action"} & attributes.keys()
    assert "default-src 'none'" in page
    assert "://" not in page
    assert not re.search(r"url\(|@import|\bon\w+=", page)


def test_the_page_shows_names_as_they_are_written(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert "=榕树<制造> & 1" in tags.text
    assert "<制造>" not in page


def test_every_chart_has_its_table_beside_it(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    names = [tag for tag, attributes in tags.seen if tag in ("svg", "table")]
    charts = [number for number, name in enumerate(names) if name == "svg"]
    assert len(charts) == 5
    assert all(names[number + 1] == "table" for number in charts)


def test_figures_on_the_page_have_separators(page: str) -> None:
    assert 'title="1,150,000.00"' in page

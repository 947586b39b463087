"""What the commands promise to who calls them: exit codes, JSON, plain text in a pipe."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from banyan.cli import COMMANDS, articles, main
from banyan.packs.fuzhou import pack
from banyan.packs.fuzhou.city import generate
from banyan.rules.articles import Article
from banyan.rules.credit_code import complete
from banyan.rules.reading import read_facts
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import lines, to_csv

YEAR = "2026"
MAKER = complete("91350100000000001")
UNKNOWN = complete("91350100000000002")

ORGANIZATIONS = f"uscc,name,kind,county,industry,size\n{MAKER},榕树,enterprise,350102,C3911,\n"
CLOUD = (
    "uscc,year,devices,software_cost,infrastructure_cost\n"
    f"{MAKER},2026,10,1000.00,300000\n{MAKER},2027,1,0,0\n"
)
BAD_CLOUD = CLOUD.replace("1000.00", "1000.001").replace(",10,", ",-1,")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "organizations.csv").write_text(ORGANIZATIONS, encoding="utf-8")
    (folder / "cloud_years.csv").write_text(CLOUD, encoding="utf-8")
    return folder


@pytest.fixture
def bad_facts(facts: Path) -> Path:
    (facts / "cloud_years.csv").write_text(BAD_CLOUD, encoding="utf-8")
    return facts


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands") / "city"
    generate(folder, 500, 3, form="csv")
    return folder


def banyan(*arguments: object, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert result.exit_code == exit_code, result.output
    return result


def json_of(result: Result) -> Any:
    """The output is one JSON document and nothing else."""
    return json.loads(result.stdout)


def settled(facts: Path, out: Path, *more: object) -> Path:
    banyan("settle", facts, "--year", YEAR, "--out", out, *more)
    return out


# What every command keeps to


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_helps(command: str) -> None:
    text = banyan(command, "--help").stdout
    assert text.startswith(f"Usage: main {command}")
    assert command in banyan("--help").stdout


def test_the_version_is_told() -> None:
    assert re.search(r"\d+\.\d+", banyan("--version").stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ("dance",),
        ("check",),
        ("check", "facts", "--loud"),
        ("settle", "facts"),
        ("settle", "facts", "--year", "next", "--out", "out"),
        ("settle", "facts", "--year", YEAR),
        ("explain", "facts", "--year", YEAR),
        ("measures", "--lang", "fr"),
        ("measures", "--measure", "dance_award"),
        ("measures", "--year", "2031"),
        ("test", "no-such-folder"),
        ("diff", "one"),
        ("diff", "no-such-run", "no-such-run"),
        ("replay", "no-such-run"),
        ("check", "no-such-folder"),
        ("generate", "--organizations", "0", "--out", "city"),
        ("generate", "--organizations", "5", "--out", "city", "--format", "xlsx"),
    ],
    ids=" ".join,
)
def test_a_request_that_is_not_understood_ends_with_2_and_says_why(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = banyan(*arguments, exit_code=2)
    assert result.stdout == ""
    assert "Error: " in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("year", ["2025", "2031", "0", "-1"])
@pytest.mark.parametrize("command", ["settle", "explain"])
def test_a_year_in_which_the_policy_is_not_in_force_is_refused(
    command: str, year: str, facts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    more = ("--out", out) if command == "settle" else ("--uscc", MAKER)
    result = banyan(command, facts, "--year", year, *more, exit_code=2)
    assert f"in force from 2026 to 2030, not in {year}" in result.stderr
    assert not out.exists()


def test_text_in_a_pipe_has_no_escape_codes(facts: Path, city: Path, tmp_path: Path) -> None:
    run = settled(facts, tmp_path / "run")
    uscc = read_facts(city, pack().schema)["organizations"]["uscc"][0]
    for arguments in (
        ("check", facts),
        ("settle", city, "--year", YEAR, "--out", tmp_path / "city-run"),
        ("explain", city, "--year", YEAR, "--uscc", uscc),
        ("measures",),
        ("articles",),
        ("replay", run),
        ("diff", run, run),
    ):
        output = banyan(*arguments).output
        assert output.strip()
        assert "\x1b" not in output, arguments


# check


def test_check_says_that_good_facts_hold_together(facts: Path) -> None:
    rows = [line.split("\t") for line in banyan("check", facts).stdout.splitlines()]
    assert rows[0] == ["table", "rows", "file"]
    assert ["cloud_years", "2", "cloud_years.csv"] in rows
    assert ["loans", "0", ""] in rows
    assert json_of(banyan("check", facts, "--json")) == []


def test_check_names_every_fault_and_ends_with_1(bad_facts: Path) -> None:
    result = banyan("check", bad_facts, exit_code=1)
    assert result.stdout == ""
    header, first, second, total = result.stderr.splitlines()
    assert header.split("\t") == ["table", "row", "column", "key", "value", "expected"]
    assert first.split("\t")[:3] == ["cloud_years", "1", "devices"]
    assert second.split("\t")[:3] == ["cloud_years", "1", "software_cost"]
    assert total == "2 faults; nothing was settled or written."


def test_one_fault_is_not_counted_as_several(facts: Path) -> None:
    (facts / "orders.csv").write_text("order,uscc,signed_on,amount\nO1,X,2026-01-01,1\n", "utf-8")
    result = banyan("check", facts, exit_code=1)
    assert result.stderr.splitlines()[-1] == "1 fault; nothing was settled or written."


def test_check_gives_the_faults_as_json(bad_facts: Path) -> None:
    faults = json_of(banyan("check", bad_facts, "--json", exit_code=1))
    assert isinstance(faults, list)
    for fault in faults:
        assert {"table", "row", "column", "value", "expected"} <= set(fault)
    assert [(one["table"], one["row"], one["column"], one["value"]) for one in faults] == [
        ("cloud_years", 1, "devices", "-1"),
        ("cloud_years", 1, "software_cost", "1000.001"),
    ]


# settle, replay, diff


def test_settle_writes_the_lines_of_the_rules(city: Path, tmp_path: Path) -> None:
    out = settled(city, tmp_path / "run", "--csv")
    expected = to_csv(lines(settle(pack(), read_facts(city, pack().schema), int(YEAR))))
    assert (out / "lines.csv").read_bytes() == expected


def test_settle_gives_its_summary_as_json(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    summary = json_of(banyan("settle", facts, "--year", YEAR, "--out", out, "--json"))
    assert summary == json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert summary["amount"] == "170000.00"
    assert summary["measures"]["cloud_software"]["unknown"] == 1


def test_settle_prints_a_table_in_the_language_asked_for(facts: Path, tmp_path: Path) -> None:
    for language, words in (("zh", "合计"), ("en", "total")):
        arguments = ("settle", facts, "--year", YEAR, "--out", tmp_path / language)
        rows = [
            line.split("\t") for line in banyan(*arguments, "--lang", language).stdout.split("\n")
        ]
        (total,) = [row for row in rows if row[0] == words]
        assert total[-1] == "170,000.00"
        (devices,) = [row for row in rows if row[0] == "devices_on_platform"]
        assert devices[1] == pack().words["measures"]["devices_on_platform"][language]
        assert devices[-1] == "20,000.00"


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_bad_facts_are_not_settled_and_nothing_is_written(
    bad_facts: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    out = tmp_path / "run"
    arguments = ("settle", bad_facts, "--year", YEAR, "--out", out, *more)
    result = banyan(*arguments, exit_code=1)
    assert "software_cost" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["facts"]


def test_settle_refuses_a_folder_of_something_else(facts: Path, tmp_path: Path) -> None:
    result = banyan("settle", facts, "--year", YEAR, "--out", facts, exit_code=2)
    assert "holds no earlier result" in result.stderr
    assert {path.name for path in facts.iterdir()} == {"organizations.csv", "cloud_years.csv"}
    assert [path.name for path in tmp_path.iterdir()] == ["facts"]


def test_replay_ends_with_0_where_nothing_differs_and_with_1_where_something_does(
    facts: Path, tmp_path: Path
) -> None:
    out = settled(facts, tmp_path / "run", "--csv")
    assert banyan("replay", out).stdout == "3 lines, the same bytes\n"
    assert json_of(banyan("replay", out, "--json")) == {
        "same": True,
        "differences": [],
        "notes": [],
    }
    (out / "lines.csv").write_text("year\n", encoding="utf-8")
    assert banyan("replay", out, exit_code=1).stdout == "lines.csv was changed\n"
    assert json_of(banyan("replay", out, "--json", exit_code=1)) == {
        "same": False,
        "differences": ["lines.csv was changed"],
        "notes": [],
    }


def test_diff_ends_with_0_where_lines_are_the_same_and_with_1_where_they_differ(
    facts: Path, tmp_path: Path
) -> None:
    first = settled(facts, tmp_path / "first")
    (facts / "cloud_years.csv").write_text(CLOUD.replace(",10,", ",11,"), encoding="utf-8")
    second = settled(facts, tmp_path / "second")
    assert banyan("diff", first, first, "--lang", "en").stdout == "the same 3 lines\n"
    assert json_of(banyan("diff", first, first, "--json"))["lines"] == []

    (line,) = json_of(banyan("diff", first, second, "--json", exit_code=1))["lines"]
    assert (line["measure"], line["uscc"]) == ("devices_on_platform", MAKER)
    assert (line["amount_before"], line["amount_after"]) == ("20000.00", "22000.00")
    assert [(cause["kind"], cause["name"]) for cause in line["why"]] == [("facts", "cloud_years")]

    for language, total in (("zh", "1 条结果不同"), ("en", "1 lines differ")):
        text = banyan("diff", first, second, "--lang", language, exit_code=1).stdout
        assert text.splitlines()[-1] == total
        assert pack().words["tables"]["cloud_years"][language] in text


# explain


@pytest.mark.parametrize(
    ("language", "total", "asked"),
    [
        ("zh", "2026年合计 170,000.00 元", "请补充："),
        ("en", "2026: 170,000.00 yuan in all", "please"),
    ],
)
def test_explain_says_what_is_granted_and_asks_for_what_is_not_known(
    facts: Path, language: str, total: str, asked: str
) -> None:
    text = banyan("explain", facts, "--year", YEAR, "--uscc", MAKER, "--lang", language).stdout
    assert text.splitlines()[:2] == [f"榕树  {MAKER}", total]
    size = pack().words["columns"]["organizations.size"][language]
    assert any(asked in line and size in line for line in text.splitlines())
    for measure in pack().measures:
        assert pack().words["measures"][measure][language] in text


def test_explain_one_measure_explains_no_other(facts: Path) -> None:
    arguments = ("explain", facts, "--year", YEAR, "--uscc", MAKER, "--measure", "cloud_software")
    (explained,) = json_of(banyan(*arguments, "--json"))["measures"]
    assert (explained["measure"], explained["group"]) == ("cloud_software", "needs_facts")
    text = banyan(*arguments, "--lang", "en").stdout
    assert "cloud_software" in text
    assert "devices_on_platform" not in text


def test_explain_refuses_who_and_what_is_unknown(facts: Path) -> None:
    arguments = ("explain", facts, "--year", YEAR)
    result = banyan(*arguments, "--uscc", UNKNOWN, exit_code=2)
    assert f"no organization {UNKNOWN} in the facts" in result.stderr
    result = banyan(*arguments, "--uscc", MAKER, "--measure", "dance_award", exit_code=2)
    assert "no measure dance_award" in result.stderr


def test_explain_on_bad_facts_ends_with_1(bad_facts: Path) -> None:
    result = banyan("explain", bad_facts, "--year", YEAR, "--uscc", MAKER, exit_code=1)
    assert "software_cost" in result.stderr


# generate


def test_the_same_seed_generates_the_same_city(tmp_path: Path) -> None:
    for name in ("a", "b"):
        arguments = ("generate", "--organizations", 30, "--seed", 5, "--format", "csv")
        text = banyan(*arguments, "--out", tmp_path / name).stdout
        assert "organizations\t30" in text
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert "organizations.csv" in files
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert json_of(banyan("check", tmp_path / "a", "--json")) == []


# measures, articles


@pytest.mark.parametrize("language", ["zh", "en"])
def test_measures_lists_all_in_every_form(language: str) -> None:
    table = banyan("measures", "--lang", language).stdout
    markdown = banyan("measures", "--markdown", "--lang", language).stdout
    pages = json_of(banyan("measures", "--json", "--lang", language))
    assert [line.split("\t")[0] for line in table.splitlines()[1:]] == list(pack().measures)
    assert [page["measure"] for page in pages] == list(pack().measures)
    for measure, words in pack().words["measures"].items():
        assert f"## {words[language]} `{measure}`\n" in markdown
        assert f"{measure}\t{words[language]}\t" in table


def test_the_reference_holds_every_condition_and_figure_of_a_measure() -> None:
    text = banyan("measures", "--measure", "equipment_upgrade", "--lang", "en").stdout
    measure = pack().measures["equipment_upgrade"]
    for condition in measure.conditions:
        assert f"`{condition.code}`" in text
    for figure in ("equipment.threshold", "equipment.rate", "equipment.cap", "chain.uplift"):
        assert f"`{figure}`" in text
    assert "| 3% | 3% | A3.1 |" in text


def test_every_article_has_a_place() -> None:
    found = json_of(banyan("articles", "--json"))
    assert [one["article"] for one in found] == list(pack().articles)
    for one in found:
        assert one["measures"] or one["systems"] or one["not_computable"]
    for language in ("zh", "en"):
        table = banyan("articles", "--lang", language).stdout
        for number, article in pack().articles.items():
            assert f"{number}\t{article.title[language]}\t" in table


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_article_without_a_place_ends_with_1_and_is_named(
    monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    title = {"zh": "无处可去", "en": "homeless"}
    homeless = Article("A9.9", title, title, units=(), systems=(), not_computable=None)
    notice = replace(pack(), articles=MappingProxyType({**pack().articles, "A9.9": homeless}))
    monkeypatch.setattr(articles, "pack", lambda: notice)
    result = banyan("articles", *more, exit_code=1)
    assert result.stderr == "A9.9 has no place\n"


# test

CASE = """\
- case: 上平台设备
  title: Devices
  articles: [A3.6.1]
  year: 2026
  facts:
    organizations:
      - {uscc: 甲, industry: C3911}
    cloud_years:
      - {uscc: 甲, devices: 10}
  because: 2,000 a device
  expect:
    - {measure: devices_on_platform, uscc: 甲, status: granted, amount: AMOUNT}
"""


def test_worked_cases_that_come_out_otherwise_end_with_1(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(CASE.replace("AMOUNT", '"20000.00"'), encoding="utf-8")
    assert banyan("test", path).stdout == "1 passed, 0 failed\n"
    path.write_text(CASE.replace("AMOUNT", '"20000.01"'), encoding="utf-8")
    text = banyan("test", path, exit_code=1).stdout
    assert "amount is 20000.00, expected 20000.01" in text
    assert text.endswith("0 passed, 1 failed\n")
    (found,) = json_of(banyan("test", path, "--json", exit_code=1))
    assert found["passed"] is False
    assert found["file"] == "some.yaml"

"""The documents: their links, their commands, their examples, and that nothing is left out."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import click
import pytest

from banyan.cli import COMMANDS, main
from banyan.cli.test import run_case
from banyan.packs.fuzhou import pack
from banyan.packs.fuzhou.facts import COUNTIES
from banyan.rules.cases import read_cases
from banyan.rules.pack import amount_reasons
from banyan.rules.schema import Table
from banyan.rules.settlement import Status
from banyan.rules.settlement.lines import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PAGES = (*READMES, *sorted((ROOT / "docs").rglob("*.md")))
FUZHOU = ROOT / "src" / "banyan" / "packs" / "fuzhou"

SYNOPSIS = re.compile(r"^\s*\.venv/bin/banyan (\w+)(.*)$", re.MULTILINE)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(page), re.DOTALL | re.MULTILINE)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(page))
    for link in links:
        assert "://" in link or (page.parent / link).exists(), link


def test_every_document_is_linked_from_both_readmes() -> None:
    for readme in READMES:
        linked = {(ROOT / link).resolve() for link in re.findall(r"\]\(([^)#:]+)\)", text(readme))}
        assert set(PAGES) - linked - set(READMES) == set()


def test_the_readmes_list_exactly_the_commands_that_there_are() -> None:
    for readme in READMES:
        named = re.findall(r"^\| `banyan (\w+)", text(readme), re.MULTILINE)
        assert list(dict.fromkeys(named)) == list(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_shown_exists_with_its_options(page: Path) -> None:
    for command, rest in SYNOPSIS.findall(text(page)):
        assert command in COMMANDS
        found = main.get_command(click.Context(main), command)
        words = iter(rest.split())
        while isinstance(found, click.Group):
            found = found.commands[next(words)]
        assert found is not None
        known = {option for param in found.params for option in param.opts} | {"--help"}
        assert set(re.findall(r"--[a-z]+", rest)) <= known, (command, rest)


def test_both_readmes_have_the_same_chapters_commands_and_links() -> None:
    english, chinese = (text(readme) for readme in READMES)
    for pattern in (r"^#+", r"^```\w*", r"^\| `[^`]+`"):
        assert re.findall(pattern, english, re.MULTILINE) == re.findall(
            pattern, chinese, re.MULTILINE
        )
    links = (set(re.findall(r"\]\((docs/[^)]+)\)", readme)) for readme in (english, chinese))
    assert next(links) == next(links)


def test_the_readmes_count_the_policy_as_it_is() -> None:
    measures, articles = len(pack().measures), len(pack().articles)
    cases = len(read_cases(FUZHOU / "cases", pack().schema))
    english, chinese = (text(readme) for readme in READMES)
    for count in (f"{articles} articles", f"{measures} measures", f"{cases} worked cases"):
        assert count in english
    for count in (f"{articles} 条", f"{measures} 项", f"{cases} 个"):
        assert count in chinese


def chapter(table: Table) -> str:
    found = re.search(
        rf"^### `{table.name}`\n(.*?)(?=^##)", text(ROOT / "docs" / "facts.md"), re.DOTALL | re.M
    )
    assert found is not None, table.name
    return found[1]


@pytest.mark.parametrize("table", pack().schema.tables, ids=lambda table: table.name)
def test_the_page_of_facts_has_every_column_of_every_table(table: Table) -> None:
    written = chapter(table)
    columns = re.findall(r"^\| `(\w+)`(\??) \|", written, re.MULTILINE)
    assert columns == [(one.name, "?" if one.optional else "") for one in table.columns]
    if table.key:
        assert f"Key: {', '.join(f'`{one}`' for one in table.key)}." in written


@pytest.mark.parametrize("table", pack().schema.tables, ids=lambda table: table.name)
def test_the_page_of_facts_lists_every_word_that_a_column_may_say(table: Table) -> None:
    written = chapter(table)
    for column in table.columns:
        if column.vocabulary != "measures" and column.type.name.startswith("WORD"):
            for word in pack().schema.words(column):
                assert f"`{word}`" in written, (column.name, word)


def test_the_page_of_facts_lists_every_county() -> None:
    for code in COUNTIES:
        assert code in text(ROOT / "docs" / "facts.md")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_case_shown_comes_out_as_it_says(page: Path, tmp_path: Path) -> None:
    for number, block in enumerate(blocks(page, "yaml")):
        if not block.startswith("- case:"):
            continue
        file = tmp_path / f"{number}.yaml"
        file.write_text(block, encoding="utf-8")
        for case in read_cases(file, pack().schema):
            assert run_case(pack(), case) == []


def test_the_measures_quoted_are_those_of_the_pack() -> None:
    declared = "\n".join(text(path) for path in sorted(FUZHOU.glob("annex*.py")))
    page = ROOT / "docs" / "writing-a-measure.md"
    quoted = blocks(page, "python") + blocks(page, "text")
    assert quoted
    for block in quoted:
        assert block in declared


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_figures_quoted_are_parameters(page: Path) -> None:
    for block in blocks(page, "toml"):
        for key in tomllib.loads(block):
            assert key == "values" or key in pack().parameters


def test_the_settlement_page_names_every_column_of_a_line_and_every_status() -> None:
    written = text(ROOT / "docs" / "settlement-order.md")
    changes = {reason for one in pack().measures.values() for reason in amount_reasons(one)}
    for word in (*COLUMNS, *(status.word for status in Status), *filter(None, changes)):
        assert f"`{word}`" in written, word


def script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_interpretations_is_what_the_pack_says() -> None:
    writer = script(ROOT / "scripts" / "write_interpretations.py")
    assert text(writer.PAGE) == writer.page(pack())

"""Figures, articles and words that are ill written do not load, and the error names the place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.articles import load_articles, load_interpretations, load_units
from banyan.rules.errors import PackError
from banyan.rules.parameters import load_parameters

FUZHOU = pack()
IN_FORCE = (date(2026, 1, 1), date(2031, 1, 1))


def refused(message: str) -> Any:
    """The block must be refused with this message to the letter."""
    return pytest.raises(PackError, match=f"^{re.escape(message)}$")


FIGURE = {
    "unit": '"money"',
    "article": '"A3.1"',
    "zh": '"封顶"',
    "en": '"cap"',
    "values": '[{ from = 2026-01-01, until = 2031-01-01, value = "5000000" }]',
}


def figure_file(folder: Path, **changes: str) -> Path:
    """A file of one figure, some of its entries others; an empty entry is left out."""
    entries = {**FIGURE, **changes}
    lines = [f"{name} = {text}" for name, text in entries.items() if text]
    path = folder / "parameters.toml"
    path.write_text('["some.cap"]\n' + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def span(start: str, end: str, holds: str = 'value = "1"') -> str:
    return f"{{ from = {start}, until = {end}, {holds} }}"


def adopted(ceiling: str, chosen: str) -> str:
    return f"[{span('2026-01-01', '2031-01-01', f'ceiling = {ceiling}, adopted = {chosen}')}]"


def held(value: str) -> str:
    return f"[{span('2026-01-01', '2031-01-01', f'value = {value}')}]"


def test_a_good_figure_loads(tmp_path: Path) -> None:
    figure = load_parameters(figure_file(tmp_path), IN_FORCE)["some.cap"]
    assert figure.in_year(2030).adopted == 500_000_000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"article": ""}, ": no article"),
        ({"en": ""}, ": no words in Chinese (zh) and English (en)"),
        ({"unit": '"yuan"'}, ": the unit must be one of money, rate, count, date"),
        ({"unit": ""}, ": the unit must be one of money, rate, count, date"),
        ({"colour": '"red"'}, ": unknown entry colour"),
        ({"values": ""}, ": no values"),
        ({"values": "[]"}, ": no values"),
        ({"values": '"5000000"'}, ": values is a list of tables"),
        ({"values": '["5000000"]'}, ", value 1: a value is a table with from, until and what"),
        ({"values": "[{ from = 2026-01-01 }]"}, ", value 1: needs from, until, and either value"),
        (
            {"values": f"[{span('2031-01-01', '2026-01-01')}]"},
            ", value 1: from must be a date before until",
        ),
        (
            {"values": f"[{span('2026', '2031-01-01')}]"},
            ", value 1: from must be a date before until",
        ),
    ],
)
def test_a_figure_that_is_not_whole_does_not_load(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    with pytest.raises(PackError, match=f"^{re.escape('parameters.toml: some.cap' + message)}"):
        load_parameters(figure_file(tmp_path, **changes), IN_FORCE)


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        (
            [span("2026-01-01", "2028-01-01"), span("2028-01-02", "2031-01-01")],
            "no value from 2028-01-01 until 2028-01-02",
        ),
        (
            [span("2026-01-01", "2028-01-02"), span("2028-01-01", "2031-01-01")],
            "two values hold on 2028-01-01",
        ),
        (
            [span("2028-01-01", "2031-01-01"), span("2026-01-01", "2028-01-02")],
            "two values hold on 2028-01-01",
        ),
        ([span("2026-01-02", "2031-01-01")], "no value from 2026-01-01 until 2026-01-02"),
        ([span("2026-01-01", "2030-12-31")], "no value from 2030-12-31 until 2031-01-01"),
    ],
    ids=["gap", "overlap", "overlap out of order", "begins late", "ends early"],
)
def test_dates_with_a_gap_or_an_overlap_or_short_of_the_policys_life_do_not_load(
    tmp_path: Path, spans: list[str], message: str
) -> None:
    with refused(f"parameters.toml: some.cap: {message}"):
        load_parameters(figure_file(tmp_path, values=f"[{', '.join(spans)}]"), IN_FORCE)


@pytest.mark.parametrize(
    ("unit", "values", "message"),
    [
        ("money", adopted('"100"', '"100.01"'), "adopted 100.01 is above the ceiling 100.00"),
        ("rate", adopted('"3%"', '"0.030001"'), "adopted 3.0001% is above the ceiling 3%"),
        ("count", adopted("10", "11"), "adopted 11 is above the ceiling 10"),
        ("money", held('"0.001"'), "0.001 has too many places for a money"),
        ("money", held('"3%"'), "3% is a rate, but the unit is money"),
        ("count", held('"3%"'), "3% is a rate, but the unit is count"),
        ("count", held('"1.5"'), "1.5 has too many places for a count"),
        ("rate", held('"0.0000001"'), "0.0000001 has too many places for a rate"),
        ("rate", held('"0.00001%"'), "0.00001% has too many places for a rate"),
        ("money", held("0.5"), "0.5 is no money; write it as text or a whole number"),
        ("money", held("true"), "True is no money; write it as text or a whole number"),
        ("money", held('"-1"'), "'-1' is no money"),
        ("money", held("-1"), "'-1' is no money"),
        ("money", held('"1e6"'), "'1e6' is no money"),
        ("money", held('"1,000"'), "'1,000' is no money"),
        ("money", held('""'), "'' is no money"),
        ("money", held('"٣"'), "'٣' is no money"),
        ("date", held('"2026-02-30"'), "'2026-02-30' is no date"),
        ("date", held("5"), "5 is no date"),
        ("money", held("2026-01-01"), "datetime.date(2026, 1, 1) is no money; write it as text"),
    ],
)
def test_a_value_that_is_ill_written_or_above_its_ceiling_does_not_load(
    tmp_path: Path, unit: str, values: str, message: str
) -> None:
    path = figure_file(tmp_path, unit=f'"{unit}"', values=values)
    place = "parameters.toml: some.cap, value 1: "
    with pytest.raises(PackError, match=f"^{re.escape(place + message)}"):
        load_parameters(path, IN_FORCE)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "parameters.toml"
    path.write_text("[equipment.rate\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"^parameters\.toml: .*line 1"):
        load_parameters(path, IN_FORCE)


ARTICLE = """\
["A1.1"]
title = { zh = "标题", en = "title" }
summary = { zh = "内容", en = "summary" }
units = ["finance"]
systems = [1]
"""


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"finance"', '"treasury"', "unknown unit treasury"),
        (', en = "summary"', "", "summary: no words in Chinese (zh) and English (en)"),
        ("systems", "system", "unknown entry system"),
        ("systems = [1]", "not_computable = {}", "not_computable: no words in Chinese (zh) and"),
    ],
)
def test_an_article_that_is_not_whole_does_not_load(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    path = tmp_path / "articles.toml"
    path.write_text(ARTICLE.replace(before, after), encoding="utf-8")
    with pytest.raises(PackError, match=r"^articles\.toml: A1\.1[,:] " + re.escape(message)):
        load_articles(path, {"finance": {"zh": "财政局", "en": "finance"}})


def test_an_interpretation_of_an_unknown_article_does_not_load(tmp_path: Path) -> None:
    path = tmp_path / "interpretations.toml"
    path.write_text(
        '[some]\narticles = ["A9.9"]\n'
        'text = { zh = "甲", en = "a" }\nwhy = { zh = "乙", en = "b" }\n',
        encoding="utf-8",
    )
    with refused("interpretations.toml: some: unknown article A9.9"):
        load_interpretations(path, FUZHOU.articles)


def test_a_unit_without_words_does_not_load(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text('finance = { zh = "财政局" }', encoding="utf-8")
    with refused("units.toml: finance: no words in Chinese (zh) and English (en)"):
        load_units(path)

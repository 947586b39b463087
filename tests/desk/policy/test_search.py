"""The policy library is searched in both languages, Chinese words as they are written."""

from __future__ import annotations

import pytest

from banyan.desk.policy.search import search
from desk.making import Making
from desk.policy.conftest import import_small


def _codes(query: str, language: str = "zh") -> list[str]:
    return [found.entry.code for found in search(query, language)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("技改设备补助", "equipment_upgrade"),
        ("设备补助", "A3.1"),
        ("A3.1", "A3.1"),
        ("a3.1", "A3.1"),
        ("equipment.rate", "equipment.rate"),
        ("Equipment Upgrade", "equipment_upgrade"),
        ("市科技局", "P2.2"),
        ("小巨人 奖励", "little_giant"),
    ],
)
def test_it_is_found(making: Making, query: str, code: str) -> None:
    assert code in _codes(query)


def test_what_has_the_word_in_its_title_comes_first(making: Making) -> None:
    assert _codes("技改设备补助")[:2] == ["A3.1", "equipment_upgrade"]


def test_a_chinese_word_that_is_written_a_little_differently_is_found(making: Making) -> None:
    assert "equipment_upgrade" in _codes("技改的设备补助")


def test_every_word_must_be_there(making: Making) -> None:
    assert _codes("设备 小行星") == []


@pytest.mark.parametrize("query", ["", "   ", "查无此词的词"])
def test_nothing_is_found_where_nothing_is(making: Making, query: str) -> None:
    assert _codes(query) == []


def test_the_official_text_is_searched_as_well(making: Making) -> None:
    assert _codes("坡地改造") == []
    import_small()
    assert _codes("坡地改造") == ["P2.1"]


def test_what_was_found_is_shown_in_the_readers_language(making: Making) -> None:
    found = search("equipment_upgrade", "en")[0]
    assert found.title == "Equipment upgrade grant"


def test_the_word_is_shown_where_it_stands(making: Making) -> None:
    found = next(one for one in search("市科技局", "zh") if one.entry.code == "P2.2")
    assert found.hit == "市科技局"

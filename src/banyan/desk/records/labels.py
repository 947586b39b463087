"""The pack's words for tables, columns and values, in the language of the page."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import get_language

from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.rows import schema, value_of
from banyan.rules.schema import Column, Type
from banyan.rules.wording import Wording, yuan

LANGUAGES = ("zh", "en")


def language() -> str:
    """The pack's name of the language in which the page is shown."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


@cache
def _wording(of: str) -> Wording:
    return Wording(declared_pack(), of)


def wording() -> Wording:
    return _wording(language())


def table_label(name: str, of: str = "") -> str:
    return _wording(of or language()).word("tables", name)


def column_label(table: str, column: str, of: str = "") -> str:
    return _wording(of or language()).column(table, column)


def word_label(column: str, word: str, of: str = "") -> str:
    """What a listed value means: a kind, a size, a county, a measure, a fund."""
    words = _wording(of or language())
    if column == "measure":
        return words.word("measures", word)
    return words.word("words", column, word)


def listed(column: Column) -> tuple[str, ...]:
    """The values that are listed for a column; empty where none are."""
    if column.type in (Type.WORD, Type.WORDS):
        return schema().words(column)
    if column.name == "county":
        return tuple(declared_pack().words["words"]["county"])
    return ()


def truth_label(truth: bool, of: str = "") -> str:
    if (of or language()) == "zh":
        return "是" if truth else "否"
    return "yes" if truth else "no"


_MONEY = re.compile(r"\d+(\.\d+)?", re.ASCII)


def shown(column: Column, text: str) -> str:
    """The text of a row as people read it. What is no value of the column (a draft may hold it)
    is shown as it stands."""
    if text == "":
        return "–"
    match column.type:
        case Type.MONEY:
            return yuan(value_of(column, text)) if _MONEY.fullmatch(text) else text
        case Type.PERCENT:
            return f"{text}%"
        case Type.TRUTH:
            return truth_label(text == "true")
        case Type.WORDS:
            return (
                wording()
                .phrase("of")
                .join(word_label(column.name, word) for word in text.split("|"))
            )
    return word_label(column.name, text) if text in listed(column) else text


def section_label(letter: str) -> str:
    """The section of an industry: C → 制造业."""
    return wording().word("sections", letter)

"""What people write in cells, as a file of facts would say it.

Officers write 是, 中型, 2026/3/1, 1,200,000.00; all of that means one thing. What means nothing
stays as it is, for the check to find.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from banyan.desk.records import labels
from banyan.desk.records.exporting import NEUTRALISED
from banyan.rules.schema import Column, Type

_DAY = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$"
_DIGITS = r"^(\d{4})(\d{2})(\d{2})$"
_THOUSANDS = r"^[¥￥]?\s*\d{1,3}([,，]\d{3})+(\.\d+)?\s*元?$"
_PLAIN_MONEY = r"^[¥￥]?\s*(\d+(?:\.\d+)?)\s*元?$"
_TRUE = ("是", "有", "√", "✓", "对", "yes", "y", "true", "1")
_FALSE = ("否", "无", "×", "✗", "不", "no", "n", "false", "0")


def as_facts(column: Column, cells: pl.Series) -> pl.Series:
    """The cells of a column as the check takes them; null where nothing stands."""
    # An export puts an apostrophe before what a spreadsheet would take for a formula.
    plain = cells.cast(pl.String).str.replace(NEUTRALISED, "$1").str.strip_chars()
    frame = plain.to_frame("cell")
    held = frame.select(_meaning(column, pl.col("cell"))).to_series()
    return held.set(held == "", None) if held.len() else held


def _meaning(column: Column, cell: pl.Expr) -> pl.Expr:
    match column.type:
        case Type.DATE:
            return _day(cell)
        case Type.MONEY | Type.COUNT:
            grouped = cell.str.replace_all(r"[,，¥￥元\s]", "")
            cell = pl.when(cell.str.contains(_THOUSANDS)).then(grouped).otherwise(cell)
            return cell.str.replace(_PLAIN_MONEY, "$1")
        case Type.PERCENT:
            return cell.str.replace(r"\s*[%％]$", "")
        case Type.YEAR:
            return cell.str.replace(r"^(\d{4})\s*年度?$", "$1")
        case Type.TRUTH:
            words = dict.fromkeys(_TRUE, "true") | dict.fromkeys(_FALSE, "false")
            return _replaced(cell, words)
        case Type.CREDIT_CODE:
            return cell.str.to_uppercase().str.replace_all(r"[\s-]", "")
        case Type.WORDS:
            return cell.map_batches(
                lambda texts: texts.map_elements(
                    lambda text: _words(column, text), return_dtype=pl.String
                ),
                return_dtype=pl.String,
            )
    meanings = meanings_of(column)
    return _replaced(cell, meanings) if meanings else cell


def _day(cell: pl.Expr) -> pl.Expr:
    parts = cell.str.extract_groups(_DAY).struct
    day = pl.concat_str(
        parts.field("1"),
        pl.lit("-"),
        parts.field("2").str.zfill(2),
        pl.lit("-"),
        parts.field("3").str.zfill(2),
    )
    return pl.coalesce(day, cell.str.replace(_DIGITS, "$1-$2-$3"))


def _replaced(cell: pl.Expr, meanings: dict[str, str]) -> pl.Expr:
    known = cell.str.to_lowercase().replace_strict(
        list(meanings), list(meanings.values()), default=None, return_dtype=pl.String
    )
    return pl.coalesce(known, cell)


@cache
def _meanings(column: Column) -> dict[str, str]:
    found: dict[str, str] = {}
    twice = set()
    for word in labels.listed(column):
        for text in {word, *(labels.word_label(column.name, word, of) for of in labels.LANGUAGES)}:
            if found.setdefault(text.lower(), word) != word:
                twice.add(text.lower())
    return {text: word for text, word in found.items() if text not in twice}


def meanings_of(column: Column) -> dict[str, str]:
    """What a cell may say for each listed value: the value, or its words in either language."""
    return _meanings(column)


def _words(column: Column, text: str) -> str:
    meanings = meanings_of(column)
    parts = [part.strip() for part in re.split(r"[|、,，;；]", text) if part.strip()]
    return "|".join(meanings.get(part.lower(), part) for part in parts)

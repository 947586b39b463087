"""What a value measures, so that figures that do not fit together are refused when a pack loads."""

from __future__ import annotations

from enum import Enum

from banyan.rules.schema import Type


class Unit(Enum):
    """Money is whole fen, a rate whole millionths; a count includes days."""

    MONEY = "money"
    RATE = "rate"
    COUNT = "count"
    DATE = "date"
    YEAR = "year"
    TRUTH = "truth"
    TEXT = "text"
    WORD = "word"
    WORDS = "words"


UNIT_OF: dict[Type, Unit] = {
    Type.ID: Unit.TEXT,
    Type.TEXT: Unit.TEXT,
    Type.CREDIT_CODE: Unit.TEXT,
    Type.MONEY: Unit.MONEY,
    Type.PERCENT: Unit.RATE,
    Type.COUNT: Unit.COUNT,
    Type.YEAR: Unit.YEAR,
    Type.DATE: Unit.DATE,
    Type.TRUTH: Unit.TRUTH,
    Type.WORD: Unit.WORD,
    Type.WORDS: Unit.WORDS,
}

RATE_SCALE = 1_000_000
"""Millionths in a rate of one (100 %)."""

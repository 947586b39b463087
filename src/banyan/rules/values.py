"""The values of one column: as they were read in, as they are held, and which cannot be held.

A column of text (CSV, a workbook, Parquet with strings) is parsed; a column that has a type
already (Parquet) is judged as it is, without a detour through text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from banyan.rules import credit_code
from banyan.rules.schema import Column, Schema, Type

MONEY_PLACES = 2
MONEY_MOST = 10**12
PERCENT_PLACES = 4
PERCENT_MOST = 100
FIRST_DAY, LAST_DAY = ((day - date(1970, 1, 1)).days for day in (date.min, date.max))

# Unicode's control characters: C0, DEL and C1.
_CONTROL = r"[\x00-\x1f\x7f-\x{9f}]"
_LONGEST_ID = 64
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_YEAR = r"^[0-9]{4}$"
_WHOLE_NUMBER = r"^[0-9]+$"
_WORD_SEPARATOR = "|"

_TEXTUAL = (pl.String, pl.Categorical, pl.Enum)


def expected(schema: Schema, column: Column) -> str:
    """What a fault of this column says was expected."""
    if column.pattern:
        return column.expected or f"{column.type.value} like {column.pattern}"
    if column.type is Type.WORD:
        return "one of " + ", ".join(schema.words(column))
    if column.type is Type.WORDS:
        words = ", ".join(schema.words(column))
        return f"one or more of {words}, joined by {_WORD_SEPARATOR}, none of them twice"
    if column.type is Type.COUNT:
        return f"a whole number of at least {column.minimum}"
    meaning: str = column.type.value
    return meaning


def expected_of_text(column: Column) -> str:
    """What a text with control characters should have been."""
    return f"{column.type.value} without control characters"


def readable(column: Column, raw: pl.Series) -> bool:
    """Whether a column of this Polars type can say anything of this column's type."""
    if raw.dtype in _TEXTUAL:
        return True
    match column.type:
        case Type.MONEY | Type.PERCENT:
            return raw.dtype.is_integer() or isinstance(raw.dtype, pl.Decimal)
        case Type.COUNT | Type.YEAR:
            return raw.dtype.is_integer()
        case Type.DATE:
            return raw.dtype == pl.Date
        case Type.TRUTH:
            return raw.dtype == pl.Boolean
        case _:
            return False


def without_blanks(raw: pl.Series) -> pl.Series:
    """Text as it was read, null where nothing stands; a column of nothing at all is text."""
    if raw.dtype == pl.Null:
        return raw.cast(pl.String)
    if raw.dtype in (pl.Categorical, pl.Enum):
        blanks = raw.cast(pl.String) == ""
        return raw.set(blanks, None) if blanks.any() else raw
    if raw.dtype == pl.String and raw.str.len_bytes().min() == 0:
        return _where(raw, raw != "")
    return raw


def parsed(schema: Schema, column: Column, raw: pl.Series) -> pl.Series:
    """The values as a loaded table holds them, null where they cannot be held. Text may hold
    control characters here: see ``with_control_characters``."""
    if column.type is Type.WORD:
        return raw.cast(schema.polars_type(column), strict=False)
    if raw.dtype in (pl.Categorical, pl.Enum):
        raw = raw.cast(pl.String)
    if column.type is Type.WORDS:
        return _word_bits(raw, schema.words(column))
    return _PARSERS[column.type](column, raw)


def with_control_characters(column: Column, texts: pl.Series) -> pl.Series | None:
    """Which texts hold a control character; ``None`` where none of them does."""
    if column.type not in (Type.ID, Type.TEXT) or column.pattern:
        return None
    if _plain(texts):
        return None
    found = texts.str.contains(_CONTROL)
    return found.fill_null(False) if found.any() else None


def _plain(texts: pl.Series) -> bool:
    """Whether these are surely texts of printable ASCII: numbered ids, of one length, mostly
    are, and then a look at all their bytes at once is enough."""
    lengths = texts.str.len_bytes()
    length = lengths.max()
    if not isinstance(length, int) or length > _LONGEST_ID or lengths.min() != length:
        return False
    given = texts.drop_nulls() if texts.null_count() else texts
    characters = given.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, length)).rechunk()
    flat = characters.to_numpy()
    return bool(flat.min() >= ord(" ") and flat.max() <= ord("~"))


def _where(values: pl.Series, condition: pl.Series) -> pl.Series:
    """The values where the condition is true, else null."""
    return values.zip_with(condition.fill_null(False), values.clear(len(values)))


def _within(values: pl.Series, least: int, most: int) -> pl.Series:
    """The values from least to most, else null: two looks decide for a column without faults."""
    if values.len() == values.null_count():
        return values
    if values.min() >= least and values.max() <= most:  # type: ignore[operator]
        return values
    return _where(values, values.is_between(pl.lit(least), pl.lit(most)))


def _shaped(texts: pl.Series, shape: str) -> pl.Series:
    fits = texts.str.contains(shape)
    return texts if fits.all() else _where(texts, fits)


def _text(column: Column, raw: pl.Series) -> pl.Series:
    if not column.pattern:
        return raw
    # Such a column repeats few texts (a county, an industry): it is enough to match each once.
    shape = rf"^(?:{column.pattern})$"

    def fits(texts: pl.Series) -> pl.Series:
        return texts.str.contains(shape) & ~texts.str.contains(_CONTROL)

    return raw if fits(raw.unique()).all() else _where(raw, fits(raw))


def _code(column: Column, raw: pl.Series) -> pl.Series:
    good = credit_code.valid(raw)
    return raw if good.all() else _where(raw, good)


def _decimal(places: int, most: int) -> Callable[[Column, pl.Series], pl.Series]:
    """A parser of decimals into whole numbers of their last place: yuan into fen, percent into
    millionths (a percent is ten thousand of them)."""
    shape = rf"^[0-9]+(?:\.[0-9]{{1,{places}}})?$"
    bound = most * 10**places

    def parse(column: Column, raw: pl.Series) -> pl.Series:
        if raw.dtype == pl.String:
            raw = _shaped(raw, shape).cast(pl.Decimal(38, places), strict=False)
        if not isinstance(raw.dtype, pl.Decimal):
            ones = _within(raw.cast(pl.Int64, strict=False), 0, most)
            scaled: pl.Series = ones * (bound // most)
            return scaled
        given = raw.dtype.scale
        units = raw.to_physical()
        if given <= places:
            whole = _within(units.cast(pl.Int64, strict=False), 0, most * 10**given)
            coarser: int = 10 ** (places - given)
            return whole if coarser == 1 else whole * coarser
        # More places than can be held, which is well as long as they are all zero.
        finer = pl.lit(10 ** (given - places), pl.Int128)
        split = pl.select(held=pl.lit(units) // finer, rest=pl.lit(units) % finer)
        held = split["held"]
        if (split["rest"] != 0).any():
            held = _where(held, split["rest"] == 0)
        return _within(held.cast(pl.Int64, strict=False), 0, bound)

    return parse


def _count(column: Column, raw: pl.Series) -> pl.Series:
    if raw.dtype == pl.String:
        raw = _shaped(raw, _WHOLE_NUMBER)
    return _within(raw.cast(pl.Int64, strict=False), column.minimum, 2**63 - 1)


def _year(column: Column, raw: pl.Series) -> pl.Series:
    if raw.dtype == pl.String:
        return _shaped(raw, _YEAR).cast(pl.Int32)
    return _within(raw.cast(pl.Int32, strict=False), 1000, 9999)


def _day(column: Column, raw: pl.Series) -> pl.Series:
    if raw.dtype == pl.String:
        raw = _shaped(raw, _DAY).str.to_date("%Y-%m-%d", strict=False)
    # As numbers of days, since Python's dates know neither year 0 nor year 10000.
    return _within(raw.to_physical(), FIRST_DAY, LAST_DAY).cast(pl.Date)


def _truth(column: Column, raw: pl.Series) -> pl.Series:
    if raw.dtype != pl.String:
        return raw
    true = raw == "true"
    known = true | (raw == "false")
    return true if known.all() else _where(true, known)


_PARSERS: dict[Type, Callable[[Column, pl.Series], pl.Series]] = {
    Type.ID: _text,
    Type.TEXT: _text,
    Type.CREDIT_CODE: _code,
    Type.MONEY: _decimal(MONEY_PLACES, MONEY_MOST),
    Type.PERCENT: _decimal(PERCENT_PLACES, PERCENT_MOST),
    Type.COUNT: _count,
    Type.YEAR: _year,
    Type.DATE: _day,
    Type.TRUTH: _truth,
}


def _word_bits(raw: pl.Series, words: tuple[str, ...]) -> pl.Series:
    """A bit for each word, the first listed the lowest; null where a word is unknown or twice."""
    bits = {word: 1 << place for place, word in enumerate(words)}
    longest = sum(map(len, words)) + len(words) - 1

    texts = raw.unique().drop_nulls()
    texts = texts.filter(texts.str.len_chars() <= longest)

    def mask(text: str) -> int | None:
        parts = text.split(_WORD_SEPARATOR)
        known = all(part in bits for part in parts) and len(set(parts)) == len(parts)
        return sum(bits[part] for part in parts) if known else None

    return raw.replace_strict(
        texts, pl.Series(map(mask, texts), dtype=pl.UInt32), default=None, return_dtype=pl.UInt32
    )

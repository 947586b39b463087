"""From arrays to columns, and from a block's frame to what stands in a file.

Inside the generator money is Int64 fen, percent Int64 ten-thousandths of a percent (3.45 % is
34500), days are Date; ``finished`` turns a frame into the types of the written tables.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from banyan.rules.schema import Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from banyan.packs.fuzhou.city.draws import Integers, Truths
    from banyan.rules.schema import Table

ROWS_OF_A_BLOCK = 1_000_000  # more than any table has in one block


def words(vocabulary: Sequence[str | None], places: Integers) -> pl.Series:
    """The word at each place; place -1 is empty."""
    everything = pl.Series([*vocabulary, None], dtype=pl.String)
    return everything.gather(np.where(places < 0, len(vocabulary), places).astype(np.uint32))


def dates(days: Integers, given: Truths | None = None) -> pl.Series:
    return optional(pl.Series(days.astype(np.int32)).cast(pl.Date), given)


def optional(series: pl.Series, given: Truths | None) -> pl.Series:
    """The series, empty where it is not given."""
    if given is None:
        return series
    frame = pl.DataFrame({"value": series, "given": given})
    return frame.select(pl.when("given").then("value")).to_series()


def identifiers(prefix: str, block: int, count: int) -> pl.Series:
    """Ids that no other block gives: the prefix and nine digits."""
    first = block * ROWS_OF_A_BLOCK
    numbers = pl.Series(np.arange(first, first + count, dtype=np.int64)).cast(pl.String)
    return pl.select(pl.lit(prefix) + numbers.str.zfill(9)).to_series()


def finished(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the table's columns alone, in their order and written types."""
    return frame.select(_written(column.type, column.name) for column in table.columns)


def _written(kind: Type, name: str) -> pl.Expr:
    column = pl.col(name)
    match kind:
        case Type.MONEY:
            return _shifted(column, 18, Decimal("0.01")).alias(name)
        case Type.PERCENT:
            return _shifted(column, 7, Decimal("0.0001")).alias(name)
        case Type.COUNT | Type.YEAR:
            return column.cast(pl.Int64)
        case Type.DATE:
            return column.cast(pl.Date)
        case Type.TRUTH:
            return column.cast(pl.Boolean)
        case _:
            return column.cast(pl.String)


def _shifted(column: pl.Expr, digits: int, unit: Decimal) -> pl.Expr:
    """Whole units as an exact decimal of as many places as the unit has."""
    places = -int(unit.as_tuple().exponent)
    return (column.cast(pl.Decimal(18, 0)) * pl.lit(unit)).cast(pl.Decimal(digits, places))

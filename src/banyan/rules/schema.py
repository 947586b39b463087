"""What a fact set may hold: tables, columns, keys, references and what must hold between them.

A pack declares a ``Schema``; reading, checking, the expressions of the rules, the reference pages
and the import templates all follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import polars as pl

from banyan.rules.errors import PackError


class Type(Enum):
    """The type of a column, with what a fault says was expected."""

    ID = "a non-empty string"
    TEXT = "text"
    CREDIT_CODE = "a unified social credit code of 18 characters with a valid check character"
    MONEY = "yuan: a decimal from 0 to 1000000000000 with at most 2 places"
    PERCENT = "percent: a decimal from 0 to 100 with at most 4 places"
    COUNT = "a whole number of at least 0"
    YEAR = "a year of four digits"
    DATE = "a date YYYY-MM-DD"
    TRUTH = "true or false"
    WORD = "one of the words listed"
    WORDS = "one or more of the words listed, joined by |"


POLARS_TYPES: Mapping[Type, pl.DataType] = {
    Type.ID: pl.String(),
    Type.TEXT: pl.String(),
    Type.CREDIT_CODE: pl.String(),
    Type.MONEY: pl.Int64(),  # fen
    Type.PERCENT: pl.Int64(),  # millionths: 3.45 % is 34500
    Type.COUNT: pl.Int64(),
    Type.YEAR: pl.Int32(),
    Type.DATE: pl.Date(),
    Type.TRUTH: pl.Boolean(),
    Type.WORDS: pl.UInt32(),  # a bit for each word, in the order listed
}
"""How a loaded column is held; a WORD column is a ``pl.Enum`` of its words."""


@dataclass(frozen=True)
class Column:
    """One column. ``words`` lists what a WORD or WORDS column may say; ``vocabulary`` names a
    list that only the whole pack knows (its measures, its funds). ``references`` names the table
    whose key the value must be. ``minimum`` bounds a COUNT from below. ``pattern`` is a regular
    expression that a TEXT or ID must match as a whole, ``expected`` its meaning for people.
    ``plain`` is what a worked case means where it leaves a required column out. ``assessor`` says
    who judges what no applicant can say of itself: ``city`` its officers, ``experts`` those who
    score."""

    name: str
    type: Type
    optional: bool = False
    words: tuple[str, ...] = ()
    vocabulary: str = ""
    references: str = ""
    minimum: int = 0
    pattern: str = ""
    expected: str = ""
    plain: str = ""
    assessor: str = ""


@dataclass(frozen=True)
class AtMost:
    """``column`` may not be larger than ``bound`` (both of the same row); reported at column."""

    column: str
    bound: str


@dataclass(frozen=True)
class LaterThan:
    """``column`` must be strictly later than ``than`` where both are given; reported at column."""

    column: str
    than: str


@dataclass(frozen=True)
class SameOwner:
    """The row that ``column`` refers to must belong to the same organization as this row."""

    column: str


@dataclass(frozen=True)
class Constant:
    """``column`` must be the same in all rows with the same ``by``; the later row is at fault."""

    column: str
    by: str


@dataclass(frozen=True)
class WordsWhen:
    """Where the WORD column ``when`` says ``equals``, ``column`` must be one of ``words``."""

    column: str
    when: str
    equals: str
    words: tuple[str, ...]


Rule = AtMost | LaterThan | SameOwner | Constant | WordsWhen


@dataclass(frozen=True)
class Table:
    """One table. ``row_of`` is the name under which other tables refer to a row of it
    (``organization``): a loaded table that references it has a column ``<row_of>_row``.
    ``owner`` names the reference through which a row without a credit code of its own belongs
    to an organization (``project`` of a project's year)."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    row_of: str = ""
    owner: str = ""

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise PackError(f"table {self.name}: no column {name}")

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)


@dataclass(frozen=True)
class Schema:
    """All tables of a fact set. ``organizations`` names the table that everyone belongs to."""

    tables: tuple[Table, ...]
    organizations: str = "organizations"
    vocabularies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        for table in self.tables:
            if table.name == name:
                return table
        raise PackError(f"no table {name}")

    def has(self, name: str) -> bool:
        return any(table.name == name for table in self.tables)

    def referenced(self, table: Table, reference: str) -> Table:
        """The table that ``reference`` (``organization``, ``project`` …) leads to from a row of
        ``table``; a row refers to itself by its own name. Raises PackError."""
        if table.row_of == reference:
            return table
        for target in self.tables:
            if target.row_of != reference:
                continue
            if any(column.references == target.name for column in table.columns):
                return target
            if table.owner and target.name == self.organizations:
                return target
        raise PackError(f"a row of {table.name} has no {reference}")

    def words(self, column: Column) -> tuple[str, ...]:
        """The words of a WORD or WORDS column, from its own list or the pack's vocabulary."""
        if column.vocabulary:
            try:
                return self.vocabularies[column.vocabulary]
            except KeyError:
                raise PackError(
                    f"column {column.name}: no vocabulary {column.vocabulary}"
                ) from None
        return column.words

    def polars_type(self, column: Column) -> pl.DataType:
        if column.type is Type.WORD:
            return pl.Enum(self.words(column))
        return POLARS_TYPES[column.type]

"""The language in which a measure says what it tests and what it pays.

An expression is a tree of small immutable nodes over the columns of the candidate's table. It has
no result of its own: ``batch`` computes it over whole columns with Polars, ``single`` for one
row with three-valued logic and in plain integers, ``wording`` says it in words, and ``units``
are checked when the pack loads. ``==`` compares trees; tests are written with the methods.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from banyan.rules.units import Unit


class Expression:
    """A node. Operators build larger trees; nothing is computed here."""

    def __ge__(self, other: Expression) -> Compare:
        return Compare(">=", self, other)

    def __gt__(self, other: Expression) -> Compare:
        return Compare(">", self, other)

    def __le__(self, other: Expression) -> Compare:
        return Compare("<=", self, other)

    def __lt__(self, other: Expression) -> Compare:
        return Compare("<", self, other)

    def equals(self, other: Expression) -> Compare:
        return Compare("=", self, other)

    def is_in(self, *words: str) -> IsIn:
        """The word or text is one of these."""
        return IsIn(self, words)

    def has(self, *words: str) -> Has:
        """The set of words has at least one of these."""
        return Has(self, words)

    def starts_with(self, *prefixes: str) -> StartsWith:
        return StartsWith(self, prefixes)

    def is_known(self) -> Known:
        return Known(self)

    def or_zero(self) -> Filled:
        """An empty value counts as 0."""
        return Filled(self)

    def __and__(self, other: Expression) -> All:
        return All((self, other))

    def __or__(self, other: Expression) -> AnyOf:
        return AnyOf((self, other))

    def __invert__(self) -> Not:
        return Not(self)

    def children(self) -> Iterator[Expression]:
        """The nodes directly below this one that are evaluated on the same row."""
        for item in fields(self):  # type: ignore[arg-type]
            yield from _expressions_in(getattr(self, item.name))

    def nodes(self) -> Iterator[Expression]:
        """This node and all below it, also those that are evaluated on rows of other tables."""
        yield self
        for child in self.children():
            yield from child.nodes()


def _expressions_in(value: object) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _expressions_in(part)


@dataclass(frozen=True)
class Column(Expression):
    """A column of the row's own table."""

    name: str


@dataclass(frozen=True)
class Parameter(Expression):
    """A figure of the pack, as adopted for the year that is settled."""

    key: str


@dataclass(frozen=True)
class Literal(Expression):
    """A constant that needs no article (0, a word)."""

    value: int | str
    unit: Unit


@dataclass(frozen=True)
class SettledYear(Expression):
    """The year that is settled, less ``back`` years."""

    back: Parameter | None = None


@dataclass(frozen=True)
class YearStart(Expression):
    """1 January of the year that is settled."""


@dataclass(frozen=True)
class YearOf(Expression):
    date: Expression


@dataclass(frozen=True)
class Compare(Expression):
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class IsIn(Expression):
    operand: Expression
    words: tuple[str, ...]


@dataclass(frozen=True)
class Has(Expression):
    operand: Expression
    words: tuple[str, ...]


@dataclass(frozen=True)
class StartsWith(Expression):
    operand: Expression
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Known(Expression):
    operand: Expression


@dataclass(frozen=True)
class Filled(Expression):
    operand: Expression


@dataclass(frozen=True)
class All(Expression):
    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class AnyOf(Expression):
    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Not(Expression):
    operand: Expression


@dataclass(frozen=True)
class Of(Expression):
    """``expression`` of the row that ``reference`` names (``organization``, ``project`` …)."""

    reference: str
    expression: Expression


@dataclass(frozen=True)
class Exists(Expression):
    """Whether ``table`` has a row with ``where`` that refers to this row by ``reference``."""

    table: str
    where: Expression
    reference: str


@dataclass(frozen=True)
class Count(Expression):
    """How many rows of ``table`` with ``where`` refer to this row by ``reference``."""

    table: str
    where: Expression
    reference: str


@dataclass(frozen=True)
class Total(Expression):
    """The sum of ``column`` over the rows of ``table`` with ``where`` that refer to this row."""

    table: str
    column: str
    where: Expression
    reference: str


@dataclass(frozen=True)
class Least(Expression):
    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Cases(Expression):
    """The value beside the first test that holds, else ``otherwise`` (``None``: no value)."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None


@dataclass(frozen=True)
class Product(Expression):
    """Money times rates and counts, over a count of the pack where one is given, rounded down
    once at the very end."""

    factors: tuple[Expression, ...]
    over: Parameter | None = None


@dataclass(frozen=True)
class DaysInYear(Expression):
    """The days of [start, end) that fall into the year that is settled, at least 0."""

    start: Expression
    end: Expression


@dataclass(frozen=True)
class Anniversary(Expression):
    """The same day ``years`` later; of 29 February the 28th where the year is no leap year."""

    date: Expression
    years: Parameter


def col(path: str) -> Expression:
    """A column by its name; ``organization.kind`` is the kind of the row's organization."""
    *references, name = path.split(".")
    expression: Expression = Column(name)
    for reference in reversed(references):
        expression = Of(reference, expression)
    return expression


def p(key: str) -> Parameter:
    """A figure of ``parameters.toml``."""
    return Parameter(key)


def of(reference: str, expression: Expression) -> Of:
    return Of(reference, expression)


def zero(unit: Unit = Unit.MONEY) -> Literal:
    return Literal(0, unit)


def year() -> SettledYear:
    return SettledYear()


def years_before(back: Parameter) -> SettledYear:
    return SettledYear(back)


def year_of(date: Expression) -> YearOf:
    return YearOf(date)


def share(money: str | Expression, *factors: Expression, over: Parameter | None = None) -> Product:
    """Money (a column's name or an expression) times ``factors``, over a count."""
    return Product((col(money) if isinstance(money, str) else money, *factors), over)


def least(*operands: Expression) -> Least:
    return Least(operands)


def cases(*branches: tuple[Expression, Expression], otherwise: Expression | None = None) -> Cases:
    return Cases(branches, otherwise)

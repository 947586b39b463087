"""What a row lacks: how far it is from each threshold, and which facts are not known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from banyan.rules import expressions as x
from banyan.rules.single import Reading, Row
from banyan.rules.units import Unit
from banyan.rules.wording import Wording

_THRESHOLDS = (Unit.MONEY, Unit.COUNT, Unit.RATE)


@dataclass(frozen=True)
class Gap:
    """A threshold that is missed: what there is, what is needed, and by how much it is missed
    (``short`` is false where there is too much, as a rank beyond the last)."""

    label: str
    have: str
    need: str
    missing: str
    short: bool


@dataclass(frozen=True)
class Missing:
    """A fact that is not known. ``column`` is empty where a whole row would have to be there."""

    table: str
    column: str
    label: str


def gaps(test: x.Expression, row: Row, reading: Reading, wording: Wording) -> Iterator[Gap]:
    """Every threshold in ``test`` that the row is known to miss."""
    match test:
        case x.Compare(right=x.Parameter()) if reading.value(test, row) is False:
            unit = reading.unit(test.left, row.table)
            if unit in _THRESHOLDS:
                yield _gap(test, row, reading, wording, unit)
        case x.Compare() | x.Not():
            return
        case x.Of():
            parent = reading.single.parent(row, test.reference)
            if parent is not None:
                yield from gaps(test.expression, parent, reading, wording)
        case x.Cases():
            chosen = reading.branch(test, row)
            if chosen is not None:
                yield from gaps(chosen, row, reading, wording)
        case x.All() | x.AnyOf():
            for operand in test.operands:
                yield from gaps(operand, row, reading, wording)


def _gap(test: x.Compare, row: Row, reading: Reading, wording: Wording, unit: Unit) -> Gap:
    have, need = reading.value(test.left, row), reading.value(test.right, row)
    short = test.operator in (">=", ">")
    missing = need - have if short else have - need
    if test.operator in (">", "<"):
        missing += 1
    return Gap(
        label=wording.formula(test.left, row, reading).rsplit(" ", 1)[0],
        have=wording.show(have, unit),
        need=wording.show(need, unit),
        missing=wording.show(missing, unit),
        short=short,
    )


def only_thresholds(test: x.Expression, row: Row, reading: Reading) -> bool:
    """Whether a test that fails would hold if its missed thresholds were met, and nothing else."""
    match test:
        case x.Compare(right=x.Parameter()):
            return reading.unit(test.left, row.table) in _THRESHOLDS
        case x.Of():
            parent = reading.single.parent(row, test.reference)
            return parent is not None and only_thresholds(test.expression, parent, reading)
        case x.Cases():
            chosen = reading.branch(test, row)
            return chosen is not None and only_thresholds(chosen, row, reading)
        case x.All():
            failing = [part for part in test.operands if reading.value(part, row) is not True]
            return all(only_thresholds(part, row, reading) for part in failing)
        case x.AnyOf():
            return any(only_thresholds(part, row, reading) for part in test.operands)
    return False


def missing_facts(
    test: x.Expression, row: Row, reading: Reading, wording: Wording
) -> Iterator[Missing]:
    """The facts because of which ``test`` is not known, under the open reading."""
    if reading.value(test, row) is not None and not isinstance(test, x.Column):
        return
    match test:
        case x.Column():
            if row.values.get(test.name) is None:
                table = row.table.name
                yield Missing(table, test.name, wording.column(table, test.name))
        case x.Of():
            parent = reading.single.parent(row, test.reference)
            if parent is None:
                table = reading.single.schema.referenced(row.table, test.reference).name
                yield Missing(table, "", wording.word("tables", table))
            else:
                yield from missing_facts(test.expression, parent, reading, wording)
        case x.Exists() | x.Count() | x.Total():
            yield Missing(test.table, "", wording.relation(test))
        case x.Known():
            yield from missing_facts(test.operand, row, reading, wording)
        case _:
            for child in test.children():
                yield from missing_facts(child, row, reading, wording)

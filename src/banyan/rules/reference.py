"""What a measure needs and says, derived from its declaration, for the reference pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from banyan.rules import expressions as x
from banyan.rules.measure import Measure, Plan
from banyan.rules.schema import Table
from banyan.rules.single import first_part

if TYPE_CHECKING:
    from banyan.rules.pack import Pack


def facts_needed(pack: Pack, measure: Measure) -> list[tuple[str, str]]:
    """Every (table, column) that the measure reads, its own table's first."""
    own = pack.schema.table(measure.candidates.table)
    found: dict[tuple[str, str], None] = {}
    for _, expression in measure.expressions():
        found |= dict.fromkeys(_columns(pack, own, expression))
    for column in (
        measure.counted.column if measure.counted else "",
        measure.counted.order if measure.counted else "",
        measure.cap.order if measure.cap else "",
        measure.cap.per if measure.cap else "",
        *(measure.once.order if measure.once else ()),
    ):
        if column:
            found[own.name, column] = None
    if isinstance(measure.quota, Plan):
        parent = pack.schema.referenced(own, measure.quota.reference)
        for expression in (measure.quota.where, *(tree for tree, _ in measure.quota.order)):
            found |= dict.fromkeys(_columns(pack, parent, expression))
    order = [table.name for table in pack.schema.tables]
    return sorted(found, key=lambda fact: (fact[0] != own.name, order.index(fact[0])))


def own_columns(measure: Measure) -> list[str]:
    """The columns of a candidate's own row that decide whether it is eligible and what it gets."""
    trees = [tree for place, tree in measure.expressions() if place != "candidates"]
    found = dict.fromkeys(name for tree in trees for name in _own(tree))
    return list(found)


def _own(node: x.Expression) -> Iterator[str]:
    if isinstance(node, x.Column):
        yield node.name
    elif not isinstance(node, x.Of | x.Exists | x.Count | x.Total):
        for child in node.children():
            yield from _own(child)


def parameters_used(measure: Measure) -> list[str]:
    """The keys of the figures that the measure uses, in order of appearance."""
    trees = [expression for _, expression in measure.expressions()]
    if isinstance(measure.quota, Plan):
        trees.append(measure.quota.places)
    return list(
        dict.fromkeys(
            node.key for tree in trees for node in tree.nodes() if isinstance(node, x.Parameter)
        )
    )


def _columns(pack: Pack, table: Table, node: x.Expression) -> Iterator[tuple[str, str]]:
    match node:
        case x.Column():
            yield table.name, node.name
        case x.Of():
            yield from _columns(
                pack, pack.schema.referenced(table, node.reference), node.expression
            )
        case x.Exists() | x.Count() | x.Total():
            related = pack.schema.table(node.table)
            yield from _columns(pack, related, node.where)
            if isinstance(node, x.Total):
                yield related.name, node.column
        case _:
            for child in node.children():
                yield from _columns(pack, table, child)


def optional_facts(pack: Pack, measure: Measure) -> Iterator[tuple[str, str, x.Expression | None]]:
    """Every (table, column) that may be empty and that decides whether a candidate is eligible and
    what it gets, with the test of the kind of row that is meant."""
    own = pack.schema.table(measure.candidates.table)
    kind = measure.candidates.of_kind
    for place, tree in measure.expressions():
        if place in ("quota", "award key"):
            continue
        for column in _own(tree):
            if own.column(column).optional:
                yield own.name, column, kind
        for node in tree.nodes():
            if isinstance(node, x.Exists | x.Count | x.Total):
                related = pack.schema.table(node.table)
                for column in _own(node.where):
                    if related.column(column).optional:
                        yield related.name, column, first_part(node.where)

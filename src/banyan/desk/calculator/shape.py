"""What a visitor can tell of an organization, derived from the facts that the measures read.

A *card* is one thing that the organization has: a project with what was invested in it in the
year, a loan, a booth together with its expo. What names a row, whose it is and of which year is
not asked: a card has it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from banyan.rules import expressions as x
from banyan.rules.interview import Kind, candidate_kinds, joins_others, kinds
from banyan.rules.pack import Pack
from banyan.rules.reference import facts_needed, optional_facts
from banyan.rules.schema import Column, Schema, Table, Type, WordsWhen

MOST_CARDS = 20
LONGEST_TEXT = 60


@dataclass(frozen=True)
class Asked:
    """One fact of a card. ``related`` is a table whose rows, of others, refer to the part's row:
    what is asked is how many they are, or the sum of their ``column``."""

    part: Table
    column: Column | None
    related: str = ""

    @property
    def key(self) -> str:
        name = "" if self.column is None else self.column.name
        return (
            f"{self.part.name}.{self.related}:{name}"
            if self.related
            else (f"{self.part.name}.{name}")
        )


@dataclass(frozen=True)
class Card:
    """``parts`` are the tables of which a card has a row: its own first. ``most`` is how many of
    them an organization can have."""

    table: Table
    parts: tuple[Table, ...]
    asked: tuple[Asked, ...]
    most: int

    def one(self, key: str) -> Asked | None:
        return next((asked for asked in self.asked if asked.key == key), None)


@dataclass(frozen=True)
class Shape:
    """``organization`` are the columns asked of the organization itself, ``others`` the facts of
    another one that counts wherever others are counted. ``optional`` are, for each measure, the
    facts that may be left empty: (table, column, the test of the kind of row)."""

    organization: tuple[Column, ...]
    cards: dict[str, Card]
    kinds: tuple[Kind, ...]
    others: dict[str, str]
    optional: dict[str, tuple[tuple[str, str, x.Expression | None], ...]]

    def card_of(self, table: str) -> Card | None:
        """The card that has rows of the table as its own or as what it owns."""
        if table in self.cards:
            return self.cards[table]
        owners = (card for card in self.cards.values() if card.parts[-1].name == table)
        return next((card for card in owners if card.parts[-1].owner), None)

    def kind(self, text: str) -> Kind | None:
        return next((kind for kind in self.kinds if kind_text(kind) == text), None)


def kind_text(kind: Kind) -> str:
    """A kind as forms and links write it."""
    return f"{kind.table}.{kind.word}" if kind.word else kind.table


def open_schema(schema: Schema) -> Schema:
    """The same tables where nothing has to be known: a visitor's answers come one by one."""
    return replace(
        schema,
        tables=tuple(
            replace(
                table,
                columns=tuple(replace(column, optional=True) for column in table.columns),
                rules=tuple(rule for rule in table.rules if not isinstance(rule, WordsWhen)),
            )
            for table in schema.tables
        ),
    )


_SHAPES: dict[str, Shape] = {}


def shape_of(pack: Pack) -> Shape:
    """Made once for each version of the policy."""
    if pack.sha256 not in _SHAPES:
        _SHAPES.clear()
        _SHAPES[pack.sha256] = _shape(pack)
    return _SHAPES[pack.sha256]


def _shape(pack: Pack) -> Shape:
    schema = pack.schema
    organizations = schema.table(schema.organizations)
    read = {fact for measure in pack.measures.values() for fact in facts_needed(pack, measure)}
    tables = [table for table in schema.tables if any(name == table.name for name, _ in read)]
    cards = {
        table.name: _card(pack, table, read)
        for table in tables
        if table is not organizations and not table.owner
    }
    found: dict[Kind, None] = {}
    others: dict[str, str] = {}
    for measure in pack.measures.values():
        found |= dict.fromkeys(candidate_kinds(measure))
        for _, tree in measure.expressions():
            for node in tree.nodes():
                if not isinstance(node, x.Exists | x.Count | x.Total):
                    continue
                if joins_others(schema, node):
                    others |= dict(_satisfying(node.where))
                else:
                    found |= dict.fromkeys(kinds(node))
    return Shape(
        organization=tuple(
            column for column in organizations.columns if (organizations.name, column.name) in read
        ),
        cards=cards,
        kinds=tuple(kind for kind in found if kind.table != organizations.name),
        others=others,
        optional={
            code: tuple(dict.fromkeys(optional_facts(pack, measure)))
            for code, measure in pack.measures.items()
        },
    )


def _card(pack: Pack, table: Table, read: set[tuple[str, str]]) -> Card:
    schema = pack.schema
    owned = [
        other
        for other in schema.tables
        if other.owner == table.row_of != "" and any(name == other.name for name, _ in read)
    ]
    named = [
        schema.table(column.references)
        for column in table.columns
        if column.references and not column.optional and column.references != schema.organizations
    ]
    parts = (table, *named, *owned)
    asked = [
        Asked(part, column)
        for part in parts
        for column in part.columns
        if (part.name, column.name) in read and not _given(part, column)
    ]
    for part in parts:
        asked += _of_others(pack, part)
    alone = all(
        schema_column.type in (Type.CREDIT_CODE, Type.YEAR)
        for schema_column in map(table.column, table.key)
    )
    return Card(table, parts, tuple(asked), 1 if alone else MOST_CARDS)


def _given(table: Table, column: Column) -> bool:
    """Whether a card has the fact by itself."""
    if column.type in (Type.CREDIT_CODE, Type.YEAR):
        return True
    if column.references:
        return not column.optional
    return column.type is Type.ID and column.name == table.key[0]


def _of_others(pack: Pack, part: Table) -> list[Asked]:
    found: dict[Asked, None] = {}
    for measure in pack.measures.values():
        for _, tree in measure.expressions():
            for node in tree.nodes():
                if (
                    isinstance(node, x.Count | x.Total)
                    and node.reference == part.row_of
                    and joins_others(pack.schema, node)
                ):
                    related = pack.schema.table(node.table)
                    column = related.column(node.column) if isinstance(node, x.Total) else None
                    found[Asked(part, column, related.name)] = None
    return list(found)


def _satisfying(where: x.Expression) -> Iterator[tuple[str, str]]:
    """Facts of an organization for which a test over its words holds."""
    match where:
        case x.Of():
            yield from _satisfying(where.expression)
        case x.All():
            for operand in where.operands:
                yield from _satisfying(operand)
        case x.StartsWith(operand=x.Column(name)):
            yield name, f"{where.prefixes[0]}0"
        case x.IsIn(operand=x.Column(name)):
            yield name, where.words[0]

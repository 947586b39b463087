"""A description as facts that the engine settles: one organization that does not exist, and as
many others as it was said to meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from banyan.desk.calculator.description import CardFacts, Description, is_of_kind
from banyan.desk.calculator.shape import Asked, Card, Shape, open_schema
from banyan.rules.credit_code import complete
from banyan.rules.errors import FactsError, Fault
from banyan.rules.facts import Facts
from banyan.rules.interview import Answers, Wanted
from banyan.rules.pack import Pack
from banyan.rules.rows import facts_of_rows
from banyan.rules.schema import Column, Table, Type
from banyan.rules.values import expected, parsed

MOST_OTHERS = 200
"""How many others there are at most; more would decide nothing more."""

Rows = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Place:
    """Where a fact stands in the form: the organization (``card`` is empty) or a card."""

    card: str
    number: int


@dataclass(frozen=True)
class Hypothesis:
    """``faults`` are the facts that cannot be so, by their place and key; they are not among the
    ``facts``. The organization is the first of its table."""

    facts: Facts
    answers: Answers
    places: Mapping[tuple[str, int], Place]
    faults: Mapping[tuple[Place, str], Fault]


ORGANIZATION = Place("", 0)


def credit_code(number: int) -> str:
    """A valid code: 0 is the visitor's organization, the others come after it."""
    return complete(f"91350100MA{number:07d}")


OWN = credit_code(0)


def suppose(pack: Pack, shape: Shape, description: Description) -> Hypothesis:
    """The facts of a description, with what was faulty left out."""
    return _Supposing(pack, shape, description).hypothesis()


class _Supposing:
    def __init__(self, pack: Pack, shape: Shape, description: Description) -> None:
        self.pack = pack
        self.schema = pack.schema
        self.shape = shape
        self.description = description
        self.rows: Rows = {}
        self.places: dict[tuple[str, int], Place] = {}
        self.told: set[Wanted] = set()
        self.faults: dict[tuple[Place, str], Fault] = {}
        self.others = 0

    def hypothesis(self) -> Hypothesis:
        organizations = self.schema.table(self.schema.organizations)
        own = {"uscc": OWN, "name": "-", **self.description.organization}
        self._add(organizations, own, ORGANIZATION)
        for name, cards in self.description.cards.items():
            for number, facts in enumerate(cards):
                self._card(self.shape.cards[name], facts, Place(name, number))
        for number in range(1, self.others + 1):
            self._add(organizations, self._other(number), None)
        return Hypothesis(self._facts(), self._answers(), self.places, self.faults)

    def _add(self, table: Table, row: dict[str, str], place: Place | None) -> int:
        rows = self.rows.setdefault(table.name, [])
        rows.append(row)
        if place is not None:
            self.places[table.name, len(rows) - 1] = place
        return len(rows) - 1

    def _card(self, card: Card, facts: CardFacts, place: Place) -> None:
        names: dict[str, str] = {}
        named = [part for part in card.parts[1:] if not part.owner]
        for part in (*named, card.table, *(part for part in card.parts[1:] if part.owner)):
            foreign = part in named
            row = {
                column.name: self._given(part, column, names, foreign)
                for column in part.columns
                if column.type in (Type.CREDIT_CODE, Type.YEAR)
                or (column.type is Type.ID and column.name == part.key[0])
                or (column.references and not column.optional)
            }
            for asked in card.asked:
                if asked.part is part and not asked.related and asked.key in facts:
                    assert asked.column is not None
                    row[asked.column.name] = facts[asked.key]
            names[part.name] = row[part.key[0]]
            number = self._add(part, row, place)
            for asked in card.asked:
                if asked.part is part and asked.related and asked.key in facts:
                    self._told(asked, number, facts[asked.key], place)
            if part.row_of:
                self._meet(card, part, number, facts)

    def _given(self, part: Table, column: Column, names: dict[str, str], foreign: bool) -> str:
        if column.type is Type.CREDIT_CODE:
            self.others = max(self.others, int(foreign))
            return credit_code(1) if foreign else OWN
        if column.type is Type.YEAR:
            return str(self.description.year)
        if column.references:
            return names[column.references]
        return str(len(self.rows.get(part.name, ())) + 1)

    def _told(self, asked: Asked, number: int, text: str, place: Place) -> None:
        """Notes a number or sum over rows of others, where it is one."""
        column = asked.column
        probe = column or Column("number", Type.COUNT)
        if parsed(self.schema, probe, pl.Series([text])).item() is None:
            self.faults[place, asked.key] = Fault(
                asked.part.name, number + 1, asked.key, text, expected(self.schema, probe)
            )
            return
        name = "" if column is None else column.name
        self.told.add(Wanted(asked.part.name, number, name, related=asked.related))

    def _meet(self, card: Card, part: Table, number: int, facts: CardFacts) -> None:
        """Adds the rows of others that refer to a card's row."""
        for related in dict.fromkeys(asked.related for asked in card.asked if asked.related):
            told = {
                asked: facts[asked.key]
                for asked in card.asked
                if asked.part is part and asked.related == related
                if Wanted(part.name, number, asked.column.name if asked.column else "", related)
                in self.told
            }
            counts = [int(text) for asked, text in told.items() if asked.column is None]
            sums = {asked.column.name: text for asked, text in told.items() if asked.column}
            own = int(card.table.name == related)
            many = min(max(counts, default=int(bool(sums))) - own, MOST_OTHERS)
            table = self.schema.table(related)
            reference = next(one.name for one in table.columns if one.references == part.name)
            self.others = max(self.others, many)
            for other in range(many):
                row = {
                    reference: self.rows[part.name][number][part.key[0]],
                    "uscc": credit_code(other + 1),
                    **(sums if other == 0 else dict.fromkeys(sums, "0")),
                }
                self._add(table, row, None)

    def _other(self, number: int) -> dict[str, str]:
        """Another organization that counts where others are counted."""
        return {"uscc": credit_code(number), "name": str(number), **self.shape.others}

    def _facts(self) -> Facts:
        """Leaves out what is at fault, until the rest holds together."""
        schema = open_schema(self.schema)
        while True:
            try:
                return facts_of_rows(schema, self.rows)
            except FactsError as error:
                for fault in error.faults:
                    self._leave_out(fault)

    def _leave_out(self, fault: Fault) -> None:
        number = fault.row - 1
        place = self.places[fault.table, number]
        assert fault.column is not None
        del self.rows[fault.table][number][fault.column]
        key = fault.column if place == ORGANIZATION else f"{fault.table}.{fault.column}"
        self.faults[place, key] = fault

    def _answers(self) -> Answers:
        """A kind is complete where there is none, or where its cards are."""
        complete_kinds = set(self.description.none)
        for kind in self.shape.kinds:
            card = self.shape.card_of(kind.table)
            cards = self.description.cards.get(card.table.name, ()) if card else ()
            if any(is_of_kind(facts, kind) for facts in cards):
                complete_kinds.add(kind)
        return Answers(frozenset(complete_kinds), frozenset(self.told))

"""What the facts of a description are called, in the pack's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from banyan.desk.calculator.description import CardFacts, Description
from banyan.desk.calculator.hypothesis import ORGANIZATION, Place
from banyan.desk.calculator.shape import Asked, Card, shape_of
from banyan.rules.interview import Kind, Wanted
from banyan.rules.pack import Pack
from banyan.rules.schema import Table, Type
from banyan.rules.wording import Wording

SCALES = {
    "zh": ((10**8, 10**8, "亿元"), (10**4, 10**4, "万元"), (0, 1, "元")),
    "en": ((10**6, 10**6, " million yuan"), (0, 1, " yuan")),
}
"""From how many yuan on, how many are one, and of what."""


class Naming:
    """Of one description, in one language."""

    def __init__(self, pack: Pack, language: str, description: Description) -> None:
        self.pack = pack
        self.wording = Wording(pack, language)
        self.shape = shape_of(pack)
        self.description = description

    def kind(self, kind: Kind) -> str:
        """``Technology centre``, or the table where it has no kinds."""
        if kind.word:
            return self.wording.word("words", kind.column, kind.word)
        return self.wording.word("tables", kind.table)

    def kind_in_full(self, kind: Kind) -> str:
        table = self.wording.word("tables", kind.table)
        return f"{table}：{self.kind(kind)}" if kind.word else table

    def card(self, card: Card, number: int) -> str:
        """A card's title: its kind where it has one, else its table, with a number where there
        are several of it."""
        cards = self.description.cards.get(card.table.name, ())
        titles = [self._title(card, facts) for facts in cards]
        title = titles[number]
        return f"{title} {titles[: number + 1].count(title)}" if titles.count(title) > 1 else title

    def _title(self, card: Card, facts: CardFacts) -> str:
        for kind in self.shape.kinds:
            if kind.table == card.table.name and kind.word:
                said = facts.get(f"{kind.table}.{kind.column}")
                if card.table.column(kind.column).type is Type.WORD and said == kind.word:
                    return self.kind(kind)
        return self.wording.word("tables", card.table.name)

    def place(self, place: Place) -> str:
        if place == ORGANIZATION:
            return self.wording.word("tables", self.pack.schema.organizations)
        return self.card(self.shape.cards[place.card], place.number)

    def asked(self, asked: Asked) -> str:
        """A fact's label."""
        if not asked.related:
            assert asked.column is not None
            return self.wording.column(asked.part.name, asked.column.name)
        if asked.column is None:
            return _("%(rows)s: how many in all that count") % {
                "rows": self.wording.word("tables", asked.related)
            }
        return _("%(column)s: in all") % {
            "column": self.wording.column(asked.related, asked.column.name)
        }

    def wanted(self, about: Wanted | Kind) -> str:
        """What is missing, in short."""
        if isinstance(about, Kind):
            return self.kind_in_full(about)
        if about.related:
            part = self.pack.schema.table(about.table)
            related = self.pack.schema.table(about.related)
            column = related.column(about.column) if about.column else None
            return self.asked(Asked(part, column, about.related))
        return self.wording.column(about.table, about.column)

    def subject(self, table: Table, subject: str, places: Mapping[tuple[str, int], Place]) -> str:
        """What a settled line is about: the card that it comes from."""
        references = table.column(table.key[0]).references or table.name
        place = places.get((references, int(subject) - 1)) if subject.isdecimal() else None
        return self.wording.word("tables", table.name) if place is None else self.place(place)


def in_short(fen: int, language: str) -> str:
    """An amount as people say it, exact: ``850万元``, ``8.5 million yuan``; empty for none."""
    if not fen:
        return ""
    for least, scale, unit in SCALES[language]:
        if fen >= least * 100:
            return f"{_plain(Decimal(fen) / (scale * 100))}{unit}"
    return ""


def _plain(number: Decimal) -> str:
    whole, _dot, places = f"{number:f}".partition(".")
    places = places.rstrip("0")
    return f"{int(whole):,}{f'.{places}' if places else ''}"

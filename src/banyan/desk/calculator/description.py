"""What a visitor has said of an organization, as a form sends it and as a link keeps it."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from banyan.desk.calculator.shape import (
    LONGEST_TEXT,
    Card,
    Shape,
    kind_text,
)
from banyan.rules.case_form import yuan_text
from banyan.rules.interview import Kind
from banyan.rules.pack import Pack
from banyan.rules.schema import Column, Type

VERSION = 1
LONGEST_LINK = 3000
"""Characters of the facts in a link; servers refuse much longer request lines."""
LARGEST = 64 * 1024
"""Bytes that the facts of a link may unfold to."""

CardFacts = Mapping[str, str]


@dataclass(frozen=True)
class Description:
    """An organization in ``year``. ``measures`` are those that the visitor picked, none for all.
    Facts are texts as a cell of a fact set holds them; what is faulty stays as it was written.
    Each card maps ``table.column`` to its fact; ``none`` are the kinds of which there is none."""

    year: int
    measures: tuple[str, ...] = ()
    organization: CardFacts = field(default_factory=dict)
    cards: Mapping[str, tuple[CardFacts, ...]] = field(default_factory=dict)
    none: frozenset[Kind] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.organization or self.cards or self.none)

    def with_card(self, card: Card, facts: CardFacts) -> Description:
        """With one more card, where there may be one more."""
        there = self.cards.get(card.table.name, ())
        if len(there) >= card.most:
            return self
        return self._with_cards(card.table.name, (*there, facts))

    def without_card(self, shape: Shape, table: str, number: int) -> Description:
        """Without a card; what referred to it refers to nothing, the others keep their rows."""
        there = self.cards.get(table, ())
        less = self._with_cards(table, there[:number] + there[number + 1 :])
        cards = {
            name: tuple(_renumbered(shape.cards[name], facts, table, number + 1) for facts in each)
            for name, each in less.cards.items()
        }
        return replace(less, cards=cards)

    def _with_cards(self, table: str, cards: tuple[CardFacts, ...]) -> Description:
        changed = {**self.cards, table: cards}
        return replace(self, cards={name: each for name, each in changed.items() if each})


def _renumbered(card: Card, facts: CardFacts, table: str, gone: int) -> CardFacts:
    """With references to a table's rows as they are numbered without the row ``gone``."""
    kept = dict(facts)
    for asked in card.asked:
        named = facts.get(asked.key, "")
        if asked.column is None or asked.column.references != table or not named.isdecimal():
            continue
        if int(named) == gone:
            del kept[asked.key]
        elif int(named) > gone:
            kept[asked.key] = str(int(named) - 1)
    return kept


def of_kind(shape: Shape, kind: Kind) -> tuple[Card, CardFacts]:
    """A new card of a kind."""
    card = shape.card_of(kind.table)
    assert card is not None
    return card, {f"{kind.table}.{kind.column}": kind.word} if kind.word else {}


def is_of_kind(facts: CardFacts, kind: Kind) -> bool:
    """Whether a card of the kind's table is of the kind."""
    said = facts.get(f"{kind.table}.{kind.column}", "").split("|")
    return not kind.word or kind.word in said


# From a form


def from_form(pack: Pack, shape: Shape, form: QueryDict) -> Description:
    """Everything that the form says; whatever it should not say is left out."""
    description = Description(
        year=_year(pack, form.get("year", "")),
        measures=_measures(pack, form.getlist("measure")),
        organization=_facts(
            ((column.name, column) for column in shape.organization),
            _given(form, "organization"),
        ),
        none=frozenset(
            kind for kind in shape.kinds if form.get(f"has.{kind_text(kind)}", "") == "no"
        ),
    )
    for name, card in shape.cards.items():
        for number in _numbers(form, name):
            facts = _facts(_columns(card), _given(form, f"{name}.{number}"))
            description = description.with_card(card, facts)
    return _changed(shape, form, description)


def _given(form: QueryDict, place: str) -> Callable[[str], list[str]]:
    return lambda name: form.getlist(f"{place}.{name}")


def _changed(shape: Shape, form: QueryDict, description: Description) -> Description:
    """With what a button or the answer *yes* asks for."""
    table, _, number = form.get("remove", "").rpartition(".")
    if table in shape.cards and number.isdecimal() and len(number) < 4:
        description = description.without_card(shape, table, int(number))
    for kind in added(shape, form):
        description = description.with_card(*of_kind(shape, kind))
    return _consistent(shape, description)


def added(shape: Shape, form: QueryDict) -> list[Kind]:
    """The kinds of which the form asks for one card more."""
    return [
        kind
        for kind in shape.kinds
        if kind_text(kind) == form.get("add", "") or form.get(f"has.{kind_text(kind)}", "") == "yes"
    ]


def _consistent(shape: Shape, description: Description) -> Description:
    """Without *none* where there is one."""
    return replace(
        description,
        none=frozenset(
            kind
            for kind in description.none
            if (card := shape.card_of(kind.table)) is not None
            and not any(
                is_of_kind(facts, kind) for facts in description.cards.get(card.table.name, ())
            )
        ),
    )


def _numbers(form: QueryDict, table: str) -> list[int]:
    """The numbers of a table's cards in the form, in their order."""
    found = {
        int(match[1])
        for name in form
        if (match := re.match(rf"{re.escape(table)}\.([0-9]{{1,3}})\.", name))
    }
    return sorted(found)


def _columns(card: Card) -> Iterator[tuple[str, Column | None]]:
    return ((asked.key, asked.column) for asked in card.asked)


def _facts(
    columns: Iterator[tuple[str, Column | None]], given: Callable[[str], list[str]]
) -> dict[str, str]:
    found = {}
    for key, column in columns:
        texts = [normal(column, text) for text in given(key) if isinstance(text, str)]
        value = "|".join(filter(None, texts[:LONGEST_TEXT]))[: LONGEST_TEXT * 4]
        if value:
            found[key] = value
    return found


def normal(column: Column | None, text: str) -> str:
    """A fact as a cell holds it: 500万 as 5000000, 2026/3/1 as 2026-03-01; what cannot be read
    stays as it is, to be shown as a fault."""
    text = "".join(character for character in text if character.isprintable()).strip()
    text = text[:LONGEST_TEXT]
    kind = Type.COUNT if column is None else column.type
    if kind in (Type.ID, Type.TEXT, Type.WORD, Type.WORDS, Type.TRUTH):
        return text
    text = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    match kind:
        case Type.MONEY:
            return yuan_text(text.removesuffix("元"))
        case Type.PERCENT:
            return text.removesuffix("%")
        case Type.DATE:
            parts = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", text)
            return f"{parts[1]}-{int(parts[2]):02d}-{int(parts[3]):02d}" if parts else text
    return text


def _year(pack: Pack, text: str) -> int:
    """A year in which the policy is in force; this one where the text names none."""
    years = {str(year): year for year in pack.years}
    this = min(max(timezone.localdate().year, pack.years[0]), pack.years[-1])
    return years.get(text, this)


def _measures(pack: Pack, codes: list[str]) -> tuple[str, ...]:
    return tuple(code for code in pack.measures if code in codes)


# As a link


def to_link(description: Description) -> str | None:
    """The query string, the same for the same description; ``None`` where it would be too long."""
    parts = [f"y={description.year}"]
    if description.measures:
        parts.append(f"m={','.join(description.measures)}")
    if not description.is_empty:
        facts = _packed(description)
        if len(facts) > LONGEST_LINK:
            return None
        parts.append(f"f={facts}")
    return "&".join(parts)


def _packed(description: Description) -> str:
    content = [
        VERSION,
        description.organization,
        description.cards,
        sorted(kind_text(kind) for kind in description.none),
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    compressed = zlib.compress(text.encode(), level=9)
    return base64.urlsafe_b64encode(compressed).decode().rstrip("=")


def from_link(pack: Pack, shape: Shape, query: QueryDict) -> Description:
    """What a link says; one that makes no sense says nothing."""
    codes = query.get("m", "").split(",") + query.getlist("measure")
    description = Description(
        year=_year(pack, query.get("y", "")), measures=_measures(pack, codes[:100])
    )
    content = _unpacked(query.get("f", ""))
    if not isinstance(content, list) or len(content) != 4 or content[0] != VERSION:
        return description
    _, organization, cards, none = content
    if isinstance(organization, dict):
        facts = _facts(
            ((column.name, column) for column in shape.organization), _from(organization)
        )
        description = replace(description, organization=facts)
    for name, card in shape.cards.items():
        given = cards.get(name) if isinstance(cards, dict) else None
        for each in given if isinstance(given, list) else ():
            if isinstance(each, dict):
                description = description.with_card(card, _facts(_columns(card), _from(each)))
    if isinstance(none, list):
        kinds = frozenset(kind for kind in shape.kinds if kind_text(kind) in none)
        description = replace(description, none=kinds)
    return _consistent(shape, description)


def _from(facts: dict[str, Any]) -> Callable[[str], list[str]]:
    def given(key: str) -> list[str]:
        value = facts.get(key)
        return value.split("|") if isinstance(value, str) else []

    return given


def _unpacked(text: str) -> Any:
    if not text or len(text) > LONGEST_LINK:
        return None
    try:
        compressed = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        reader = zlib.decompressobj()
        plain = reader.decompress(compressed, LARGEST)
        return json.loads(plain) if reader.eof and not reader.unused_data else None
    except (ValueError, zlib.error, RecursionError):
        return None

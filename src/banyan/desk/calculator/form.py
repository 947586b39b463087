"""The adaptive form: what was answered, and what still matters, as fields to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.calculator.calculation import Calculation, page_of
from banyan.desk.calculator.description import is_of_kind
from banyan.desk.calculator.hypothesis import ORGANIZATION, Place
from banyan.desk.calculator.naming import Naming, in_short
from banyan.desk.calculator.shape import Asked, Card, kind_text, shape_of
from banyan.rules import expressions as x
from banyan.rules.ceiling import most
from banyan.rules.errors import Fault
from banyan.rules.grouping import ByColumn
from banyan.rules.interview import Kind, Question, Wanted
from banyan.rules.measure import Measure
from banyan.rules.pack import Pack
from banyan.rules.schema import AtMost, Column, LaterThan, Table, Type, WordsWhen
from banyan.rules.values import expected

FEW = 5
"""Up to so many choices stand side by side; more are a list."""
FIRST_QUESTIONS = 6
LARGE = 100_000
"""From how many yuan on an amount is said again in short."""


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One fact to be filled in. ``control`` is text, date, choice (side by side), several or
    list; ``decides`` is how many measures the answer helps to decide, 0 once it is given. ``add``
    is the kind of which a card is to be added first, where there is none to choose."""

    name: str
    label: str
    control: str
    numeric: bool
    value: str
    options: tuple[Option, ...]
    unit: str
    reading: str
    optional: bool
    fault: str
    decides: int
    add: str

    @property
    def id(self) -> str:
        return self.name.replace(".", "-").replace(":", "-")

    @property
    def said(self) -> str:
        """The answer in words; empty where there is none."""
        if not self.options:
            return f"{self.value} {self.unit}".strip() if self.value else ""
        return pgettext("list", ", ").join(
            option.words for option in self.options if option.chosen and self.value
        )


@dataclass(frozen=True)
class CardForm:
    """``given`` are the facts, by the names of their inputs, that say what the card is. ``add``
    names the kind of which one more card may be added after this one."""

    name: str
    title: str
    given: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    add: str


@dataclass(frozen=True)
class KindQuestion:
    """Whether the organization has anything of a kind: yes adds a card."""

    name: str
    table: str
    words: str
    answer: str
    decides: int
    money: str

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class MeasureChoice:
    code: str
    words: str
    pays: str
    most: str
    competes: bool
    chosen: bool


@dataclass(frozen=True)
class MeasureGroup:
    title: str
    measures: tuple[MeasureChoice, ...]


@dataclass(frozen=True)
class Form:
    organization: tuple[Field, ...]
    cards: tuple[CardForm, ...]
    first: tuple[KindQuestion, ...]
    later: tuple[KindQuestion, ...]
    denied: tuple[KindQuestion, ...]


def measure_groups(
    pack: Pack, chosen: tuple[str, ...], year: int, language: str
) -> list[MeasureGroup]:
    """All measures by the annex that grants them."""

    def annex(code: str) -> str:
        return pack.measures[code].articles[0].split(".")[0]

    groups = []
    for letter, codes in groupby(
        sorted(pack.measures, key=lambda code: _granting(pack.measures[code])), key=annex
    ):
        choices = []
        for code in codes:
            page = page_of(pack, pack.measures[code], year, language)
            choices.append(
                MeasureChoice(
                    code=code,
                    words=page.words,
                    pays=page.amount,
                    most=in_short(most(pack, pack.measures[code], year) or 0, language),
                    competes=page.competes,
                    chosen=code in chosen,
                )
            )
        title = _("Annex %(number)s") % {"number": letter[1:]}
        groups.append(MeasureGroup(title, tuple(choices)))
    return groups


def _granting(measure: Measure) -> list[tuple[int, str]]:
    """The article that grants a measure, so that 10 comes after 9."""
    parts = measure.articles[0].split(".")
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def form_of(pack: Pack, calculation: Calculation, language: str) -> Form:
    return _Forming(pack, calculation, language).form()


class _Forming:
    def __init__(self, pack: Pack, calculation: Calculation, language: str) -> None:
        self.pack = pack
        self.schema = self.pack.schema
        self.shape = shape_of(self.pack)
        self.description = calculation.description
        self.faults = calculation.hypothesis.faults
        self.places = calculation.hypothesis.places
        self.interview = calculation.interview
        self.naming = Naming(self.pack, language, self.description)
        self.wording = self.naming.wording
        self.questions = calculation.interview.questions()
        self.wanted: dict[tuple[Place, str], Question] = {}
        for question in self.questions:
            if isinstance(question.about, Wanted):
                self._want(question, question.about)

    def _want(self, question: Question, about: Wanted) -> None:
        place = self.places.get((about.table, about.row))
        if place == ORGANIZATION:
            self.wanted[place, about.column] = question
        elif place is not None:
            name = f"{about.related}:{about.column}" if about.related else about.column
            self.wanted[place, f"{about.table}.{name}"] = question

    def form(self) -> Form:
        asked = [
            self._kind(question.about, "", question)
            for question in self.questions
            if isinstance(question.about, Kind) and self._may_be_added(question.about)
        ]
        return Form(
            organization=tuple(self._organization()),
            cards=tuple(self._cards()),
            first=tuple(asked[:FIRST_QUESTIONS]),
            later=tuple(asked[FIRST_QUESTIONS:]),
            denied=tuple(
                self._kind(kind, "no", None)
                for kind in self.shape.kinds
                if kind in self.description.none
            ),
        )

    def _may_be_added(self, kind: Kind) -> bool:
        card = self.shape.card_of(kind.table)
        if card is None:
            return False
        return len(self.description.cards.get(card.table.name, ())) < card.most

    def _kind(self, kind: Kind, answer: str, question: Question | None) -> KindQuestion:
        return KindQuestion(
            name=kind_text(kind),
            table=self.wording.word("tables", kind.table) if kind.word else "",
            words=self.naming.kind(kind),
            answer=answer,
            decides=len(question.measures) if question else 0,
            money=in_short(question.money, self.wording.language) if question else "",
        )

    def _organization(self) -> Iterator[Field]:
        table = self.schema.table(self.schema.organizations)
        for column in self.shape.organization:
            value = self.description.organization.get(column.name, "")
            question = self.wanted.get((ORGANIZATION, column.name))
            if value or question:
                yield self._field(
                    f"organization.{column.name}",
                    self._label(table, column),
                    column,
                    value,
                    self._options(table, column, value, {}),
                    self.faults.get((ORGANIZATION, column.name)),
                    question,
                    optional=False,
                )

    def _label(self, table: Table, column: Column) -> str:
        """Where words are chosen, what the label says of codes is left out."""
        label = self.wording.column(table.name, column.name)
        coded = any(
            isinstance(grouping, ByColumn) and grouping.column == column.name
            for grouping in self.pack.groupings
        )
        return re.sub(r"(行业)代码|（.*）$| code \(.*$| \(.*\)$", r"\1", label) if coded else label

    def _cards(self) -> Iterator[CardForm]:
        for name, card in self.shape.cards.items():
            cards = self.description.cards.get(name, ())
            for number, facts in enumerate(cards):
                place = Place(name, number)
                fields = [
                    self._asked(card, asked, place)
                    for asked in card.asked
                    if self._is_shown(card, asked, place)
                ]
                last = number == len(cards) - 1
                yield CardForm(
                    name=f"{name}.{number}",
                    title=self.naming.card(card, number),
                    given=tuple(
                        (f"{name}.{number}.{asked.key}", facts[asked.key])
                        for asked in card.asked
                        if asked.key in facts and self._is_title(card, asked)
                    ),
                    fields=tuple(fields),
                    add=self._another(card) if last and len(cards) < card.most else "",
                )

    def _another(self, card: Card) -> str:
        """What adds one more card like the last one."""
        facts = self.description.cards[card.table.name][-1]
        for kind in self.shape.kinds:
            if self.shape.card_of(kind.table) is card and is_of_kind(facts, kind):
                return kind_text(kind)
        return ""

    def _is_shown(self, card: Card, asked: Asked, place: Place) -> bool:
        if self._is_title(card, asked):
            return False
        if (place, asked.key) in self.wanted:
            return True
        facts = self.description.cards[place.card][place.number]
        if asked.key in facts or (place, asked.key) in self.faults:
            return True
        column = asked.column
        return (
            column is not None and column.optional and self._may_matter(asked.part, column, facts)
        )

    def _is_title(self, card: Card, asked: Asked) -> bool:
        """Whether the fact is what the card is called."""
        return any(
            asked.key == f"{kind.table}.{kind.column}"
            and card.table.column(kind.column).type is Type.WORD
            for kind in self.shape.kinds
            if kind.word and kind.table == card.table.name
        )

    def _may_matter(self, part: Table, column: Column, facts: object) -> bool:
        """Whether a measure that is not decided against reads a fact that may be left empty."""
        for code, verdict in self.interview.verdicts.items():
            if verdict.holds is False:
                continue
            for table, name, kind in self.shape.optional[code]:
                if (table, name) == (part.name, column.name) and self._is_of(facts, table, kind):
                    return True
        return False

    def _is_of(self, facts: object, table: str, kind: x.Expression | None) -> bool:
        if not (isinstance(kind, x.IsIn | x.Has) and isinstance(kind.operand, x.Column)):
            return True
        assert isinstance(facts, dict)
        column = kind.operand.name
        return any(is_of_kind(facts, Kind(table, column, word)) for word in kind.words)

    def _asked(self, card: Card, asked: Asked, place: Place) -> Field:
        facts = dict(self.description.cards[place.card][place.number])
        value = facts.get(asked.key, "")
        column = asked.column or Column("number", Type.COUNT)
        question = self.wanted.get((place, asked.key))
        return self._field(
            f"{place.card}.{place.number}.{asked.key}",
            self.naming.asked(asked),
            column,
            value,
            () if asked.related else self._options(asked.part, column, value, facts),
            self.faults.get((place, asked.key)),
            question,
            optional=column.optional and question is None and not value,
        )

    def _field(
        self,
        name: str,
        label: str,
        column: Column,
        value: str,
        options: tuple[Option, ...],
        fault: Fault | None,
        question: Question | None,
        *,
        optional: bool,
    ) -> Field:
        if column.type is Type.WORDS:
            control = "several"
        elif column.references or len(options) > FEW:
            control = "list"
        elif options:
            control = "choice"
        else:
            control = "date" if column.type is Type.DATE else "text"
        return Field(
            name=name,
            label=label,
            control=control,
            numeric=column.type in (Type.MONEY, Type.PERCENT, Type.COUNT),
            value=value,
            options=options,
            unit={Type.MONEY: _("yuan"), Type.PERCENT: "%"}.get(column.type, ""),
            reading=self._reading(value) if column.type is Type.MONEY and not fault else "",
            optional=optional,
            fault=self._fault_words(fault, column) if fault else "",
            decides=len(question.measures) if question and not value else 0,
            add=self._adds(column.references) if column.references and not options else "",
        )

    def _adds(self, table: str) -> str:
        """What adds a card of a table."""
        kinds = (kind for kind in self.shape.kinds if self._card_name(kind) == table)
        return next((kind_text(kind) for kind in kinds), "")

    def _card_name(self, kind: Kind) -> str:
        card = self.shape.card_of(kind.table)
        return card.table.name if card else ""

    def _options(
        self, table: Table, column: Column, value: str, facts: dict[str, str]
    ) -> tuple[Option, ...]:
        if column.type is Type.TRUTH:
            words = {"true": _("Yes"), "false": _("No")} | ({"": _("Don't know")} if value else {})
            return tuple(Option(code, word, value == code) for code, word in words.items())
        if column.references:
            return tuple(self._references(column, value))
        for rule in table.rules:
            if (
                isinstance(rule, WordsWhen)
                and rule.column == column.name
                and facts.get(f"{table.name}.{rule.when}") == rule.equals
            ):
                return self._words(column, rule.words, value)
        if column.type in (Type.WORD, Type.WORDS):
            return self._words(column, self.schema.words(column), value)
        return self._coded(column, value)

    def _words(self, column: Column, words: tuple[str, ...], value: str) -> tuple[Option, ...]:
        chosen = value.split("|")
        return tuple(
            Option(word, self.wording.word("words", column.name, word), word in chosen)
            for word in self._meant(column, words)
        )

    def _meant(self, column: Column, words: tuple[str, ...]) -> tuple[str, ...]:
        """Of the purposes of a loan those of which measures speak; of other words all."""
        if column.type is not Type.WORDS:
            return words
        spoken = {kind.word for kind in self.shape.kinds if kind.column == column.name}
        return tuple(word for word in words if word in spoken)

    def _coded(self, column: Column, value: str) -> tuple[Option, ...]:
        """Codes that the pack has words for: a county, or the section of an industry."""
        for grouping in self.pack.groupings:
            if not isinstance(grouping, ByColumn) or grouping.column != column.name:
                continue
            named = self.pack.words
            for step in grouping.words:
                named = named[step]
            if grouping.letters:
                known = {value[: grouping.letters]: value} if value else {}
                return tuple(
                    Option(
                        known.get(code, f"{code}0"),
                        f"{code} {self.wording.word(*grouping.words, code)}",
                        code in known,
                    )
                    for code in named
                )
            if not column.words:
                elsewhere = "".join("0" if one.isdecimal() else one for one in next(iter(named)))
                options = [
                    Option(code, self.wording.word(*grouping.words, code), value == code)
                    for code in named
                ]
                return (*options, Option(elsewhere, _("Elsewhere"), value == elsewhere))
        return ()

    def _references(self, column: Column, value: str) -> Iterator[Option]:
        card = self.shape.cards[column.references]
        for number in range(len(self.description.cards.get(column.references, ()))):
            code = str(number + 1)
            yield Option(code, self.naming.card(card, number), value == code)

    def _reading(self, value: str) -> str:
        """A large amount as people say it."""
        if not value or Decimal(value) < LARGE:
            return ""
        return in_short(int(Decimal(value) * 100), self.wording.language)

    def _fault_words(self, fault: Fault, column: Column) -> str:
        """What is wrong with a fact, in the reader's language."""
        if fault.expected != expected(self.schema, column) and self.schema.has(fault.table):
            table = self.schema.table(fault.table)
            for rule in table.rules:
                if isinstance(rule, AtMost) and rule.column == fault.column:
                    bound = self.wording.column(table.name, rule.bound)
                    if column.type is Type.DATE:
                        return _("Not later than “%(other)s”.") % {"other": bound}
                    return _("Not more than “%(other)s”.") % {"other": bound}
                if isinstance(rule, LaterThan) and rule.column == fault.column:
                    than = self.wording.column(table.name, rule.than)
                    return _("Must be later than “%(other)s”.") % {"other": than}
        return {
            Type.MONEY: _("An amount of money, such as 1234567.89."),
            Type.PERCENT: _("A percentage from 0 to 100, such as 3.45."),
            Type.COUNT: _("A whole number of at least %(least)s.") % {"least": column.minimum},
            Type.DATE: _("A date, such as 2026-03-01."),
        }.get(column.type, _("Choose one of those listed."))

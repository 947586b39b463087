"""Which facts an application for a measure asks for, derived from the measure's declaration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from banyan.rules import expressions as x
from banyan.rules.interview import Kind, candidate_kinds, joins_others, kinds
from banyan.rules.measure import Choice, Measure, Top
from banyan.rules.pack import Pack
from banyan.rules.reference import facts_needed, optional_facts
from banyan.rules.schema import Column, Table, Type, WordsWhen

ELECTIONS = "elections"
"""The table that says which of several measures an organization chooses."""

EVIDENCE_ELSEWHERE = frozenset({"projects", ELECTIONS})
"""Tables whose rows need no evidence of their own: a project's stands with its years, and what
somebody chooses needs none."""

NOT_PROPOSED = frozenset({"history", "budgets"})
"""Tables that say what the government did."""

OWN_PROFILE = ("industry", "size", "scaled_on")
"""Columns of its own profile that an organization may propose."""


class Part(StrEnum):
    """What the rows of a table are to an application."""

    PROFILE = "profile"
    PARENT = "parent"  # what the things applied for belong to: projects
    ITEM = "item"  # what is applied for
    CHOICE = "choice"  # which of several measures that exclude each other it is to be
    SUPPORT = "support"  # what counts beside it: recognitions that raise the amount


@dataclass(frozen=True)
class Needed:
    """The rows of one table. Of ``kinds`` alone (words of ``column``) where there are any.

    ``asked`` are the columns that the applicant fills, ``assessed`` those that officers or
    experts judge because the measure reads them, ``given`` those that the desk fills. ``decisive``
    are the names of optional columns without which the measure grants nothing. ``article`` is that
    of a choice."""

    part: Part
    table: Table
    column: str
    kinds: tuple[str, ...]
    asked: tuple[Column, ...]
    assessed: tuple[Column, ...]
    given: tuple[Column, ...]
    decisive: frozenset[str]
    article: str = ""

    @property
    def evidence(self) -> bool:
        return self.table.name not in EVIDENCE_ELSEWHERE

    def words(self, column: Column) -> tuple[str, ...]:
        """What the column may say here; empty for no list."""
        if column.name == self.column and column.type is Type.WORD:
            return self.kinds
        for rule in self.table.rules:
            if (
                isinstance(rule, WordsWhen)
                and rule.column == column.name
                and rule.when == self.column
                and self.kinds == (rule.equals,)
            ):
                return rule.words
        return ()

    def includes(self, row: dict[str, str]) -> bool:
        """Whether a row of the table is one of the kinds."""
        return not self.kinds or bool(set(row[self.column].split("|")) & set(self.kinds))


def by_experts(pack: Pack, measure: Measure) -> bool:
    """Whether experts score what is applied for: places are limited, and the score decides."""
    table = pack.schema.table(measure.candidates.table)
    return isinstance(measure.quota, Top) and any(
        isinstance(node, x.Column) and table.column(node.name).assessor == "experts"
        for node in measure.quota.score.nodes()
    )


def by_application(pack: Pack) -> list[str]:
    """The codes of the measures that take applications."""
    return [one.code for one in pack.measures.values() if not one.without_application]


def binding_choice_of(pack: Pack, measure: Measure) -> Choice | None:
    """The choice among measures that the measure is one of and that the organization decides."""
    return next((one for one in pack.choices if one.binding and measure.code in one.measures), None)


def needed(pack: Pack, measure: Measure) -> tuple[Needed, ...]:
    """The parts of an application, the profile first, what is applied for before what supports
    it."""
    schema = pack.schema
    read = facts_needed(pack, measure)
    own = schema.table(measure.candidates.table)
    organizations = schema.table(schema.organizations)
    supports = dict.fromkeys(_supports(pack, measure))
    decisive = frozenset(
        (table, column)
        for table, column, _kind in optional_facts(pack, measure)
        if table == own.name and own.column(column).type is not Type.DATE
    )
    found = [_needed(pack, read, Part.PROFILE, organizations, ())]
    items: dict[str, list[Kind]] = {}
    if own.name == organizations.name:
        for kind in list(supports):
            items.setdefault(kind.table, []).append(kind)
        supports = {}
    else:
        items[own.name] = [kind for kind in candidate_kinds(measure) if kind.word]
    for name in items:
        for column in schema.table(name).columns:
            parent = column.references
            if parent and parent != organizations.name and _is_own(schema.table(name), column):
                found.append(_needed(pack, read, Part.PARENT, schema.table(parent), ()))
    found += [
        _needed(
            pack, read, Part.ITEM, schema.table(name), [one for one in of if one.word], decisive
        )
        for name, of in items.items()
    ]
    choice = binding_choice_of(pack, measure)
    if choice is not None:
        asked = _needed(pack, read, Part.CHOICE, schema.table(ELECTIONS), ())
        found.append(replace(asked, article=choice.article))
    done = {one.table.name for one in found}
    of_table: dict[str, list[Kind]] = {}
    for kind in supports:
        if kind.table not in NOT_PROPOSED and (kind.table not in done or kind.word):
            of_table.setdefault(kind.table, []).append(kind)
    for name, of in of_table.items():
        words = [one for one in of if one.word and not _known(found, name, one.word)]
        if words or name not in done:
            found.append(_needed(pack, read, Part.SUPPORT, schema.table(name), words))
    return tuple(found)


def _known(found: list[Needed], table: str, word: str) -> bool:
    return any(one.table.name == table and word in one.kinds for one in found)


def _is_own(table: Table, column: Column) -> bool:
    """Whether what the column refers to is the organization's own: not the expo of a booth."""
    return column.optional or table.owner == column.name


def _supports(pack: Pack, measure: Measure) -> Iterator[Kind]:
    for _, tree in measure.expressions():
        for node in tree.nodes():
            if isinstance(node, x.Exists | x.Count | x.Total) and not joins_others(
                pack.schema, node
            ):
                yield from kinds(node)


def _needed(
    pack: Pack,
    read: list[tuple[str, str]],
    part: Part,
    table: Table,
    of: Sequence[Kind],
    decisive: frozenset[tuple[str, str]] = frozenset(),
) -> Needed:
    words = tuple(one.word for one in of)
    column = of[0].column if of else ""
    reads = {name for named, name in read if named == table.name}
    asked: list[Column] = []
    assessed: list[Column] = []
    given: list[Column] = []
    is_word = bool(column) and table.column(column).type is Type.WORD
    for one in table.columns:
        if part is Part.PROFILE:
            if one.name in OWN_PROFILE and one.name in reads:
                asked.append(one)
        elif _is_given(table, one) or (one.name == column and len(words) == 1 and is_word):
            given.append(one)
        elif one.assessor:
            (assessed if one.name in reads else given).append(one)
        elif one.name in reads or not one.optional or one.type in (Type.TEXT, Type.DATE):
            asked.append(one)
    return Needed(
        part,
        table,
        column,
        words,
        tuple(asked),
        tuple(assessed),
        tuple(given),
        frozenset(column for _table, column in decisive),
    )


def _is_given(table: Table, column: Column) -> bool:
    """Whether the desk knows it: whose the row is, of which year, and a key of its own, which the
    desk makes (a reference is chosen)."""
    if column.type in (Type.CREDIT_CODE, Type.YEAR):
        return True
    return column.type is Type.ID and column.name in table.key and not column.references

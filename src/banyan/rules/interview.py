"""Which facts still matter: what a person would have to be asked, derived from the declarations.

An organization is described step by step. A measure is decided as soon as one of its conditions
is known to fail; until then every fact because of which a condition, or the amount, is not known
is wanted. What decides most measures, and most money, comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from banyan.rules import expressions as x
from banyan.rules.ceiling import most
from banyan.rules.facts import Facts
from banyan.rules.measure import Measure, Places
from banyan.rules.pack import Pack
from banyan.rules.schema import Schema
from banyan.rules.single import Reading, Row, Single, first_part

Relation = x.Exists | x.Count | x.Total


@dataclass(frozen=True)
class Kind:
    """The rows of a table whose ``column`` says ``word``; all of them where both are empty."""

    table: str
    column: str = ""
    word: str = ""


@dataclass(frozen=True)
class Wanted:
    """A fact that is not known: a column of row ``row`` of ``table``. ``related`` names a table
    whose rows, mostly of others, refer to this row: how many they are, or the sum of ``column``."""

    table: str
    row: int
    column: str
    related: str = ""


@dataclass(frozen=True)
class Answers:
    """What a person has said beside the facts. ``complete`` are the kinds of which all rows that
    there are stand in the facts, perhaps none; ``told`` the sums and numbers over rows of
    others for which the facts hold rows."""

    complete: frozenset[Kind] = frozenset()
    told: frozenset[Wanted] = frozenset()


@dataclass(frozen=True)
class Question:
    """What is wanted, how many measures it helps to decide, and the fen at stake in them."""

    about: Wanted | Kind
    measures: tuple[str, ...]
    money: int


@dataclass(frozen=True)
class Verdict:
    """How a measure stands. ``holds`` is ``None`` where facts are missing; ``candidates`` says
    that there may be rows for which it could be granted. Wanted facts of a measure that holds
    only change its amount."""

    holds: bool | None
    candidates: bool
    wanted: tuple[Wanted | Kind, ...] = ()


def kinds(node: Relation) -> tuple[Kind, ...]:
    """The kinds of rows that a relation asks for."""
    return _kinds(node.table, first_part(node.where))


def _kinds(table: str, test: x.Expression | None) -> tuple[Kind, ...]:
    if isinstance(test, x.IsIn | x.Has) and isinstance(test.operand, x.Column):
        return tuple(Kind(table, test.operand.name, word) for word in test.words)
    return (Kind(table),)


def candidate_kinds(measure: Measure) -> tuple[Kind, ...]:
    """The kinds of rows that are candidates of a measure."""
    return _kinds(measure.candidates.table, measure.candidates.of_kind)


def joins_others(schema: Schema, node: Relation) -> bool:
    """Whether rows of other organizations refer to the same row too (booths at an expo)."""
    table = schema.table(node.table)
    return node.reference != table.owner and any(
        column.references
        and not column.optional
        and column.references != schema.organizations
        and schema.table(column.references).row_of == node.reference
        for column in table.columns
    )


class Asked(Single):
    """Reads facts together with what a person has said of them: rows are complete where that was
    said, and a reference that is left empty may still be filled in."""

    def __init__(self, pack: Pack, facts: Facts, year: int, answers: Answers) -> None:
        super().__init__(facts, pack.parameters, year)
        self.declared = pack.schema
        self.answers = answers

    @cached_property
    def open(self) -> _Asking:
        return _Asking(self)


class _Asking(Reading):
    def __init__(self, asked: Asked) -> None:
        super().__init__(asked, open_world=True)
        self.asked = asked

    def matching(self, node: Relation, row: Row) -> list[Row] | None:
        rows = self.related(node, row)
        if rows is None or (joins_others(self.asked.declared, node) and self.untold(node, row)):
            return None
        held = [(candidate, self.value(node.where, candidate)) for candidate in rows]
        found = [candidate for candidate, holds in held if holds is True]
        if found:
            return found
        unknown = any(holds is None for _, holds in held) or self.untold(node, row)
        return None if unknown else []

    def untold(self, node: Relation, row: Row) -> list[Wanted | Kind]:
        """What has not been said of the rows that the relation asks for."""
        if not joins_others(self.asked.declared, node):
            return [kind for kind in kinds(node) if kind not in self.asked.answers.complete]
        parent = self.single.parent(row, node.reference)
        if parent is None or parent.number is None:
            return []
        column = node.column if isinstance(node, x.Total) else ""
        told = Wanted(parent.table.name, parent.number, column, related=node.table)
        return [] if told in self.asked.answers.told else [told]

    def may_be_filled(self, node: x.Known, row: Row) -> bool:
        if row.number is None:
            return True
        if not isinstance(node.operand, x.Column):
            return False
        return bool(named := row.table.column(node.operand.name).references) and (
            self.single.related.facts[named].height > 0 or not self.is_none(named)
        )

    def is_none(self, named: str) -> bool:
        """Whether it was said that there is no row of a table, or of those that it owns."""
        schema = self.asked.declared
        row_of = schema.table(named).row_of
        return any(
            kind.table == named or schema.table(kind.table).owner == row_of != ""
            for kind in self.asked.answers.complete
        )


class Interview:
    """Of one organization, the row ``organization`` of its table, for ``measures``."""

    def __init__(
        self, pack: Pack, asked: Asked, organization: int, measures: Collection[str]
    ) -> None:
        self.pack = pack
        self.asked = asked
        self.organization = organization
        self.reading = asked.open
        self.stakes = {code: most(pack, pack.measure(code), asked.year) or 0 for code in measures}
        """The most that each measure can pay, in fen; 0 where nothing limits it."""
        self.verdicts = {code: self._verdict(pack.measure(code)) for code in measures}

    def questions(self) -> list[Question]:
        """Everything that is wanted, what decides most first."""
        wanting: dict[Wanted | Kind, list[str]] = {}
        for code, verdict in self.verdicts.items():
            for about in verdict.wanted:
                wanting.setdefault(about, []).append(code)
        found = [
            Question(about, tuple(codes), sum(self.stakes[code] for code in codes))
            for about, codes in wanting.items()
        ]
        return sorted(found, key=lambda one: (-len(one.measures), -one.money))

    def _verdict(self, measure: Measure) -> Verdict:
        schema = self.pack.schema
        table = schema.table(measure.candidates.table)
        organizations = schema.table(schema.organizations)
        if table.name == organizations.name:
            return self._of_row(measure, self.asked.related.row(table, self.organization))
        rows = self.asked.related.rows(table, organizations.row_of, self.organization)
        verdicts = [self._of_row(measure, row) for row in rows]
        missing = [
            kind for kind in candidate_kinds(measure) if kind not in self.asked.answers.complete
        ]
        if missing:
            unrecorded = Row(table, None, {f"{organizations.row_of}_row": self.organization})
            verdicts.append(self._of_row(measure, unrecorded, missing))
        holds = [verdict.holds for verdict in verdicts]
        return Verdict(
            holds=True if True in holds else None if None in holds else False,
            candidates=any(verdict.candidates for verdict in verdicts),
            wanted=_distinct(about for verdict in verdicts for about in verdict.wanted),
        )

    def _of_row(self, measure: Measure, row: Row, missing: Iterable[Kind] = ()) -> Verdict:
        """A row of the candidates' table, or one that is not recorded: of that the organization
        alone is asked, and for rows of the kinds that are ``missing``."""
        candidates = [
            test
            for test in (measure.candidates.of_kind, measure.candidates.in_year)
            if test is not None
        ]
        if row.number is not None and self._is_failed(candidates, row):
            return Verdict(False, candidates=False)
        tests = [*(candidates if row.number is not None else ()), *self._conditions(measure, row)]
        values = [self.reading.value(test, row) for test in tests]
        if any(value is False for value in values):
            return Verdict(False, candidates=True)
        wanted = [
            about
            for test, value in zip(tests, values, strict=True)
            if value is None
            for about in self._wanted(test, row)
        ]
        if row.number is None:
            return Verdict(None, candidates=True, wanted=_distinct((*missing, *wanted)))
        holds = None if any(value is None for value in values) else True
        wanted += [about for tree in _amounts(measure) for about in self._wanted(tree, row)]
        return Verdict(holds, candidates=True, wanted=_distinct(wanted))

    def _is_failed(self, tests: Iterable[x.Expression], row: Row) -> bool:
        return any(self.reading.value(test, row) is False for test in tests)

    def _conditions(self, measure: Measure, row: Row) -> Iterator[x.Expression]:
        """The tests that are asked of the row; of its routes one is enough."""
        for condition in measure.conditions:
            if condition.when is None or self.reading.value(condition.when, row) is True:
                yield condition.test
            elif self.reading.value(condition.when, row) is None:
                yield x.AnyOf((x.Not(condition.when), condition.test))
        if measure.routes:
            yield x.AnyOf(tuple(route.test for route in measure.routes))

    def _wanted(self, node: x.Expression, row: Row) -> Iterator[Wanted | Kind]:
        """The facts because of which the value of ``node`` is not certain."""
        match node:
            case x.Column():
                if row.values.get(node.name) is None and row.number is not None:
                    yield Wanted(row.table.name, row.number, node.name)
            case x.Of():
                parent = self.asked.parent(row, node.reference)
                if parent is not None:
                    yield from self._wanted(node.expression, parent)
            case x.Exists() | x.Count() | x.Total():
                yield from self._wanted_of(node, row)
            case x.Known():
                if self.reading.value(node, row) is None:
                    yield from self._wanted(node.operand, row)
            case x.Cases():
                yield from self._wanted_of_cases(node, row)
            case x.All() | x.AnyOf() | x.Not() | x.Compare() | x.IsIn() | x.Has() | x.StartsWith():
                if self.reading.value(node, row) is None:
                    for child in node.children():
                        yield from self._wanted(child, row)
            case _:
                for child in node.children():
                    yield from self._wanted(child, row)

    def _wanted_of(self, node: Relation, row: Row) -> Iterator[Wanted | Kind]:
        if isinstance(node, x.Exists) and self.reading.value(node, row) is not None:
            return
        yield from self.reading.untold(node, row)
        own = not joins_others(self.pack.schema, node)
        for related in (self.reading.related(node, row) or ()) if own else ():
            yield from self._wanted(node.where, related)
            if isinstance(node, x.Total) and self.reading.value(node.where, related) is True:
                yield from self._wanted(x.Column(node.column), related)

    def _wanted_of_cases(self, node: x.Cases, row: Row) -> Iterator[Wanted | Kind]:
        for test, value in node.branches:
            holds = self.reading.value(test, row)
            if holds is True:
                yield from self._wanted(value, row)
                return
            if holds is None:
                yield from self._wanted(test, row)
                return
        if node.otherwise is not None:
            yield from self._wanted(node.otherwise, row)


def _amounts(measure: Measure) -> Iterator[x.Expression]:
    """What decides how much a line gets, once it gets something. Ranks are not asked for: they
    are given by others."""
    yield measure.amount.by if isinstance(measure.amount, Places) else measure.amount
    if measure.uplift is not None:
        yield measure.uplift.where
    if measure.item_cap is not None:
        yield measure.item_cap
    if measure.counted is not None:
        yield x.Column(measure.counted.column)
    if measure.deduction is not None:
        yield x.Cases(((measure.deduction.where, measure.deduction.amount),), None)


def _distinct(found: Iterable[Wanted | Kind]) -> tuple[Wanted | Kind, ...]:
    return tuple(dict.fromkeys(found))

"""A policy as a whole. A pack that does not hold together does not load."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from banyan.rules import expressions as x
from banyan.rules.articles import Article, Interpretation, Words, both
from banyan.rules.criteria import Criteria, check_criteria
from banyan.rules.errors import PackError, UsageError
from banyan.rules.grouping import ByColumn, Grouping
from banyan.rules.measure import Choice, Condition, Measure, Places, Plan, Top
from banyan.rules.parameters import Parameters, Value
from banyan.rules.reference import facts_needed
from banyan.rules.schema import Schema, Type
from banyan.rules.unit_check import UnitCheck
from banyan.rules.units import Unit

ALREADY_GRANTED = "already_granted"
BELOW_THRESHOLD = "below_threshold"
ITEM_CAP = "item_cap"
FUND_PRO_RATA = "fund_pro_rata"

LINE_COLUMNS = (
    "row",
    "line_subject",
    "failed",
    "unknown",
    "route",
    "gross",
    "place",
    "status",
    "winner",
    "counted",
    "capped",
    "claimed",
    "amount",
    "changes",
    # what the steps use on the way
    "award_key",
    "deducted",
    "deducts",
    "key",
    "left",
    "lifted",
    "lifts",
    "limit",
    "line",
    "order",
    "share",
    "spent",
    "wanted",
    "won",
)
"""What a settlement adds to the rows of a candidate table; no such column may be there before."""


@dataclass(frozen=True)
class Pack:
    """Everything that one policy says.

    ``sha256`` is that of all its files. ``in_force`` is the first day and the first day after.
    ``words`` are the tables of ``words.toml``. Measures are kept in order of code.
    """

    name: str
    version: str
    sha256: str
    in_force: tuple[date, date]
    schema: Schema
    parameters: Parameters
    articles: Mapping[str, Article]
    units: Mapping[str, Words]
    interpretations: tuple[Interpretation, ...]
    words: Mapping[str, Any]
    measures: Mapping[str, Measure]
    choices: tuple[Choice, ...]
    groupings: tuple[Grouping, ...] = ()
    criteria: Mapping[str, Criteria] = field(default_factory=dict)

    @cached_property
    def reason_codes(self) -> tuple[str, ...]:
        """Every code that an ineligible line can have, in order; a line's failed conditions are
        bits in this order."""
        codes = {ALREADY_GRANTED, BELOW_THRESHOLD}
        for measure in self.measures.values():
            codes.update(condition.code for condition in measure.conditions)
        return tuple(sorted(codes))

    @cached_property
    def funds(self) -> tuple[str, ...]:
        return tuple(sorted({m.fund.name for m in self.measures.values() if m.fund}))

    @cached_property
    def candidate_columns(self) -> Mapping[str, tuple[str, ...]]:
        """By measure: the columns of its candidates' table that settling it reads."""
        return {
            code: tuple(
                column
                for table, column in facts_needed(self, measure)
                if table == measure.candidates.table
            )
            for code, measure in self.measures.items()
        }

    @property
    def years(self) -> range:
        return range(self.in_force[0].year, self.in_force[1].year)

    def check_year(self, year: int) -> None:
        if year not in self.years:
            raise UsageError(
                f"the policy is in force from {self.years.start} to {self.years.stop - 1}, "
                f"not in {year}"
            )

    def measure(self, code: str) -> Measure:
        try:
            return self.measures[code]
        except KeyError:
            raise UsageError(f"no measure {code}") from None

    def choice_of(self, measure: str, key: str) -> Choice | None:
        for choice in self.choices:
            if choice.key == key and measure in choice.measures:
                return choice
        return None

    def only(self, measures: Iterable[str], *, funds: bool = True) -> Pack:
        """The same policy with only these measures and those that choices, and ``funds``, tie to
        them, however far. Raises UsageError for an unknown measure."""
        kept = {self.measure(code).code for code in measures}
        ties = [set(choice.measures) for choice in self.choices]
        if funds:
            ties += [
                {code for code, one in self.measures.items() if one.fund and one.fund.name == fund}
                for fund in self.funds
            ]
        size = -1
        while size < len(kept):
            size = len(kept)
            kept = kept.union(*(tie for tie in ties if tie & kept))
        return replace(
            self,
            measures={code: one for code, one in self.measures.items() if code in kept},
            choices=tuple(one for one in self.choices if kept.issuperset(one.measures)),
        )

    def with_adopted(self, values: Mapping[str, Value]) -> Pack:
        """The same policy with other adopted figures (a what-if)."""
        changed = dict(self.parameters)
        for key, value in values.items():
            if key not in changed:
                raise UsageError(f"no parameter {key}")
            changed[key] = changed[key].with_adopted(value)
        return replace(self, parameters=changed)


def folder_sha256(folder: Path) -> str:
    """The hash of a pack's declarations: its Python and TOML files, by name."""
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("*.py"), *folder.glob("*.toml"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build_pack(
    *,
    name: str,
    version: str,
    sha256: str,
    in_force: tuple[date, date],
    schema: Schema,
    parameters: Parameters,
    articles: Mapping[str, Article],
    units: Mapping[str, Words],
    interpretations: tuple[Interpretation, ...],
    words: Mapping[str, Any],
    measures: tuple[Measure, ...],
    choices: tuple[Choice, ...],
    everywhere: tuple[Condition, ...] = (),
    groupings: tuple[Grouping, ...] = (),
    criteria: tuple[Criteria, ...] = (),
) -> Pack:
    """Puts a policy together and checks the whole; ``everywhere`` holds the conditions that every
    measure has. Raises PackError naming the place."""
    by_code: dict[str, Measure] = {}
    for measure in measures:
        if measure.code in by_code:
            raise PackError(f"measure {measure.code}: two measures have this name")
        by_code[measure.code] = replace(measure, conditions=(*everywhere, *measure.conditions))
    by_code = dict(sorted(by_code.items()))
    for choice in choices:
        for code in choice.measures:
            if code not in by_code:
                raise PackError(f"choice {choice.name}: unknown measure {code}")
    vocabularies = {
        "measures": tuple(by_code),
        "funds": tuple(sorted({m.fund.name for m in by_code.values() if m.fund})),
        **{f"{choice.name}_choice": choice.measures for choice in choices},
    }
    pack = Pack(
        name=name,
        version=version,
        sha256=sha256,
        in_force=in_force,
        schema=replace(schema, vocabularies=vocabularies),
        parameters=parameters,
        articles=articles,
        units=units,
        interpretations=interpretations,
        words=words,
        measures=by_code,
        choices=choices,
        groupings=groupings,
        criteria={one.code: one for one in criteria},
    )
    _check_citations(pack)
    for measure in by_code.values():
        _check_measure(pack, measure)
    for choice in choices:
        _check_choice(pack, choice)
    for grouping in groupings:
        _check_grouping(pack, grouping)
    for one in criteria:
        check_criteria(one, pack.schema, parameters)
    _check_words(pack)
    if len(pack.reason_codes) > 64:
        raise PackError(f"{len(pack.reason_codes)} reason codes, but a line holds at most 64")
    return pack


def _citations(pack: Pack) -> Iterator[tuple[str, str]]:
    for key, figure in pack.parameters.items():
        yield f"parameter {key}", figure.article
    for measure in pack.measures.values():
        if not measure.articles:
            raise PackError(f"measure {measure.code}: cites no article")
        for place, article in measure.cited():
            yield f"measure {measure.code}, {place}", article
    for choice in pack.choices:
        yield f"choice {choice.name}", choice.article
    for criteria in pack.criteria.values():
        for condition in criteria.conditions:
            yield f"criteria {criteria.code}, {condition.code}", condition.article


def _check_citations(pack: Pack) -> None:
    for place, article in _citations(pack):
        if not article:
            raise PackError(f"{place}: cites no article")
        if article not in pack.articles:
            raise PackError(f"{place}: unknown article {article}")


def _check_measure(pack: Pack, measure: Measure) -> None:
    figures = {key: figure.unit for key, figure in pack.parameters.items()}
    table = measure.candidates.table
    if not pack.schema.has(table):
        raise PackError(f"measure {measure.code}: unknown table {table}")
    for column in pack.schema.table(table).columns:
        if column.name in LINE_COLUMNS:
            raise PackError(f"measure {measure.code}: column {table}.{column.name} is reserved")
    expected = _expected_units(measure)
    for place, expression in measure.expressions():
        check = UnitCheck(pack.schema, figures, table, f"measure {measure.code}, {place}")
        unit = check.unit(expression)
        wanted = expected.get(id(expression))
        if wanted is not None and unit is not wanted:
            raise check.error(f"needs {wanted.value}, but this is {unit.value}")
    ranked = measure.quota.score if isinstance(measure.quota, Top) else None
    if isinstance(measure.amount, Places):
        ranked = measure.amount.by
    if ranked is not None:
        check = UnitCheck(pack.schema, figures, table, f"measure {measure.code}, ranking")
        check.expect_order(ranked)
    _check_columns(pack, measure)
    if isinstance(measure.quota, Plan):
        _check_plan(pack, measure, measure.quota, figures)


def _expected_units(measure: Measure) -> dict[int, Unit]:
    """The unit that each place needs, by the identity of its expression."""
    expected = {id(measure.candidates.in_year): Unit.TRUTH}
    if measure.candidates.of_kind is not None:
        expected[id(measure.candidates.of_kind)] = Unit.TRUTH
    for condition in measure.conditions:
        expected[id(condition.test)] = Unit.TRUTH
        if condition.when is not None:
            expected[id(condition.when)] = Unit.TRUTH
    for route in measure.routes:
        expected[id(route.test)] = Unit.TRUTH
    money: list[x.Expression | None] = [measure.item_cap]
    if isinstance(measure.amount, Places):
        money += [amount for _, amount in measure.amount.tiers]
        for places, _ in measure.amount.tiers:
            expected[id(places)] = Unit.COUNT
    else:
        money.append(measure.amount)
    if measure.uplift is not None:
        expected[id(measure.uplift.rate)] = Unit.RATE
        expected[id(measure.uplift.where)] = Unit.TRUTH
    if measure.counted is not None:
        money.append(measure.counted.cap)
    if measure.cap is not None:
        money.append(measure.cap.amount)
    if measure.deduction is not None:
        money.append(measure.deduction.amount)
        expected[id(measure.deduction.where)] = Unit.TRUTH
    if measure.quota is not None:
        expected[id(measure.quota.places)] = Unit.COUNT
    expected.update({id(expression): Unit.MONEY for expression in money if expression is not None})
    return expected


def _check_columns(pack: Pack, measure: Measure) -> None:
    """Columns that limits name directly must exist, with the unit that the limit needs."""
    table = pack.schema.table(measure.candidates.table)
    named: list[tuple[str, str, tuple[Type, ...]]] = []
    if measure.counted is not None:
        named.append(("counted", measure.counted.column, (Type.MONEY,)))
        named.append(("counted", measure.counted.order, (Type.DATE,)))
    if measure.cap is not None and measure.cap.per:
        named.append(("cap", measure.cap.per, (Type.ID,)))
    if measure.cap is not None and measure.cap.order:
        named.append(("cap", measure.cap.order, (Type.DATE,)))
    if measure.once is not None:
        named += [("once", column, (Type.DATE,)) for column in measure.once.order]
    for place, column, types in named:
        at = f"measure {measure.code}, {place}"
        if not table.has(column):
            raise PackError(f"{at}: unknown column {column} of {table.name}")
        if table.column(column).type not in types:
            raise PackError(
                f"{at}: {column} is {table.column(column).type.name.lower()}, "
                f"but needs {types[0].name.lower()}"
            )


def _check_plan(pack: Pack, measure: Measure, plan: Plan, figures: Mapping[str, Unit]) -> None:
    place = f"measure {measure.code}, plan"
    UnitCheck(pack.schema, figures, measure.candidates.table, place).expect(plan.places, Unit.COUNT)
    try:
        parent = pack.schema.referenced(pack.schema.table(measure.candidates.table), plan.reference)
    except PackError as error:
        raise PackError(f"{place}: {error}") from None
    check = UnitCheck(pack.schema, figures, parent.name, place)
    check.expect(plan.where, Unit.TRUTH)
    for expression, _ in plan.order:
        check.expect_order(expression, or_truth=True)


def _check_choice(pack: Pack, choice: Choice) -> None:
    for code in choice.measures:
        table = pack.schema.table(pack.measures[code].candidates.table)
        try:
            pack.schema.referenced(table, choice.key)
        except PackError as error:
            raise PackError(f"choice {choice.name}, measure {code}: {error}") from None


def _check_grouping(pack: Pack, grouping: Grouping) -> None:
    place = f"grouping {grouping.name}"
    table = pack.schema.table(pack.schema.organizations)
    if isinstance(grouping, ByColumn):
        if not table.has(grouping.column):
            raise PackError(f"{place}: unknown column {grouping.column} of {table.name}")
        return
    figures = {key: figure.unit for key, figure in pack.parameters.items()}
    for code, test in grouping.statuses:
        check = UnitCheck(pack.schema, figures, table.name, f"{place}, {code}")
        check.expect(test, Unit.TRUTH)


def _check_words(pack: Pack) -> None:
    wanted = {
        "measures": set(pack.measures),
        "reasons": set(pack.reason_codes),
        "groupings": {grouping.name for grouping in pack.groupings},
        "choices": {choice.key for choice in pack.choices},
        "routes": {route.name for one in pack.measures.values() for route in one.routes},
    }
    for measure in pack.measures.values():
        wanted["reasons"].update(filter(None, amount_reasons(measure)))
        if measure.candidates.otherwise:
            wanted["reasons"].add(measure.candidates.otherwise)
    wanted["criteria"] = {
        condition.code for criteria in pack.criteria.values() for condition in criteria.conditions
    }
    for group, codes in wanted.items():
        given = pack.words.get(group, {})
        for code in sorted(codes):
            if code not in given:
                raise PackError(f"words: [{group}] has no {code}")
            both(f"words: [{group}] {code}", given[code])


def amount_reasons(measure: Measure) -> tuple[str, ...]:
    """What can change a line's amount, in the order in which it is applied; bits of a line."""
    return (
        measure.uplift.code if measure.uplift else "",
        ITEM_CAP if measure.item_cap is not None else "",
        measure.counted.code if measure.counted else "",
        measure.cap.code if measure.cap else "",
        measure.deduction.code if measure.deduction else "",
        FUND_PRO_RATA if measure.fund else "",
    )

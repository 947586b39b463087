"""What a what-if changes: adopted figures of the pack, and the budgets of its funds.

A change is written ``KEY=VALUE``: ``equipment.rate=2%``, ``order_award.places_1=5``,
``budget.software=30000000`` (yuan), ``budget.software=none`` (no limit).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

import polars as pl

from banyan.rules import expressions as x
from banyan.rules.articles import Words
from banyan.rules.errors import PackError, UsageError
from banyan.rules.facts import Facts
from banyan.rules.measure import Plan
from banyan.rules.pack import Pack
from banyan.rules.parameters import Value, parse_value, show_value
from banyan.rules.settlement.funds import budget
from banyan.rules.units import RATE_SCALE, Unit

BUDGET = "budget."
"""What a budget's key begins with; the fund's name follows."""

LARGEST = {
    Unit.MONEY: 10**14,  # fen: what the facts allow for an amount
    Unit.RATE: 10 * RATE_SCALE,
    Unit.COUNT: 10**9,
}
"""Above this a product of several figures might not fit into 128 bits."""

MOST_YEARS = 100
"""Above this a date moved by a number of years might not be a date any more."""


@dataclass(frozen=True)
class Change:
    """One figure or budget before and after. ``None`` is no limit, which only a budget can have;
    a budget has no ceiling. ``fund`` is empty for a figure of the pack."""

    key: str
    unit: Unit
    words: Words
    before: Value | None
    after: Value | None
    article: str
    ceiling: Value | None = None
    fund: str = ""

    @property
    def above_ceiling(self) -> bool:
        """Whether the notice would not allow it; a what-if may ask nevertheless."""
        return (
            self.ceiling is not None and self.after is not None and self.after > self.ceiling  # type: ignore[operator]  # both have the figure's unit
        )

    def show(self, value: Value | None) -> str:
        return "none" if value is None else show_value(value, self.unit)

    @property
    def warning(self) -> str:
        """What must be said about a value that the notice would not allow, else empty."""
        if not self.above_ceiling:
            return ""
        return (
            f"{self.key}={self.show(self.after)} is above the ceiling of the notice, "
            f"{self.article}: {self.show(self.ceiling)}"
        )


def read_changes(
    pack: Pack, facts: Facts, year: int, settings: Iterable[str]
) -> tuple[Change, ...]:
    """The changes as written. Raises UsageError for an unknown key (naming the nearest), a value
    that does not fit the unit, or a key that is set twice."""
    pack.check_year(year)
    changes: dict[str, Change] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise UsageError(f"{setting!r} is not KEY=VALUE")
        key, value = key.strip(), value.strip()
        if key in changes:
            raise UsageError(f"{key} is set twice")
        if key.startswith(BUDGET):
            changes[key] = _budget_change(pack, facts, year, key, value)
        else:
            changes[key] = _figure_change(pack, year, key, value)
    return tuple(changes.values())


def figure_value(pack: Pack, key: str, text: str) -> Value:
    """A value of the figure as written. Raises UsageError for an unknown key, a value that does
    not fit the unit, and one with which nothing could be computed."""
    figure = pack.parameters.get(key)
    if figure is None:
        raise _unknown(pack, key)
    value = _value(key, text, figure.unit)
    _check_use(pack, key, value)
    return value


def changed_pack(pack: Pack, changes: Sequence[Change]) -> Pack:
    """The pack with the changed figures adopted."""
    return pack.with_adopted(
        {
            change.key: change.after
            for change in changes
            if not change.fund and change.after is not None
        }
    )


def changed_facts(facts: Facts, year: int, changes: Sequence[Change]) -> Facts:
    """The facts with the changed budgets of ``year``, for nothing but the what-if: their sources
    stay those of the facts as they were read."""
    budgets = facts["budgets"]
    for change in changes:
        if not change.fund:
            continue
        budgets = budgets.filter((pl.col("year") != year) | (pl.col("fund") != change.fund))
        if change.after is not None:
            row = {"year": year, "fund": change.fund, "amount": change.after}
            budgets = pl.concat([budgets, pl.DataFrame([row], schema=budgets.schema)])
    if budgets is facts["budgets"]:
        return facts
    return replace(facts, tables={**facts.tables, "budgets": budgets})


def _budget_change(pack: Pack, facts: Facts, year: int, key: str, value: str) -> Change:
    fund = key.removeprefix(BUDGET)
    if fund not in pack.funds:
        raise _unknown(pack, key)
    words = pack.words.get("words", {}).get("fund", {}).get(fund, {"zh": fund, "en": fund})
    articles = {
        measure.fund.article
        for measure in pack.measures.values()
        if measure.fund is not None and measure.fund.name == fund
    }
    return Change(
        key=key,
        unit=Unit.MONEY,
        words=words,
        before=budget(facts, year, fund),
        after=None if value == "none" else _value(key, value, Unit.MONEY),
        article=min(articles),
        fund=fund,
    )


def _figure_change(pack: Pack, year: int, key: str, value: str) -> Change:
    after = figure_value(pack, key, value)
    figure = pack.parameters[key]
    span = figure.on(date(year, 12, 31))
    return Change(
        key=key,
        unit=figure.unit,
        words=figure.words,
        before=span.adopted,
        after=after,
        ceiling=span.ceiling,
        article=figure.article,
    )


def _value(key: str, text: str, unit: Unit) -> Value:
    try:
        value = parse_value(text, unit, key)
    except PackError as error:
        raise UsageError(str(error)) from None
    if isinstance(value, int) and value > LARGEST[unit]:
        raise UsageError(f"{key}: {text} is more than {show_value(LARGEST[unit], unit)}")
    return value


def _unknown(pack: Pack, key: str) -> UsageError:
    known = [*pack.parameters, *(BUDGET + fund for fund in pack.funds)]
    nearest = get_close_matches(key, known, n=3, cutoff=0.5)
    hint = f"; did you mean {', '.join(nearest)}?" if nearest else ""
    return UsageError(f"no parameter {key}{hint}")


def _check_use(pack: Pack, key: str, value: Value) -> None:
    """Refuses what no computation could use: a divisor of 0, a move by thousands of years."""
    for tree in _expressions(pack):
        for node in tree.nodes():
            match node:
                case x.Product(over=x.Parameter(key=divisor)) if divisor == key and value == 0:
                    raise UsageError(f"{key}: amounts are divided by it, so it cannot be 0")
                case x.Anniversary(years=moved) | x.SettledYear(back=moved):
                    if moved == x.Parameter(key) and isinstance(value, int) and value > MOST_YEARS:
                        raise UsageError(f"{key}: {value} is more than {MOST_YEARS} years")


def _expressions(pack: Pack) -> Iterable[x.Expression]:
    for measure in pack.measures.values():
        for _, tree in measure.expressions():
            yield tree
        if isinstance(measure.quota, Plan):
            yield measure.quota.where

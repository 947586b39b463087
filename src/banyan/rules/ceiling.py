"""The most that a measure can pay one organization in a year, read from its declaration."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from fractions import Fraction
from functools import singledispatch

from banyan.rules import expressions as x
from banyan.rules.measure import Measure, Places
from banyan.rules.pack import Pack
from banyan.rules.parameters import Value, adopted_in
from banyan.rules.units import RATE_SCALE, Unit


def most(pack: Pack, measure: Measure, year: int) -> int | None:
    """Fen: for all lines of the year together where the measure has a cap, else for one line;
    ``None`` where the declaration sets no limit."""
    bounds = _Bounds(pack, measure, adopted_in(pack.parameters, year), 365 + isleap(year))
    if measure.cap is not None:
        return int(bounds.of(measure.cap.amount) or 0)
    if isinstance(measure.amount, Places):
        tiers = [bounds.of(tier) or Fraction(0) for _, tier in measure.amount.tiers]
        amount: Fraction | None = max(tiers)
    else:
        amount = bounds.of(measure.amount)
    if measure.uplift is not None and amount is not None:
        amount *= bounds.of(measure.uplift.rate) or Fraction(1)
    limits = [amount]
    if measure.item_cap is not None:
        limits.append(bounds.of(measure.item_cap))
    known = [limit for limit in limits if limit is not None]
    return int(min(known) // 1) if known else None


class _Bounds:
    """Upper bounds of amounts: money in fen, counts as they are, rates of one."""

    def __init__(
        self, pack: Pack, measure: Measure, figures: Mapping[str, Value], days: int
    ) -> None:
        self.pack = pack
        self.figures = figures
        self.days = days
        self.counted = measure.counted

    def of(self, node: x.Expression) -> Fraction | None:
        """``None`` where nothing limits the value."""
        return _bound(node, self)


@singledispatch
def _bound(node: x.Expression, bounds: _Bounds) -> Fraction | None:
    return None


@_bound.register
def _(node: x.Parameter, bounds: _Bounds) -> Fraction | None:
    value = bounds.figures[node.key]
    if not isinstance(value, int):
        return None
    unit = bounds.pack.parameters[node.key].unit
    return Fraction(value, RATE_SCALE if unit is Unit.RATE else 1)


@_bound.register
def _(node: x.Column, bounds: _Bounds) -> Fraction | None:
    if bounds.counted is not None and node.name == bounds.counted.column:
        return bounds.of(bounds.counted.cap)
    return None


@_bound.register
def _(node: x.Filled, bounds: _Bounds) -> Fraction | None:
    return bounds.of(node.operand)


@_bound.register
def _(node: x.Of, bounds: _Bounds) -> Fraction | None:
    return bounds.of(node.expression)


@_bound.register
def _(node: x.DaysInYear, bounds: _Bounds) -> Fraction | None:
    return Fraction(bounds.days)


@_bound.register
def _(node: x.Least, bounds: _Bounds) -> Fraction | None:
    known = [limit for part in node.operands if (limit := bounds.of(part)) is not None]
    return min(known, default=None)


@_bound.register
def _(node: x.Cases, bounds: _Bounds) -> Fraction | None:
    values = [value for _, value in node.branches]
    if node.otherwise is not None:
        values.append(node.otherwise)
    limits = [bounds.of(value) for value in values]
    return None if None in limits else max(limit for limit in limits if limit is not None)


@_bound.register
def _(node: x.Product, bounds: _Bounds) -> Fraction | None:
    product = Fraction(1)
    for factor in node.factors:
        limit = bounds.of(factor)
        if limit is None:
            return None
        product *= limit
    over = None if node.over is None else bounds.of(node.over)
    return product if not over else product / over

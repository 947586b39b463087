"""What an organization must meet for a list: conditions without an amount."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from banyan.rules import expressions as x
from banyan.rules.errors import PackError
from banyan.rules.measure import Condition
from banyan.rules.parameters import Figure, Parameters
from banyan.rules.schema import Schema
from banyan.rules.unit_check import UnitCheck
from banyan.rules.units import RATE_SCALE, Unit

MOST = 62
"""Conditions of one list: each is a bit of a whole number that a database holds."""

_THRESHOLDS = (Unit.MONEY, Unit.COUNT, Unit.RATE)


@dataclass(frozen=True)
class Criteria:
    """The conditions over the organizations' table that ``code`` asks, in their order."""

    code: str
    conditions: tuple[Condition, ...]

    def expressions(self) -> Iterator[x.Expression]:
        for condition in self.conditions:
            yield condition.test
            if condition.when is not None:
                yield condition.when


def check_criteria(criteria: Criteria, schema: Schema, parameters: Parameters) -> None:
    """Raises PackError for conditions that do not hold together."""
    place = f"criteria {criteria.code}"
    if not 0 < len(criteria.conditions) <= MOST:
        raise PackError(f"{place}: from 1 to {MOST} conditions, not {len(criteria.conditions)}")
    codes = [condition.code for condition in criteria.conditions]
    if len(set(codes)) < len(codes):
        raise PackError(f"{place}: two conditions have one code")
    figures = {key: figure.unit for key, figure in parameters.items()}
    for tree in criteria.expressions():
        UnitCheck(schema, figures, schema.organizations, place).expect(tree, Unit.TRUTH)


def eased(test: x.Expression, parameters: Parameters) -> x.Expression:
    """The same test with every threshold of the pack that it compares with eased (see
    ``eased_figures``); itself where it has none."""
    match test:
        case x.Compare(right=x.Parameter(key=key)) if parameters[key].unit in _THRESHOLDS:
            name = _name(key, below=test.operator in (">=", ">"))
            return replace(test, right=x.Parameter(name))
        case x.All() | x.AnyOf():
            parts = tuple(eased(part, parameters) for part in test.operands)
            return replace(test, operands=parts)
        case x.Of():
            return replace(test, expression=eased(test.expression, parameters))
    return test


def eased_figures(
    tests: Iterator[x.Expression], parameters: Parameters, nearness: int
) -> dict[str, Figure]:
    """The figures that eased tests name: ``nearness`` millionths of a threshold are enough where
    something must be reached, as much more is let pass where something must not be exceeded."""
    found = {}
    for test in tests:
        for node in test.nodes():
            if isinstance(node, x.Compare) and isinstance(node.right, x.Parameter):
                figure = parameters[node.right.key]
                if figure.unit in _THRESHOLDS:
                    below = node.operator in (">=", ">")
                    share = nearness if below else 2 * RATE_SCALE - nearness
                    found[_name(figure.key, below=below)] = _scaled(figure, share)
    return found


def _name(key: str, *, below: bool) -> str:
    return f"{key} eased {'down' if below else 'up'}"


def _scaled(figure: Figure, share: int) -> Figure:
    spans = []
    for span in figure.spans:
        assert isinstance(span.adopted, int)
        spans.append(replace(span, adopted=span.adopted * share // RATE_SCALE))
    return replace(figure, spans=tuple(spans))

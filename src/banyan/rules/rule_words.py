"""Amounts in words as the rule has them, without the figures of any candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatchmethod

from banyan.rules import expressions as x
from banyan.rules.parameters import Value, show_value
from banyan.rules.schema import Table
from banyan.rules.units import Unit
from banyan.rules.wording import Wording, yuan

PHRASES = {
    "days": {"zh": "当年计息天数", "en": "days of interest in the year"},
    "cases": {"zh": "；", "en": "; "},
}


@dataclass(frozen=True)
class RuleWords:
    """Says expressions over the rows of ``table`` with the figures of a year."""

    wording: Wording
    figures: Mapping[str, Value]
    table: Table

    @singledispatchmethod
    def say(self, node: x.Expression) -> str:
        raise TypeError(f"no words for {type(node).__name__}")

    @say.register
    def _(self, node: x.Column) -> str:
        return self.wording.column(self.table.name, node.name)

    @say.register
    def _(self, node: x.Parameter) -> str:
        figure = self.wording.pack.parameters[node.key]
        value = self.figures[node.key]
        shown = (
            yuan(value)
            if figure.unit is Unit.MONEY and isinstance(value, int)
            else show_value(value, figure.unit)
        )
        return f"{figure.words[self.wording.language]} {shown}"

    @say.register
    def _(self, node: x.Of) -> str:
        table = self.wording.pack.schema.referenced(self.table, node.reference)
        return RuleWords(self.wording, self.figures, table).say(node.expression)

    @say.register
    def _(self, node: x.Filled) -> str:
        return self.say(node.operand)

    @say.register
    def _(self, node: x.Total) -> str:
        return self.wording.phrase("total", self.wording.column(node.table, node.column))

    @say.register
    def _(self, node: x.Least) -> str:
        parts = self.wording.phrase("or").join(self.say(part) for part in node.operands)
        return self.wording.phrase("lesser", parts)

    @say.register
    def _(self, node: x.Cases) -> str:
        values = [value for _, value in node.branches]
        if node.otherwise is not None:
            values.append(node.otherwise)
        words = dict.fromkeys(self.say(value) for value in values)
        return PHRASES["cases"][self.wording.language].join(words)

    @say.register
    def _(self, node: x.Product) -> str:
        text = " × ".join(self.say(factor) for factor in node.factors)
        return text if node.over is None else f"{text} ÷ {self.figures[node.over.key]}"

    @say.register
    def _(self, node: x.DaysInYear) -> str:
        return PHRASES["days"][self.wording.language]

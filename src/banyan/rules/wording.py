"""Expressions in words, with the figures of one row put in."""

from __future__ import annotations

from datetime import date, timedelta
from functools import singledispatchmethod
from typing import Any

from banyan.rules import expressions as x
from banyan.rules.pack import Pack
from banyan.rules.parameters import show_value
from banyan.rules.schema import Table, Type
from banyan.rules.single import Reading, Row, first_part
from banyan.rules.units import Unit

PHRASES = {
    "lesser": {"zh": "{0}（取较小者）", "en": "the lesser of {0}"},
    "or": {"zh": "与", "en": " and "},
    "days": {
        "zh": "{year}年内计息 {days} 天（{first}至{last}）",
        "en": "{days} days of interest in {year} ({first} to {last})",
    },
    "no days": {"zh": "{year}年内计息 0 天", "en": "0 days of interest in {year}"},
    "total": {"zh": "{0}合计", "en": "total {0}"},
    "count": {"zh": "{0}数", "en": "number of {0}"},
    "unknown": {"zh": "未填", "en": "not known"},
    "recorded": {"zh": "{table}：{kinds}", "en": "{table}: {kinds}"},
    "of": {"zh": "、", "en": ", "},
}


def yuan(fen: int) -> str:
    """Fen as yuan with thousands separators: ``4,424,778.76``."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def fen(yuan_text: str) -> int:
    """The reverse of ``yuan``."""
    return int(yuan_text.replace(",", "").replace(".", ""))


def plain_yuan(fen: int) -> str:
    """Fen as yuan for files: ``4424778.76``."""
    return f"{fen // 100}.{fen % 100:02d}"


class Wording:
    """Says things of one pack in one language."""

    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language

    def phrase(self, name: str, *parts: object, **named: object) -> str:
        return PHRASES[name][self.language].format(*parts, **named)

    def word(self, *path: str, default: str | None = None) -> str:
        """The pack's words for a code, by their place in ``words.toml``."""
        found: Any = self.pack.words
        for step in path:
            found = found.get(step, {})
        return str(found.get(self.language, path[-1] if default is None else default))

    def column(self, table: str, column: str) -> str:
        return self.word("columns", f"{table}.{column}")

    def show(self, value: Any, unit: Unit) -> str:
        if value is None:
            return self.phrase("unknown")
        if unit is Unit.MONEY:
            return yuan(int(value // 1))
        if unit in (Unit.RATE, Unit.COUNT, Unit.DATE):
            return show_value(value, unit)
        return str(value)

    def show_column(self, table: Table, name: str, value: Any) -> str:
        """A value of a column as a person writes it."""
        column = table.column(name)
        if value is None:
            return self.phrase("unknown")
        match column.type:
            case Type.MONEY:
                return yuan(value)
            case Type.PERCENT:
                return show_value(value, Unit.RATE)
            case Type.WORD:
                return self.word("words", name, value)
            case Type.WORDS:
                words = self.pack.schema.words(column)
                chosen = [word for bit, word in enumerate(words) if value >> bit & 1]
                return self.phrase("of").join(self.word("words", name, word) for word in chosen)
            case _:
                return str(value)

    @singledispatchmethod
    def formula(self, node: x.Expression, row: Row, reading: Reading) -> str:
        """How the value of ``node`` comes about for this row."""
        return self.show(reading.value(node, row), reading.unit(node, row.table))

    @formula.register
    def _(self, node: x.Column, row: Row, reading: Reading) -> str:
        value = self.show_column(row.table, node.name, row.values.get(node.name))
        return f"{self.column(row.table.name, node.name)} {value}"

    @formula.register
    def _(self, node: x.Parameter, row: Row, reading: Reading) -> str:
        figure = self.pack.parameters[node.key]
        value = self.show(reading.value(node, row), figure.unit)
        return f"{figure.words[self.language]} {value}"

    @formula.register
    def _(self, node: x.Of, row: Row, reading: Reading) -> str:
        parent = reading.single.parent(row, node.reference)
        if parent is None:
            table = self.pack.schema.referenced(row.table, node.reference)
            return f"{self.word('tables', table.name)} {self.phrase('unknown')}"
        return self.formula(node.expression, parent, reading)

    @formula.register
    def _(self, node: x.Filled, row: Row, reading: Reading) -> str:
        return self.formula(node.operand, row, reading)

    @formula.register
    def _(self, node: x.Total, row: Row, reading: Reading) -> str:
        label = self.phrase("total", self.column(node.table, node.column))
        return f"{label} {self.show(reading.value(node, row), Unit.MONEY)}"

    @formula.register
    def _(self, node: x.Count, row: Row, reading: Reading) -> str:
        label = self.phrase("count", self.word("tables", node.table))
        return f"{label} {self.show(reading.value(node, row), Unit.COUNT)}"

    @formula.register
    def _(self, node: x.Least, row: Row, reading: Reading) -> str:
        parts = [self.formula(operand, row, reading) for operand in node.operands]
        return self.phrase("lesser", self.phrase("or").join(parts))

    @formula.register
    def _(self, node: x.Cases, row: Row, reading: Reading) -> str:
        chosen = reading.branch(node, row)
        return self.phrase("unknown") if chosen is None else self.formula(chosen, row, reading)

    @formula.register
    def _(self, node: x.Product, row: Row, reading: Reading) -> str:
        text = " × ".join(self.formula(factor, row, reading) for factor in node.factors)
        return text if node.over is None else f"{text} ÷ {reading.value(node.over, row)}"

    @formula.register
    def _(self, node: x.DaysInYear, row: Row, reading: Reading) -> str:
        days = reading.value(node, row)
        year = reading.single.year
        if days is None:
            return self.phrase("unknown")
        if days == 0:
            return self.phrase("no days", year=year)
        first = max(reading.value(node.start, row), date(year, 1, 1))
        last = first + timedelta(days=days - 1)
        return self.phrase("days", year=year, days=days, first=first, last=last)

    def relation(self, node: x.Exists | x.Count | x.Total) -> str:
        """What would have to be recorded: the table and, where it is plain, the kind."""
        table = self.word("tables", node.table)
        kind = first_part(node.where)
        if isinstance(kind, x.IsIn | x.Has) and isinstance(kind.operand, x.Column):
            name = kind.operand.name
            words = [self.word("words", name, word) for word in kind.words]
            return self.phrase("recorded", table=table, kinds=self.phrase("of").join(words))
        return table

"""The form in which people write worked cases (``docs/worked-cases.md``), and its reader.

A case says only what matters to it: what it leaves out follows from the schema, and an
organization may go by a label. Every scalar is read as text, so that money stays decimal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import yaml

from banyan.rules.credit_code import complete
from banyan.rules.errors import UsageError
from banyan.rules.schema import AtMost, Column, Schema, Table, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

CASE_KEYS = ("case", "title", "articles", "year", "facts", "because", "expect", "only", "rest")
REQUIRED_KEYS = ("year", "facts", "expect")
LINE_COLUMNS = ("measure", "uscc", "subject", "route", "status", "reasons", "gross", "amount")
LINE_MONEY = ("gross", "amount")

CODE_LENGTH = 18
CODE_PREFIX = "91350100"

YUAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)(万|亿)?")
UNITS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One worked case. ``codes`` maps each label to the credit code that stands for it.

    ``case`` is its title in Chinese, ``title`` the English one (the Chinese where there is none).
    ``rest`` is how many lines there may be that ``expect`` does not list; ``only`` names the
    measures that are compared, all where it is empty.
    """

    file: Path
    case: str
    title: str
    articles: tuple[str, ...]
    year: int
    because: str
    facts: Mapping[str, list[Row]]
    codes: Mapping[str, str]
    expect: tuple[Row, ...]
    only: tuple[str, ...]
    rest: int

    def tables(self) -> dict[str, list[Row]]:
        """Every table that has rows, each row as the text that a CSV file would hold."""
        return {table: [dict(row) for row in rows] for table, rows in self.facts.items() if rows}


def read_cases(path: Path, schema: Schema) -> list[Case]:
    """The cases of a file, or of every ``*.yaml`` of a folder in the order of their names."""
    if path.is_dir():
        files = sorted(path.glob("*.yaml"))
        if not files:
            raise UsageError(f"{path}: no *.yaml here")
    elif path.is_file():
        files = [path]
    else:
        raise UsageError(f"{path}: no such file or folder")
    return [case for file in files for case in _cases_of(file, schema)]


def credit_code(number: int) -> str:
    """The valid credit code that stands for the ``number``-th label; codes order as numbers."""
    return complete(f"{CODE_PREFIX}{number:09d}")


def _cases_of(file: Path, schema: Schema) -> Iterator[Case]:
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: not YAML that can be read: {error}") from error
    if not isinstance(node, yaml.SequenceNode):
        raise UsageError(f"{file}: a list of cases is expected (- case: …)")
    for item in node.value:
        where = f"{file}, line {item.start_mark.line + 1}"
        content = _content(item, str(file))
        if not isinstance(content, dict) or not isinstance(content.get("case"), str):
            raise UsageError(f"{where}: a case begins with its title (- case: …)")
        yield _Reader(file, f"{where}, case {content['case']}", content, schema).case()


def _content(node: yaml.Node, file: str) -> Any:
    """Text, lists and mappings of a node; a key that is written twice would lose one silently."""
    if isinstance(node, yaml.SequenceNode):
        return [_content(item, file) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        content: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in content:
                raise UsageError(f"{file}, line {key.start_mark.line + 1}: {name} stands twice")
            content[name] = _content(value, file)
        return content
    return str(node.value)


class _Reader:
    """Reads one case. ``repeated`` holds how often each named row is repeated, by its table and
    the name as written: a repeated row that refers to it is numbered with it."""

    def __init__(self, file: Path, where: str, content: dict[str, Any], schema: Schema) -> None:
        self.file = file
        self.where = where
        self.content = content
        self.schema = schema
        self.codes: dict[str, str] = {}
        self.repeated: dict[tuple[str, str], int] = {}

    def case(self) -> Case:
        content = self.content
        for key in content:
            if key not in CASE_KEYS:
                raise self.fault(key, f"unknown; a case has {', '.join(CASE_KEYS)}")
        for key in REQUIRED_KEYS:
            if key not in content:
                raise self.fault(key, "must be given")
        self.year = self.text("year")
        if not re.fullmatch("[0-9]{4}", self.year):
            raise self.fault("year", "a year of four digits is expected")
        rest = self.text("rest") or "0"
        if not rest.isdecimal():
            raise self.fault("rest", "a whole number is expected")
        facts = self.facts()
        return Case(
            file=self.file,
            case=content["case"],
            title=self.text("title") or content["case"],
            articles=self.texts("articles"),
            year=int(self.year),
            because=self.text("because"),
            facts=facts,
            codes=self.codes,
            expect=tuple(self.expected()),
            only=self.texts("only"),
            rest=int(rest),
        )

    def fault(self, place: str, what: str) -> UsageError:
        return UsageError(f"{self.where}, {place}: {what}")

    def text(self, key: str) -> str:
        value = self.content.get(key, "")
        if not isinstance(value, str):
            raise self.fault(key, "text is expected")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(key, "a list is expected")
        return tuple(value)

    def facts(self) -> dict[str, list[Row]]:
        written = self.content["facts"]
        if not isinstance(written, dict):
            raise self.fault("facts", "tables are expected (organizations: …)")
        for name, rows in written.items():
            if not self.schema.has(name):
                raise self.fault(f"facts, {name}", "no such table")
            table = self.schema.table(name)
            for place, row in self.rows(f"facts, {name}", rows):
                self.check_columns(
                    place,
                    row,
                    columns=[column.name for column in table.columns],
                    lists=[column.name for column in table.columns if column.type is Type.WORDS],
                )
                own = self.own_key(table)
                if own and own.name in row and self.times(place, row) > 1:
                    self.repeated[name, row[own.name]] = self.times(place, row)
        return {name: self.table(self.schema.table(name), rows) for name, rows in written.items()}

    def rows(self, place: str, rows: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if not isinstance(rows, list):
            raise self.fault(place, "a list of rows is expected")
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                raise self.fault(f"{place}, row {number}", "columns are expected ({column: value})")
            yield f"{place}, row {number}", row

    def check_columns(
        self, place: str, row: dict[str, Any], columns: Sequence[str], lists: Sequence[str]
    ) -> None:
        """Only these columns, each a text; a list of texts too where ``lists`` allows it."""
        for name, value in row.items():
            if name not in (*columns, "repeat", "step"):
                raise self.fault(f"{place}, {name}", "no such column")
            many = name in lists and isinstance(value, list)
            texts = value if many else [value]
            if name != "step" and not all(isinstance(text, str) for text in texts):
                raise self.fault(f"{place}, {name}", "text is expected")

    def times(self, place: str, row: dict[str, Any]) -> int:
        times = row.get("repeat", "1")
        if not isinstance(times, str) or not times.isdecimal() or int(times) < 1:
            raise self.fault(f"{place}, repeat", "a whole number of at least 1 is expected")
        return int(times)

    def own_key(self, table: Table) -> Column | None:
        """The column that names a row of this table; None where only references do."""
        first = table.column(table.key[0]) if table.key else None
        if first is None or first.references or first.type not in (Type.ID, Type.CREDIT_CODE):
            return None
        return first

    def table(self, table: Table, rows: Any) -> list[Row]:
        read: list[Row] = []
        own = self.own_key(table)
        for place, row in self.rows(f"facts, {table.name}", rows):
            for copy in range(self.times(place, row)):
                result: Row = {}
                for column in table.columns:
                    at = f"{place}, {column.name}"
                    value = _written(column, row.get(column.name, ""))
                    value = self.stepped(at, column.type, value, row, column.name, copy)
                    named = table.name if column is own else column.references
                    if column.type is Type.CREDIT_CODE:
                        named = self.schema.organizations
                    if value and named and "repeat" in row:
                        value = self.numbered(named, value, copy)
                    result[column.name] = value
                self.fill(place, table, result, len(read) + 1)
                for column in table.columns:
                    if column.type is Type.CREDIT_CODE:
                        result[column.name] = self.code(result[column.name])
                read.append(result)
        return read

    def stepped(
        self, place: str, type_: Type, value: str, row: dict[str, Any], name: str, copy: int
    ) -> str:
        step = row.get("step", {})
        if not isinstance(step, dict) or any(key not in row for key in step):
            raise self.fault(f"{place}, step", "columns that the row gives are expected")
        if name not in step or not copy:
            return value
        if type_ not in (Type.MONEY, Type.COUNT):
            raise self.fault(place, "only money and counts can step")
        try:
            return f"{Decimal(value) + copy * Decimal(step[name]):f}"
        except (InvalidOperation, TypeError):
            raise self.fault(place, "a number is expected where there is a step") from None

    def numbered(self, table: str, value: str, copy: int) -> str:
        times = self.repeated.get((table, value), 0)
        return f"{value}{copy + 1:0{max(2, len(str(times)))}d}" if times else value

    def fill(self, place: str, table: Table, row: Row, number: int) -> None:
        """Give the columns that the case leaves out their plain values."""
        own = self.own_key(table)
        bounds = {
            rule.column: rule.bound
            for rule in table.rules
            if isinstance(rule, AtMost) and table.column(rule.column).type is Type.DATE
        }
        for column in table.columns:
            if row[column.name] or column.optional:
                continue
            if column.plain:
                value = column.plain
            elif column is own and column.type is Type.ID:
                value = f"{table.name[0].upper()}{number}"
            elif column.type is Type.YEAR:
                value = self.year
            elif column.type is Type.TRUTH:
                value = "false"
            elif column.type is Type.MONEY or (column.type is Type.COUNT and not column.minimum):
                value = "0"
            elif column.name in bounds:
                value = row[bounds[column.name]]
            elif table.name == self.schema.organizations and column.type is Type.ID and own:
                value = row[own.name]
            else:
                value = ""
            if not value:
                raise self.fault(f"{place}, {column.name}", "must be given")
            row[column.name] = value

    def code(self, value: str) -> str:
        if len(value) == CODE_LENGTH or not value:
            return value
        return self.codes.setdefault(value, credit_code(len(self.codes) + 1))

    def expected(self) -> Iterator[Row]:
        for place, row in self.rows("expect", self.content["expect"]):
            self.check_columns(place, row, columns=LINE_COLUMNS, lists=["reasons"])
            if not row.get("measure"):
                raise self.fault(f"{place}, measure", "must be given")
            for copy in range(self.times(place, row)):
                yield {
                    name: self.expected_value(f"{place}, {name}", row, name, copy)
                    for name in LINE_COLUMNS
                    if name in row
                }

    def expected_value(self, place: str, row: dict[str, Any], name: str, copy: int) -> str:
        value = ";".join(row[name]) if isinstance(row[name], list) else str(row[name])
        if name in LINE_MONEY:
            value = self.stepped(place, Type.MONEY, yuan_text(value), row, name, copy)
            try:
                return f"{Decimal(value).quantize(Decimal('0.01')):f}"
            except InvalidOperation:
                raise self.fault(place, "yuan are expected") from None
        if name in ("uscc", "subject") and "repeat" in row:
            tables = sorted(table for table, base in self.repeated if base == value)
            if tables:
                value = self.numbered(tables[0], value, copy)
        if name == "uscc" and len(value) != CODE_LENGTH and value not in self.codes:
            raise self.fault(place, f"the facts do not speak of {value}")
        return value


def _written(column: Column, value: str | list[str]) -> str:
    """A value as a CSV file would hold it; labels stay labels."""
    if isinstance(value, list):
        return "|".join(value)
    return yuan_text(value) if column.type is Type.MONEY else value


def yuan_text(text: str) -> str:
    """Yuan as plain decimal text: 1.2亿 is 120000000. What is no number is left for the check
    of the facts to report."""
    match = YUAN.fullmatch(text)
    if not match or not match[2]:
        return text
    digits, _, fraction = f"{Decimal(match[1]) * UNITS[match[2]]:f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{digits}.{fraction}" if fraction else digits

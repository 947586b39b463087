"""What was expected where a fault is, in words of the page's language.

The engine says it in one way for each kind of column and rule; here each of them is said again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from django.utils.translation import gettext as _

from banyan.desk.records import labels
from banyan.desk.records.checking import NO_REFERRER, NOT_YOURS, STILL_THERE
from banyan.desk.records.rows import schema
from banyan.rules import relations, values
from banyan.rules.schema import (
    AtMost,
    Column,
    Constant,
    LaterThan,
    SameOwner,
    Table,
    Type,
    WordsWhen,
)

Say = Callable[[], str]


def explain(table: str, column: str, expected: str) -> str:
    """What was expected, of a fault in this table and column (empty for none)."""
    known = _of_table(table) if schema().has(table) else {}
    say = known.get((column, expected)) or known.get(("", expected)) or _OF_FILES.get(expected)
    if say is not None:
        return say()
    for pattern, say_of in _PATTERNS:
        found = re.fullmatch(pattern, expected)
        if found:
            return say_of(*found.groups())
    return expected


def _words(column: Column) -> str:
    words = labels.listed(column)
    said = [labels.word_label(column.name, word) for word in words[:8]]
    more = " …" if len(words) > 8 else ""
    return labels.wording().phrase("of").join(said) + more


def of_column(column: Column) -> str:
    """What a column takes, in words."""
    match column.type:
        case Type.CREDIT_CODE:
            return _("a unified social credit code of 18 characters with a valid check character")
        case Type.MONEY:
            return _("yuan, a number of at least 0 with at most 2 decimals")
        case Type.PERCENT:
            return _("percent from 0 to 100 with at most 4 decimals")
        case Type.COUNT:
            return _("a whole number of at least %(least)s") % {"least": column.minimum}
        case Type.YEAR:
            return _("a year of four digits")
        case Type.DATE:
            return _("a date such as 2026-05-31")
        case Type.TRUTH:
            return _("yes or no")
        case Type.WORD:
            return _("one of: %(words)s") % {"words": _words(column)}
        case Type.WORDS:
            return _("one or more of: %(words)s (joined by |)") % {"words": _words(column)}
    if column.name == "county":
        return _("a county code of 6 digits, or the county's name")
    if column.name == "industry":
        return _("an industry of GB/T 4754-2017: section letter and digits, such as C3911")
    return _("text") if column.type is Type.TEXT else _("a number or name that identifies it")


@cache
def _of_table(name: str) -> dict[tuple[str, str], Say]:
    table, found = schema().table(name), {}
    for column in table.columns:
        said = values.expected(schema(), column)
        found[column.name, said] = _later(of_column, column)
        found[column.name, values.expected_of_text(column)] = lambda: _(
            "text without line breaks or other control characters"
        )
        if column.references:
            parent = schema().table(column.references)
            said = f"the {parent.key[0]} of a row of {parent.name}"
            found[column.name, said] = _later(_known, parent)
    key = [column for column in table.columns if column.name in table.key]
    said = f"{' and '.join(table.key)} of no other row"
    found["", said] = _later(_once, table, tuple(key))
    for rule in table.rules:
        said = relations.expected(rule, schema(), table)
        found[rule.column, said] = _later(_of_rule, table, rule)
    return found


def _later(say: Callable[..., str], *arguments: object) -> Say:
    return lambda: say(*arguments)


def _known(parent: Table) -> str:
    label = labels.table_label(parent.name)
    return _("something that is on record under “%(table)s”, or in the same file") % {
        "table": label
    }


def _once(table: Table, key: tuple[Column, ...]) -> str:
    said = (
        labels.wording()
        .phrase("of")
        .join(labels.column_label(table.name, column.name) for column in key)
    )
    return _("each %(key)s only once in the file") % {"key": said}


def _of_rule(table: Table, rule: AtMost | LaterThan | SameOwner | Constant | WordsWhen) -> str:
    def label(column: str) -> str:
        return labels.column_label(table.name, column)

    match rule:
        case AtMost(column=column, bound=bound):
            if table.column(column).type is Type.DATE:
                return _("not later than “%(other)s”") % {"other": label(bound)}
            return _("at most “%(other)s”") % {"other": label(bound)}
        case LaterThan(than=than):
            return _("later than “%(other)s”") % {"other": label(than)}
        case SameOwner():
            return _("something of the same organization")
        case Constant(by=by):
            return _("the same in every row of this “%(other)s”") % {"other": label(by)}
        case WordsWhen(column=column, when=when, equals=equals, words=words):
            said = [labels.word_label(column, word) for word in words]
            return _("one of: %(words)s, where “%(other)s” is %(value)s") % {
                "words": labels.wording().phrase("of").join(said),
                "other": label(when),
                "value": labels.word_label(when, equals),
            }


_OF_FILES: dict[str, Say] = {
    NOT_YOURS: lambda: _("an organization within your remit"),
    NO_REFERRER: lambda: _("no other record that refers to it"),
    STILL_THERE: lambda: _("a record that is still there"),
    "a header row": lambda: _("a first row with the names of the columns"),
    "a table with a header row": lambda: _("a first row with the names of the columns"),
    "a row": lambda: _("at least one row below the names of the columns"),
    "a column once": lambda: _("each column only once"),
    "a table once": lambda: _("each table on one sheet only"),
    "the column, which is required": lambda: _("this column, which is required"),
    "a table of the schema": lambda: _(
        "columns of one of the tables; choose the table, or start from its template"
    ),
    "a file in UTF-8": lambda: _("a text file in UTF-8 or GB 18030"),
    "a workbook": lambda: _("an Excel workbook (.xlsx)"),
    "a table in CSV": lambda: _("a table in CSV"),
    "a table in CSV with a row a line": lambda: _("a table in CSV with a row a line"),
    "quotes around a whole field, doubled within it": lambda: _(
        "quotation marks around a whole field, doubled within it"
    ),
    "a sheet without error values (#N/A, #REF! …)": lambda: _(
        "a sheet without error values (#N/A, #REF! …)"
    ),
    "a sheet with a table": lambda: _("a sheet with a table"),
}

_PATTERNS: tuple[tuple[str, Callable[..., str]], ...] = (
    (
        r"at most (\d+) characters",
        lambda most: _("at most %(most)s characters") % {"most": most},
    ),
    (
        r"at most (\d+) rows",
        lambda most: _("at most %(most)s rows in one file") % {"most": most},
    ),
    (r"(\d+) fields", lambda count: _("%(count)s fields, as in the first row") % {"count": count}),
    (r"one of the columns .*", lambda: _("one of the table's columns")),
)

__all__ = ["explain", "of_column"]

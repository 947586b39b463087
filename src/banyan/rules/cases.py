"""Worked cases: facts and the lines they must give, written by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banyan.rules.case_form import LINE_COLUMNS, Case, read_cases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Case", "compare", "read_cases"]

IDENTITY = ("measure", "uscc", "subject")


def compare(case: Case, lines: Sequence[Mapping[str, str]]) -> list[str]:
    """What of ``lines`` (rows of ``lines.csv``) the case did not expect, in words; empty if all is
    as expected. Each expected line is set against one that agrees with it wholly, if there is
    one, else against one of the same measure, organization and subject."""
    labels = {code: label for label, code in case.codes.items()}
    found = [
        {
            column: labels.get(line[column], line[column])
            if column in ("uscc", "subject")
            else line[column]
            for column in LINE_COLUMNS
        }
        for line in lines
        if not case.only or line["measure"] in case.only
    ]
    unmatched: list[dict[str, str]] = []
    for expected in case.expect:
        at = _first(found, expected, tuple(expected))
        if at is None:
            unmatched.append(expected)
        else:
            del found[at]
    differences: list[str] = []
    for expected in unmatched:
        at = _first(found, expected, IDENTITY)
        if at is None:
            differences.append(f"{_line_name(expected)}: no such line")
            continue
        line = found.pop(at)
        differences += [
            f"{_line_name(line)}: {column} is {line[column] or 'empty'},"
            f" expected {value or 'empty'}"
            for column, value in expected.items()
            if line[column] != value
        ]
    if case.rest and len(found) != case.rest:
        differences.append(f"{case.rest} further lines expected, {len(found)} found")
    if len(found) > case.rest:
        differences += [
            f"{_line_name(line)}: not expected ({line['status']}, {line['amount']})"
            for line in found
        ]
    return differences


def _first(
    lines: Sequence[dict[str, str]], expected: dict[str, str], columns: Sequence[str]
) -> int | None:
    for at, line in enumerate(lines):
        if all(line[column] == expected[column] for column in columns if column in expected):
            return at
    return None


def _line_name(line: Mapping[str, str]) -> str:
    return " ".join(line[column] for column in IDENTITY if line.get(column))

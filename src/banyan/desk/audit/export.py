"""Entries as a CSV file, in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from banyan.desk.audit.action_words import words_of
from banyan.desk.audit.models import Entry

HEADER = (
    "number",
    "at",
    "action",
    "words",
    "account",
    "name",
    "unit",
    "subject",
    "key",
    "organization",
    "before",
    "after",
    "via",
    "address",
    "request_id",
    "previous",
    "hash",
)


class _Line:
    """What the csv module writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def neutral(cell: str) -> str:
    """The cell so that a spreadsheet takes it for text, whatever it begins with."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The file, line by line, with a mark by which spreadsheets see that it is UTF-8."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(HEADER)
    for entry in entries:
        yield writer.writerow([neutral(cell) for cell in _cells(entry)])


def _cells(entry: Entry) -> list[str]:
    account: Any = entry.actor
    unit = getattr(account, "unit", None)
    return [
        str(entry.number),
        timezone.localtime(entry.at).isoformat(timespec="seconds"),
        entry.action,
        words_of(entry.action),
        entry.actor_name,
        str(account) if account is not None else "",
        str(unit) if unit is not None else "",
        entry.subject,
        entry.key,
        entry.organization,
        _json(entry.before),
        _json(entry.after),
        entry.via,
        entry.address,
        entry.request_id,
        entry.previous,
        entry.hash,
    ]


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)

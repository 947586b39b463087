"""A list of cases as its rows say it, and what is wrong with them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.models import Case
from banyan.desk.cases.states import Gravity
from banyan.desk.people.models import Account
from banyan.desk.records.importing.archive import CSV_TYPE, text_of
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces
from banyan.rules.csv_file import read_csv
from banyan.rules.raw_table import UnreadableError
from banyan.rules.workbook import Workbook

MOST_ROWS = 20_000

COLUMNS: dict[str, tuple[str, str, bool]] = {
    "title": ("标题", "Title", True),
    "category": ("类别", "Category", True),
    "text": ("描述", "Description", False),
    "uscc": ("统一社会信用代码", "Credit code", False),
    "gravity": ("紧急程度", "Gravity", False),
    "contact": ("联系人", "Contact", False),
    "phone": ("联系电话", "Telephone", False),
    "key": ("编号", "Number", False),
}
"""The columns of a list: what their heading says in both languages, and whether it is needed."""

GRAVITIES = {
    **dict.fromkeys(("", "一般", "general"), Gravity.GENERAL),
    **dict.fromkeys(("紧急", "urgent"), Gravity.URGENT),
    **dict.fromkeys(("重大", "grave"), Gravity.GRAVE),
}

RAISED = ("problem", "factor")
"""The kinds that a list may bring; warnings and decisions come from elsewhere."""

FAULTS = {
    "title": gettext_noop("a title of at most 200 characters"),
    "category": gettext_noop("a category of problems or factor requests"),
    "uscc": gettext_noop("the credit code of an organization in your remit"),
    "gravity": gettext_noop("general, urgent or grave"),
    "contact": gettext_noop("at most 100 characters"),
    "phone": gettext_noop("at most 30 characters"),
    "key": gettext_noop("a number that no other row has, of at most 60 characters"),
}
"""What was expected in each column."""

_NEUTRALISED = re.compile(r"^'('*[=+\-@\t\r])")


class UnfitError(Exception):
    """A file that is no list of cases; ``args`` are what was expected, in English, and a value."""


@dataclass
class ListRow:
    """``number`` counts the rows below the header. ``values`` are by ``COLUMNS``, ``kind`` and
    ``code`` those of the category; ``faults`` the columns at fault. ``known``: its key came with an
    earlier list."""

    number: int
    values: dict[str, str]
    kind: str = ""
    code: str = ""
    faults: list[str] = field(default_factory=list)
    known: bool = False


def read_list(path: Path, content_type: str) -> list[ListRow]:
    """The rows that say anything. Raises UnfitError."""
    try:
        if content_type == CSV_TYPE:
            table: Any = read_csv(text_of(path.read_bytes()))
        else:
            book = Workbook(path)
            table = book.read(book.sheets[0])
    except UnreadableError as error:
        raise UnfitError(error.expected, error.value or "") from None
    known = {_plain(said): name for name, (zh, en, _) in COLUMNS.items() for said in (name, zh, en)}
    places = {
        known[_plain(label)]: str(place)
        for place, label in reversed(list(enumerate(table.header)))
        if _plain(label) in known
    }
    for name, (zh, en, needed) in COLUMNS.items():
        if needed and name not in places:
            raise UnfitError("a column", f"{zh} {en}")
    if table.frame.height > MOST_ROWS:
        raise UnfitError(f"at most {MOST_ROWS} rows", str(table.frame.height))
    rows = []
    for number, cells in enumerate(table.frame.iter_rows(named=True), start=1):
        values = {name: _clean(cells[place]) for name, place in places.items()}
        if any(values.values()):
            rows.append(ListRow(number, {name: values.get(name, "") for name in COLUMNS}))
    if not rows:
        raise UnfitError("a row", "")
    return rows


def _plain(label: str) -> str:
    return re.sub(r"[\s*＊]+", "", label or "").lower()


def _clean(cell: str | None) -> str:
    # An export puts an apostrophe before what a spreadsheet would take for a formula.
    return _NEUTRALISED.sub(r"\1", (cell or "").replace("\x00", "").strip())


def check(rows: list[ListRow], account: Account | None, county: str) -> None:
    """Finds what is wrong with each row, gives it a key where it has none, and marks those that
    are in the ledgers already."""
    categories = _categories()
    codes = {row.values["uscc"].upper() for row in rows} - {""}
    visible = Organization.objects.visible_to(account)
    there = {
        code
        for piece in in_pieces(sorted(codes))
        for code in visible.filter(pk__in=piece).values_list("pk", flat=True)
    }
    seen: set[str] = set()
    for row in rows:
        said = row.values
        said["uscc"] = said["uscc"].upper()
        wrong = {
            "title": not said["title"] or len(said["title"]) > 200,
            "category": said["category"].lower() not in categories,
            "uscc": bool(said["uscc"]) and said["uscc"] not in there,
            "gravity": said["gravity"].lower() not in GRAVITIES,
            "contact": len(said["contact"]) > 100,
            "phone": len(said["phone"]) > 30,
            "key": len(said["key"]) > 60,
        }
        said["key"] = said["key"] or _key_of(said)
        wrong["key"] |= said["key"] in seen
        seen.add(said["key"])
        row.faults = [name for name, fault in wrong.items() if fault]
        row.kind, row.code = categories.get(said["category"].lower(), ("", ""))
    keys = {origin_key(county, row.values["key"]) for row in rows}
    came = set(_known(keys))
    for row in rows:
        row.known = origin_key(county, row.values["key"]) in came


def origin_key(county: str, key: str) -> str:
    """The key of a row among all lists: every county's numbers are its own."""
    return f"{county or 'city'}:{key}"


def _known(keys: Iterable[str]) -> Iterator[str]:
    for piece in in_pieces(sorted(keys)):
        found = Case.objects.filter(origin=Case.Origin.IMPORTED, origin_key__in=piece)
        yield from found.values_list("origin_key", flat=True)


def _key_of(said: dict[str, str]) -> str:
    """What stands for a row without a number: sent twice, it comes once."""
    whole = "\n".join(said[name] for name in ("title", "category", "text", "uscc"))
    return hashlib.sha256(whole.encode()).hexdigest()[:40]


def _categories() -> dict[str, tuple[str, str]]:
    """What may stand for a category: its code or its name; where two kinds share one, with the
    kind's before it, and alone it means the first kind's."""
    found: dict[str, tuple[str, str]] = {}
    for kind in (declared_kinds()[code] for code in RAISED):
        for one in kind.categories.values():
            for said, of in (
                (one.code, kind.code),
                *((one.words[language], kind.words[language]) for language in ("zh", "en")),
            ):
                means = (kind.code, one.code)
                found.setdefault(said.lower(), means)
                for between in (".", "·", "/"):
                    found.setdefault(f"{of}{between}{said}".lower(), means)
    return found

"""The bank's file of results: CSV or Excel, read whole, with every fault in its place.

Columns (either heading, in any order):

=============  ===========  ================================================================
交易流水号     serial       the bank's own number of the transaction; required, once a file
业务参考号     reference    ours, as the payment file had it; required
处理结果       result       成功 / paid, 部分成功 / partial, 失败 / failed, 退汇 / returned
金额           amount       yuan moved; empty or 0 where the payment failed
交易日期       day          2026-11-24, 2026/11/24 or 20261124; required
附言           message      the bank's words; may be empty
=============  ===========  ================================================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from banyan.desk.payments.models import BankResult
from banyan.desk.records.importing.archive import CSV_TYPE, content_type, text_of
from banyan.rules.csv_file import read_csv
from banyan.rules.raw_table import UnreadableError
from banyan.rules.workbook import Sheet, Workbook

HEADINGS = {
    "serial": ("交易流水号", "serial"),
    "reference": ("业务参考号", "reference"),
    "outcome": ("处理结果", "result"),
    "amount": ("金额", "amount"),
    "day": ("交易日期", "day"),
    "message": ("附言", "message"),
}
OUTCOMES = {
    "成功": BankResult.Outcome.PAID,
    "paid": BankResult.Outcome.PAID,
    "部分成功": BankResult.Outcome.PARTIAL,
    "partial": BankResult.Outcome.PARTIAL,
    "失败": BankResult.Outcome.FAILED,
    "failed": BankResult.Outcome.FAILED,
    "退汇": BankResult.Outcome.RETURNED,
    "returned": BankResult.Outcome.RETURNED,
}
MOST_ROWS = 20_000
_MONEY = re.compile(r"(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,2})?")
_ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")


@dataclass(frozen=True)
class Fault:
    """``row`` is that of the sheet (the heading is 1), 0 for the file; ``column`` its heading."""

    row: int
    column: str
    value: str
    expected: str


class FaultyFileError(Exception):
    """A file of which nothing is taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(f"{len(self.faults)} faults")


@dataclass(frozen=True)
class ResultRow:
    """One transaction; ``amount`` in fen."""

    row: int
    serial: str
    reference: str
    outcome: BankResult.Outcome
    amount: int
    day: date
    message: str

    @property
    def content(self) -> tuple[str, str, int, date]:
        """What the bank says of the transaction."""
        return self.reference, self.outcome, self.amount, self.day


def read_results(path: Path, name: str) -> tuple[str, list[ResultRow]]:
    """The type of the file and its rows. Raises FaultyFileError with every fault, and the import's
    RefusedError for a file that is harmful or no table."""
    kind = content_type(path, name)
    header, cells = _table(path, kind)
    places = _places(header)
    if len(cells) > MOST_ROWS:
        raise _whole(str(len(cells)), _("at most %(most)s rows") % {"most": MOST_ROWS})
    rows: list[ResultRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(cells, start=2):
        if not any(line):
            continue
        given = {
            column: line[place] if column == "message" else _plain(line[place])
            for column, place in places.items()
        }
        given.setdefault("message", "")
        row, wrong = _row(number, given)
        if given["serial"] and given["serial"] in seen:
            said = _("a number that no other row has (row %(row)s has it)")
            wrong.append(_fault(number, "serial", given, said % {"row": seen[given["serial"]]}))
        seen.setdefault(given["serial"], number)
        faults += wrong
        if row is not None and not wrong:
            rows.append(row)
    if not rows and not faults:
        faults.append(Fault(0, "", "", _("at least one row")))
    if faults:
        raise FaultyFileError(faults)
    return kind, rows


def _table(path: Path, kind: str) -> tuple[list[str], list[list[str]]]:
    try:
        if kind == CSV_TYPE:
            content = read_csv(text_of(path.read_bytes()))
            frame, header = content.frame, content.header
            if content.fields is not None:
                uneven = [
                    place for place, n in enumerate(content.fields) if n not in (0, len(header))
                ]
                if uneven:
                    expected = _("%(count)s fields") % {"count": len(header)}
                    raise FaultyFileError([Fault(at + 2, "", "", expected) for at in uneven])
        else:
            sheet = _only_sheet(Workbook(path))
            frame, header = sheet.frame, sheet.header
    except UnreadableError as error:
        raise _whole(error.value or "", error.expected) from None
    return header, [[(cell or "").strip() for cell in row] for row in frame.rows()]


def _only_sheet(book: Workbook) -> Sheet:
    """The sheet that holds something; a second one would go unread, so it is a fault."""
    found = []
    for name in book.sheets:
        try:
            found.append((name, book.read(name)))
        except UnreadableError as error:
            if error.expected != "a header row":  # an empty sheet, as a new workbook has two of
                raise
    if len(found) != 1:
        raise UnreadableError(_("one sheet"), value="、".join(name for name, _sheet in found))
    return found[0][1]


def _plain(cell: str) -> str:
    """A cell that is no prose: full-width signs are plain ones, and the apostrophe by which a
    spreadsheet keeps text is gone."""
    return unicodedata.normalize("NFKC", cell).strip().removeprefix("'")


def _heading(text: str) -> str:
    return re.sub(r"\(.*\)$", "", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))).lower()


def _places(header: list[str]) -> dict[str, int]:
    given = [_heading(text) for text in header]
    places: dict[str, int] = {}
    faults = []
    for column, names in HEADINGS.items():
        found = [place for place, text in enumerate(given) if text in names]
        if len(found) == 1:
            places[column] = found[0]
        elif found or column != "message":
            faults.append(Fault(1, names[0], "", _("one column of this heading")))
    if faults:
        raise FaultyFileError(faults)
    return places


def _row(number: int, given: dict[str, str]) -> tuple[ResultRow | None, list[Fault]]:
    faults = []
    for column, most in (("serial", 100), ("reference", 100)):
        if not 0 < len(given[column]) <= most:
            faults.append(
                _fault(number, column, given, _("a text, not empty, of at most 100 signs"))
            )
    if _ROUNDED.fullmatch(given["serial"]):
        faults.append(_fault(number, "serial", given, _("all digits; a spreadsheet rounded them")))
    outcome = OUTCOMES.get(given["outcome"].lower())
    if outcome is None:
        expected = "、".join(word for word in OUTCOMES if not word.isascii())
        faults.append(_fault(number, "outcome", given, expected))
    amount = _money(given["amount"])
    failed = outcome is BankResult.Outcome.FAILED
    if failed and not given["amount"]:
        amount = 0
    if amount is None:
        faults.append(_fault(number, "amount", given, _("an amount in yuan, as 1234.56")))
    elif failed and amount:
        faults.append(_fault(number, "amount", given, _("nothing or 0, as the payment failed")))
    elif outcome is not None and not failed and not amount:
        faults.append(_fault(number, "amount", given, _("more than 0")))
    day = _day(given["day"])
    if day is None:
        faults.append(_fault(number, "day", given, _("a day, as 2026-11-24")))
    if faults or outcome is None or amount is None or day is None:
        return None, faults
    return (
        ResultRow(
            number,
            given["serial"],
            given["reference"].upper(),
            outcome,
            amount,
            day,
            given["message"][:500],
        ),
        [],
    )


def _money(text: str) -> int | None:
    plain = re.sub(r"[¥\s]|元$", "", text)
    if not _MONEY.fullmatch(plain):
        return None
    return int(Decimal(plain.replace(",", "")) * 100)


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.split(" ")[0])
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def _fault(number: int, column: str, given: dict[str, str], expected: str) -> Fault:
    return Fault(number, HEADINGS[column][0], given[column][:200], expected)


def _whole(value: str, expected: str) -> FaultyFileError:
    return FaultyFileError([Fault(0, "", value, expected)])

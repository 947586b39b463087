"""One line of the result while it is being settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .facts import Facts
    from .reading import Row

MILLION = 1_000_000


def yuan(amount: int) -> int:
    """Whole yuan in fen."""
    return amount * 100


@dataclass
class Line:
    """``status`` is empty while the line stands. ``row`` is the fact behind the line."""

    measure: str
    uscc: str
    subject: str
    row: Row
    route: str = ""
    faults: set[str] = field(default_factory=set)
    once: str | None = None
    """The award key where the measure is granted once."""
    gross: int = 0
    """Fen, of step 2."""
    amount: int = 0
    """Fen, brought down from gross step by step."""
    changes: set[str] = field(default_factory=set)
    status: str = ""
    winner: str = ""
    principal: int = 0
    """Fen of the loan that count."""
    rate: int = 0
    """Millionths a year."""
    days: int = 0

    def require(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.add(fault)

    @property
    def eligible(self) -> bool:
        return not self.faults

    @property
    def stands(self) -> bool:
        return self.eligible and not self.status

    def share(self, base: int | None, rate: int) -> None:
        """The gross is ``rate`` millionths of ``base``, rounded down."""
        self.gross = (base or 0) * rate // MILLION

    def share_with_uplift(self, base: int | None, rate: int, facts: Facts, year: int) -> None:
        """The same, times 3/2 for a key chain (A1·4); rounded down once."""
        self.share(base, rate)
        if facts.key_chain(self.uscc, year):
            uplifted = (base or 0) * rate * 3 // (MILLION * 2)
            self.change(uplifted, "chain_uplift")

    def fixed(self, fen: int) -> None:
        self.gross = fen

    def fixed_with_uplift(self, fen: int, facts: Facts, year: int) -> None:
        self.share_with_uplift(fen, MILLION, facts, year)

    def cap_item(self, cap: int) -> None:
        if self.gross > cap:
            self.change(cap, "item_cap")

    def change(self, gross: int, reason: str) -> None:
        if gross != self.gross:
            self.changes.add(reason)
            self.gross = gross

    def reduce(self, amount: int, reason: str) -> None:
        """Steps 6 to 8: what is granted becomes ``amount``."""
        if amount != self.amount:
            self.changes.add(reason)
            self.amount = amount


def candidate(facts: Facts, measure: str, uscc: str, subject: str, row: Row) -> Line:
    """A line that already knows whether its beneficiary is local."""
    line = Line(measure, uscc, subject, row)
    line.require(facts.local(uscc), "not_local")
    return line


def new_recognitions(facts: Facts, year: int, measure: str, *kinds: str) -> list[Line]:
    """The candidates of a measure that pays what was recognized in the year."""
    return [
        candidate(facts, measure, row["uscc"], row["recognition"], row)
        for row in facts.of_year("recognitions", year, day="recognized_on")
        if row["kind"] in (kinds or (measure,))
    ]


def subject_key(row: Row) -> str:
    """A recognition whose subject is empty is its own subject."""
    return row["subject"] or row["recognition"]

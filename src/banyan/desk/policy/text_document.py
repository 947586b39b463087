"""What the official text of a policy consists of, once it is read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

FaultKind = Literal["not_utf8", "no_clause", "number_twice"]

_MESSAGES: dict[FaultKind, str] = {
    "not_utf8": "line {line}: this is not UTF-8 text",
    "no_clause": "line {line}: no numbered clause (一、 or 附件 1) is found up to here, the end",
    "number_twice": "line {line}: {number} appears a second time, it is already on line {earlier}",
}


class OfficialTextError(Exception):
    """A text that cannot be read. ``kind`` says what is wrong, for words in another language;
    ``line`` is counted from 1; ``number`` and ``earlier`` (a line) only where a number appears
    twice."""

    def __init__(
        self, kind: FaultKind, line: int, number: str | None = None, earlier: int | None = None
    ) -> None:
        self.kind = kind
        self.line = line
        self.number = number
        self.earlier = earlier
        super().__init__(_MESSAGES[kind].format(line=line, number=number, earlier=earlier))


_UNITS = re.compile(r"[、，,；;]")


@dataclass(frozen=True)
class Clause:
    """One clause, without the clauses below it.

    ``number`` is the article number (``A5.3.1``), ``label`` how the text writes it (1.).
    ``heading`` is without its full stop, which is ``stop`` where the text goes on in the same line.
    ``text`` has its paragraphs on lines of their own; lines and pages that broke a sentence are
    joined. ``responsible`` is the line of responsible units, its label included; one that stands
    behind several points without their own belongs to the clause above them. ``lines`` are the
    lines of the file that are this clause's own, in order; every line with words is in one clause.
    """

    number: str
    label: str
    heading: str
    stop: str
    text: str
    responsible: str
    lines: tuple[int, ...]

    @property
    def first_line(self) -> int:
        return self.lines[0]

    @property
    def last_line(self) -> int:
        return self.lines[-1]

    @property
    def parent(self) -> str | None:
        """The number of the clause above: ``A5.3`` of ``A5.3.1``, ``P`` of ``P2``."""
        above, dot, _ = self.number.rpartition(".")
        if dot:
            return above
        return "P" if self.number.startswith("P") and self.number != "P" else None

    @property
    def words(self) -> str:
        """All of the clause but its label, the parts on lines of their own."""
        return "\n".join(
            part for part in (self.heading + self.stop, self.text, self.responsible) if part
        )

    @property
    def units(self) -> tuple[str, ...]:
        """The responsible units one by one, as the text names them."""
        lines = self.responsible.replace(":", "：").split("\n")
        names = (name for line in lines for name in _UNITS.split(line.partition("：")[2]))
        return tuple(name for name in names if name)


@dataclass(frozen=True)
class Annex:
    """``number`` is 1 for annex 1, whose clauses are ``A1``, ``A1.1`` …"""

    number: int
    title: str


@dataclass(frozen=True)
class Repeal:
    """A document that the clause ``clause`` repeals: its title and number as cited there."""

    title: str
    number: str
    clause: str


@dataclass(frozen=True)
class ArticleMatch:
    """How the clauses of a text and the articles of a pack meet, as numbers in order.

    ``matched`` are in both; ``absent`` are articles without a clause; ``unknown`` are clauses that
    say something of their own without an article; ``frames`` are clauses that only hold others
    (the notice itself, titles, headings above points) and need none.
    """

    matched: tuple[str, ...]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    frames: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """An official text. What the text does not have is empty, a date None.

    ``title`` is that of the main plan (of the first annex where there is none), ``notice_title``
    that of the notice which issues it; ``number`` the document number (榕政办规〔2026〕5号);
    ``date`` the day of issue; ``effective`` and ``expires`` the validity of the main plan.
    ``page_numbers`` are the lines left out as page numbers, ``gaps`` the numbers that are missing
    between two that are there.
    """

    title: str
    notice_title: str
    number: str
    issuer: str
    addressees: str
    date: datetime.date | None
    effective: datetime.date | None
    expires: datetime.date | None
    annexes: tuple[Annex, ...]
    repeals: tuple[Repeal, ...]
    clauses: tuple[Clause, ...]
    page_numbers: tuple[int, ...]
    gaps: tuple[str, ...]

    @cached_property
    def by_number(self) -> dict[str, Clause]:
        return {clause.number: clause for clause in self.clauses}

    def __getitem__(self, number: str) -> Clause:
        return self.by_number[number]

    def below(self, number: str) -> tuple[Clause, ...]:
        """The clauses directly below one."""
        return tuple(clause for clause in self.clauses if clause.parent == number)

    def responsible_for(self, number: str) -> str:
        """The line of responsible units that holds for a clause: its own, or that above it."""
        above: str | None = number
        while above is not None:
            clause = self.by_number[above]
            if clause.responsible:
                return clause.responsible
            above = clause.parent
        return ""

    def match(self, articles: Collection[str]) -> ArticleMatch:
        """How the clauses meet the article numbers of a pack."""
        others = [clause for clause in self.clauses if clause.number not in articles]
        frames = {clause.number for clause in others if self._is_frame(clause)}
        return ArticleMatch(
            matched=tuple(c.number for c in self.clauses if c.number in articles),
            absent=tuple(number for number in articles if number not in self.by_number),
            unknown=tuple(c.number for c in others if c.number not in frames),
            frames=tuple(c.number for c in others if c.number in frames),
        )

    def _is_frame(self, clause: Clause) -> bool:
        if is_front(clause.number):
            return True
        return not clause.text and bool(self.below(clause.number))


def is_front(number: str) -> bool:
    """Whether this is the notice (N), the title of the plan (P) or of an annex (A3), or the list of
    annexes (A): what stands before the provisions."""
    return re.fullmatch(r"N|P|A\d*", number) is not None

"""What a new search makes of a match that is there already. Nothing here touches the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from banyan.desk.matching.exceptions import Word, joined
from banyan.desk.matching.models import Match

Line = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What a search found for a measure and an organization. ``lines`` and ``amount`` as in
    ``Match``; ``exceptions`` without regard to what was looked at before."""

    measure: str
    uscc: str
    county: str
    lines: list[Line]
    exceptions: tuple[str, ...] = ()

    @property
    def amount(self) -> int:
        return sum(int(line["amount"]) for line in self.lines)


@dataclass(frozen=True)
class Change:
    """How a match was before."""

    state: str
    amount: int
    lines: list[Line]


def new_match(year: int, found: Found, *, consented: datetime | None) -> Match:
    """``consented``: when the organization said that it wants what the measure gives, if ever."""
    match = Match(year=year, measure=found.measure, uscc=found.uscc)
    match.state = Match.State.GONE
    renew(match, found, consented=consented)
    return match


def renew(match: Match, found: Found | None, *, consented: datetime | None) -> Change | None:
    """Brings the match up to what was found, ``None`` where it no longer holds; what it was before,
    where something changed.

    A match that is gone comes back as confirmed where the consent stands, else as if it were new.
    What an officer has looked at stays looked at, but a large amount only as long as it is the
    same. Those of which the enterprise has been told stay with it; only the amount follows."""
    before = Change(match.state, match.amount, match.lines)
    seen = (match.state, match.amount, match.lines, match.exceptions, match.county)
    if found is None:
        if match.state != Match.State.GONE:
            match.state, match.lines, match.amount = Match.State.GONE, [], 0
            match.exceptions, match.due_on = "", None
    else:
        _follow(match, found, consented)
    now = (match.state, match.amount, match.lines, match.exceptions, match.county)
    return None if now == seen else before


def _follow(match: Match, found: Found, consented: datetime | None) -> None:
    states = Match.State
    cleared = set(match.cleared.split(";"))
    if found.amount != match.amount:
        cleared.discard(Word.LARGE_AMOUNT)
    by_officer = {Word.OFFICER} & set(match.words) if match.state == states.HELD else set()
    match.cleared = joined(cleared)
    match.exceptions = joined((set(found.exceptions) - cleared) | by_officer)
    match.county, match.lines, match.amount = found.county, found.lines, found.amount
    if match.state == states.GONE:
        match.told_at = match.due_on = match.reminded_on = None
        if consented is not None:
            match.state = states.CONFIRMED
            match.answered_at = match.answered_at or consented
            return
        match.answered_at = match.answered_by = None
        match.note = ""
        match.state = states.FOUND
    if match.state in (states.FOUND, states.HELD):
        match.state = states.HELD if match.exceptions else states.FOUND

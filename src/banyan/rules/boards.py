"""Whom one organization competes with, kept from a settlement of all, small enough to be stored.

A measure for which organizations compete has a ``Ranking``, a fund a ``FundBoard``. With the
``Boards`` of a year one organization can be settled alone and still be told its place.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import Any, NamedTuple

By = tuple[int | None, ...]
"""What is ranked by, the largest first, what is not known last."""


class Entry(NamedTuple):
    """``subject`` is the line's, or the key of the row of a plan; ``owner`` a credit code."""

    by: By
    subject: str
    owner: str


@dataclass(frozen=True)
class Ranking:
    """Everyone who competes, best first. Equals are told apart by subject and owner, or,
    ``owner_first``, by owner and subject, in ascending order."""

    entries: Sequence[Entry] = ()
    owner_first: bool = False

    def better(self, than: Entry) -> int:
        """How many come before."""
        return bisect_left(self.entries, self._order(than), key=self._order)

    def without(self, owner: str = "", subjects: Collection[str] = ()) -> Ranking:
        """The others: not this owner's, and none with these subjects."""
        left_out = set(_places_of(owner, self._owners))
        for subject in subjects:
            left_out.update(_places_of(subject, self._subjects))
        if not left_out:
            return self
        entries = list(self.entries)
        for place in sorted(left_out, reverse=True):
            del entries[place]
        return Ranking(entries, self.owner_first)

    def joined_by(self, entries: Iterable[Entry]) -> Ranking:
        """Everyone here and these."""
        joined = list(self.entries)
        for entry in entries:
            insort(joined, entry, key=self._order)
        return Ranking(joined, self.owner_first)

    def _order(self, entry: Entry) -> tuple[float | str, ...]:
        by = (inf if value is None else -value for value in entry.by)
        if self.owner_first:
            return (*by, entry.owner, entry.subject)
        return (*by, entry.subject, entry.owner)

    @cached_property
    def _owners(self) -> list[str]:
        return [entry.owner for entry in self.entries]

    @cached_property
    def _subjects(self) -> list[str]:
        return [entry.subject for entry in self.entries]


class FenOrder(NamedTuple):
    """The order in which lines get a fen that is left over: the largest remainder first."""

    less_remainder: int
    measure: str
    owner: str
    subject: str


@dataclass(frozen=True)
class FundBoard:
    """What is asked of a fund, in fen. ``budget`` is ``None`` where there is no limit; ``claims``
    are what each organization's lines ask for, before shares. Where the fund is short and fen
    are left over, ``last_fen`` is the last line that got one. ``absent`` is what the organization
    that has been left out had claimed."""

    budget: int | None = None
    claims: Mapping[str, int] = field(default_factory=dict)
    last_fen: FenOrder | None = None
    absent: int = 0

    @cached_property
    def claimed(self) -> int:
        return sum(self.claims.values())

    def without(self, owner: str) -> FundBoard:
        left = {code: claim for code, claim in self.claims.items() if code != owner}
        return FundBoard(self.budget, left, self.last_fen, self.claims.get(owner, 0))


@dataclass(frozen=True)
class Boards:
    """The rankings of a year by measure and its funds by name. ``Boards(year)`` is nobody."""

    year: int
    rankings: Mapping[str, Ranking] = field(default_factory=dict)
    funds: Mapping[str, FundBoard] = field(default_factory=dict)

    def ranking(self, measure: str) -> Ranking:
        """Nobody where nothing is kept of the measure."""
        return self.rankings.get(measure, Ranking())

    def without(self, owner: str) -> Boards:
        """The others."""
        return Boards(
            self.year,
            {code: ranking.without(owner) for code, ranking in self.rankings.items()},
            {name: fund.without(owner) for name, fund in self.funds.items()},
        )

    def as_json(self) -> dict[str, Any]:
        """Lists, mappings, texts and whole numbers only."""
        return {
            "year": self.year,
            "rankings": {
                code: {
                    "owner_first": ranking.owner_first,
                    "entries": [
                        [list(entry.by), entry.subject, entry.owner] for entry in ranking.entries
                    ],
                }
                for code, ranking in self.rankings.items()
            },
            "funds": {
                name: {
                    "budget": fund.budget,
                    "claims": dict(fund.claims),
                    "last_fen": None if fund.last_fen is None else list(fund.last_fen),
                }
                for name, fund in self.funds.items()
            },
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Boards:
        """Raises KeyError and TypeError where ``value`` is not what ``as_json`` gives."""
        return cls(
            value["year"],
            {
                code: Ranking(
                    [Entry(tuple(by), *names) for by, *names in ranking["entries"]],
                    ranking["owner_first"],
                )
                for code, ranking in value["rankings"].items()
            },
            {
                name: FundBoard(
                    fund["budget"],
                    fund["claims"],
                    None if fund["last_fen"] is None else FenOrder(*fund["last_fen"]),
                )
                for name, fund in value["funds"].items()
            },
        )


def _places_of(text: str, texts: Sequence[str]) -> Iterable[int]:
    at = -1
    while True:
        try:
            at = texts.index(text, at + 1)
        except ValueError:
            return
        yield at

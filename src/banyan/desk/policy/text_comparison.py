"""Two official texts, clause by clause: what was added, removed, changed, renumbered.

A clause is the same one where number and words are the same; failing that, where the words are the
same under another number; failing that, where the words are near enough (the nearest first, and of
two equally near the one with the same number); what is left under one number is one changed clause.
A clause that only holds others goes where they went. Neither white space, nor bold marks, nor the
difference between full-width and half-width characters is a change.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from banyan.desk.policy.text_document import Clause, Document, is_front

SpanKind = Literal["same", "removed", "added"]
ChangeKind = Literal["same", "changed", "renumbered", "added", "removed"]

NEAR = 0.75
"""From this share of equal words on, a clause under another number is the same one (0 to 1)."""
NEAR_UNDER_ITS_NUMBER = 0.4
"""The same for a clause under its own number."""
_OWN_NUMBER = 0.1

# A number with its decimals and per cent sign, a Latin word, or one character.
_TOKEN = re.compile(r"(?:\d+(?:[.,．，]\d+)*[%％]?|[A-Za-z]+|.)\n*", re.DOTALL)


@dataclass(frozen=True)
class Span:
    """A run of words. ``removed`` is only in the text before, ``added`` only in the one after."""

    kind: SpanKind
    text: str


@dataclass(frozen=True)
class ClauseChange:
    """One clause in both texts, or in one.

    ``renumbered`` clauses may have changed as well: then ``words_changed``. ``spans`` are the whole
    clause (heading, text, responsible units on lines of their own) as a diff.
    """

    kind: ChangeKind
    before: Clause | None
    after: Clause | None
    spans: tuple[Span, ...]

    @property
    def number(self) -> str:
        """The number now, or the last one of a clause that was removed."""
        clause = self.after or self.before
        assert clause is not None
        return clause.number

    @property
    def words_changed(self) -> bool:
        return any(span.kind != "same" for span in self.spans)

    @property
    def units_changed(self) -> bool:
        """Whether the line of responsible units is another one."""
        old, new = (clause.responsible if clause else "" for clause in (self.before, self.after))
        return _keys(_TOKEN.findall(old)) != _keys(_TOKEN.findall(new))


@dataclass(frozen=True)
class Comparison:
    """``clauses`` has every clause of both texts, in the order of the text after; one that was
    removed stands where it stood."""

    clauses: tuple[ClauseChange, ...]

    @property
    def changes(self) -> tuple[ClauseChange, ...]:
        """Without the clauses that are the same."""
        return tuple(change for change in self.clauses if change.kind != "same")

    @cached_property
    def renumbering(self) -> dict[str, str]:
        """The number after by the number before, for every clause that is in both texts."""
        return {
            change.before.number: change.after.number
            for change in self.clauses
            if change.before and change.after
        }

    @cached_property
    def touched(self) -> frozenset[str]:
        """The numbers before of all clauses whose words changed, that are gone, or whose
        responsible units, named by the clause above, changed: whoever cites one has to look
        again."""
        kept = [(change.before, change) for change in self.clauses if change.before]
        units_changed = {before.number for before, change in kept if change.units_changed}
        return frozenset(
            before.number
            for before, change in kept
            if change.words_changed
            or change.after is None
            or (before.parent in units_changed and not before.responsible)
        )


def compare(before: Document, after: Document) -> Comparison:
    """What changed from one text to the other."""
    pairs = _Pairing(before, after).pairs
    old_of = {new: old for old, new in pairs.items()}
    changes = [
        _change(before.by_number.get(old_of.get(clause.number, "")), clause)
        for clause in after.clauses
    ]
    for place, clause in enumerate(before.clauses):
        if clause.number not in pairs:
            neighbours = (c.number for c in reversed(before.clauses[:place]))
            changes.insert(_place_behind(neighbours, changes), _change(clause, None))
    return Comparison(tuple(changes))


def _place_behind(neighbours: Iterable[str], changes: Sequence[ClauseChange]) -> int:
    places = {change.before.number: place for place, change in enumerate(changes) if change.before}
    return next((places[number] + 1 for number in neighbours if number in places), 0)


def _change(before: Clause | None, after: Clause | None) -> ClauseChange:
    spans = diff(before.words if before else "", after.words if after else "")
    kind: ChangeKind
    if before is None:
        kind = "added"
    elif after is None:
        kind = "removed"
    elif before.number != after.number:
        kind = "renumbered"
    else:
        kind = "changed" if any(span.kind != "same" for span in spans) else "same"
    return ClauseChange(kind, before, after, spans)


def diff(before: str, after: str) -> tuple[Span, ...]:
    """The words of both texts as runs, by characters; numbers and Latin words are never parted.

    What is the same is spelt as in the text after."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    spans: list[Span] = []
    removed = added = ""
    opcodes = matcher.get_opcodes()
    for place, (kind, i, j, k, m) in enumerate(opcodes):
        inside = 0 < place < len(opcodes) - 1
        if kind == "equal" and not (inside and _is_scrap(new[k:m])):
            spans += _changed(removed, added)
            removed = added = ""
            spans.append(Span("same", "".join(new[k:m])))
        else:
            removed += "".join(old[i:j])
            added += "".join(new[k:m])
    return (*spans, *_changed(removed, added))


def _is_scrap(tokens: Sequence[str]) -> bool:
    """One character between two changes, which reads better as part of them."""
    return len(tokens) == 1 and len(tokens[0]) == 1


def _changed(removed: str, added: str) -> list[Span]:
    spans = []
    if removed:
        spans.append(Span("removed", removed))
    if added:
        spans.append(Span("added", added))
    return spans


def _keys(tokens: Iterable[str]) -> list[str]:
    return [unicodedata.normalize("NFKC", token.rstrip("\n")) for token in tokens]


class _Pairing:
    """Finds which clause of one text is which of the other: ``pairs`` by number."""

    def __init__(self, before: Document, after: Document) -> None:
        self.before, self.after = before, after
        self.pairs: dict[str, str] = {}
        self._taken: set[str] = set()
        self._keys = {
            side: {c.number: _keys(_TOKEN.findall(_provision(c))) for c in side_clauses}
            for side, side_clauses in (("before", before.clauses), ("after", after.clauses))
        }
        self._same_number_and_words()
        self._same_words()
        self._near_words()
        self._frames()
        self._same_number()

    def _pair(self, old: str, new: str) -> None:
        if old not in self.pairs and new not in self._taken:
            self.pairs[old] = new
            self._taken.add(new)

    def _old(self) -> list[Clause]:
        return [clause for clause in self.before.clauses if clause.number not in self.pairs]

    def _new(self) -> list[Clause]:
        return [clause for clause in self.after.clauses if clause.number not in self._taken]

    def _same_number(self) -> None:
        for clause in self._old():
            if clause.number in self.after.by_number:
                self._pair(clause.number, clause.number)

    def _same_number_and_words(self) -> None:
        for number, words in self._keys["before"].items():
            if self.before[number].text and self._keys["after"].get(number) == words:
                self._pair(number, number)

    def _same_words(self) -> None:
        by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for clause in self._new():
            by_words[self._words_in_place("after", clause)].append(clause.number)
        for clause in self._old():
            same = by_words.get(self._words_in_place("before", clause))
            if same and clause.text:
                self._pair(clause.number, same.pop(0))

    def _words_in_place(self, side: str, clause: Clause) -> tuple[str, ...]:
        return _kind_of_place(clause.number), *self._keys[side][clause.number]

    def _near_words(self) -> None:
        near: list[tuple[float, str, str]] = []
        for new in self._new():
            matcher = SequenceMatcher(autojunk=False)
            matcher.set_seq2(self._keys["after"][new.number])
            for old in self._old():
                own = old.number == new.number
                if not old.text or not new.text:
                    continue
                if _kind_of_place(old.number) != _kind_of_place(new.number):
                    continue
                least = NEAR_UNDER_ITS_NUMBER if own else NEAR
                matcher.set_seq1(self._keys["before"][old.number])
                if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < least:
                    continue
                ratio = matcher.ratio()
                if ratio >= least:
                    near.append((ratio + own * _OWN_NUMBER, old.number, new.number))
        for _, old_number, new_number in sorted(near, key=lambda found: -found[0]):
            self._pair(old_number, new_number)

    def _frames(self) -> None:
        """Clauses that only hold others, from the innermost: each goes where most of them went."""
        new = {clause.number for clause in self._new()}
        for clause in sorted(self._old(), key=lambda c: -c.number.count(".")):
            went = Counter(
                self.after[self.pairs[below.number]].parent
                for below in self.before.below(clause.number)
                if below.number in self.pairs
            )
            for parent, _ in went.most_common(1):
                if parent in new and _kind_of_place(parent) == _kind_of_place(clause.number):
                    self._pair(clause.number, parent)


def _kind_of_place(number: str) -> str:
    """A clause only moves among its like: provisions, annexes; the notice and the plan nowhere."""
    if not is_front(number):
        return "provision"
    return "annex" if number[1:] else number


def _provision(clause: Clause) -> str:
    """What a clause is known by: its words without the responsible units, often the same."""
    return f"{clause.heading}\n{clause.text}"

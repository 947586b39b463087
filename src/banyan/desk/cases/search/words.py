"""The words that come up in cases: what is said most in a month, and what is said more than before.

Nobody says where a Chinese word ends: every piece of two to six characters that comes up often is
taken for one, and what stands inside a longer piece that comes up (nearly) as often is left out.
The desk counts them once a day; pages read what it counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from banyan.desk.audit import Actor, action, log
from banyan.desk.cases.models import Case, MonthWord
from banyan.desk.cases.search.question import following, moment_of
from banyan.desk.people.access import require

MONTHS_BEFORE = 3
LONGEST = 6
"""Characters of a word."""

LEAST = 3
"""In fewer cases a word is not counted; and in fewer than one of ``RARE`` cases."""
RARE = 2_000

KEPT = 500
"""Words of a month that are kept."""

NEARLY = 0.8
"""So much of a piece's cases have the longer piece around it: it is no word of its own."""

RISING = 1.5
"""So many times its former share a word must have to be rising."""

STREAMED = 5_000

_RUNS = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z]{4,20}")
_NO_END = frozenset("的了和与及在是我为等被已将有对不也就都而请把从到向于其该")
"""Characters with which no word begins or ends."""

Group = tuple[str, str]
"""County and kind."""


@dataclass(frozen=True)
class Word:
    """``share`` and ``before`` are the shares of the cases of the month, and of the three months
    before, in which the word comes up."""

    word: str
    cases: int
    share: float
    before: float

    @property
    def times(self) -> float | None:
        """How many times its former share it has; ``None`` where it is new."""
        return self.share / self.before if self.before else None

    @property
    def rising(self) -> bool:
        return self.times is None or self.times >= RISING


@action("cases.count_words")
def count_words(actor: Actor, month: date) -> int:
    """Counts the words of the month that begins on ``month`` anew; how many there are. Only the
    desk itself may."""
    require(actor)
    words = frequent(month)
    now, totals = _counted(words, month, following(month))
    former, former_totals = _counted(words, _before(month), month)
    MonthWord.objects.filter(month=month).delete()
    rows = [
        MonthWord(
            month=month,
            county=county,
            kind=kind,
            word=word,
            cases=count,
            before=former[county, kind][word],
        )
        for (county, kind), counts in now.items()
        for word, count in counts.items()
    ]
    rows += [
        MonthWord(
            month=month,
            county=county,
            kind=kind,
            word="",
            cases=count,
            before=former_totals[county, kind],
        )
        for (county, kind), count in totals.items()
    ]
    MonthWord.objects.bulk_create(rows, batch_size=2_000)
    log("month", after={"month": month, "words": len(words)})
    return len(words)


def on_day(actor: Actor, day: date) -> None:
    """The duty of the day: the month of yesterday."""
    count_words(actor, (day - timedelta(days=1)).replace(day=1))


def words_of(month: date, county: str = "", kind: str = "") -> list[Word]:
    """The words of a month, those that come up most first; of a county or kind where given."""
    rows = MonthWord.objects.filter(month=month)
    if county:
        rows = rows.filter(county=county)
    if kind:
        rows = rows.filter(kind=kind)
    sums = rows.values_list("word").annotate(Sum("cases"), Sum("before"))
    found = {word: (cases, before) for word, cases, before in sums}
    whole, whole_before = found.pop("", (0, 0))
    words = [
        Word(word, cases, cases / whole, before / whole_before if whole_before else 0)
        for word, (cases, before) in found.items()
        if cases
    ]
    return sorted(words, key=lambda one: (-one.cases, one.word))


def frequent(month: date) -> list[str]:
    """The words that come up most in the month."""
    texts = [said for _, said in _texts(month, following(month))]
    least = max(LEAST, len(texts) // RARE)
    counts: Counter[str] = Counter()
    known: set[str] = set()
    for length in range(2, LONGEST + 1):
        # A piece is frequent only where both pieces inside it are.
        level: Counter[str] = Counter()
        for said in texts:
            level.update(_pieces(said, length, known if length > 2 else None))
        known = {piece for piece, count in level.items() if count >= least}
        counts.update({piece: level[piece] for piece in known})
        if not known:
            break
    return _words(counts)


def _pieces(said: list[str], length: int, known: set[str] | None) -> set[str]:
    found: set[str] = set()
    for run in said:
        if run.isascii():
            if length == 2:
                found.add(run)
            continue
        for place in range(len(run) - length + 1):
            piece = run[place : place + length]
            if known is None or (piece[:-1] in known and piece[1:] in known):
                found.add(piece)
    return found


def _words(counts: Counter[str]) -> list[str]:
    """The pieces that are words, as far as counts can tell: the longest of those that come up
    together, and none that begins or ends within another."""
    inside: dict[str, int] = defaultdict(int)
    for piece, count in counts.items():
        if not piece.isascii():
            for shorter in (piece[:-1], piece[1:]):
                inside[shorter] = max(inside[shorter], count)
    whole = [
        piece
        for piece, count in counts.items()
        if inside[piece] < NEARLY * count
        and (piece.isascii() or (piece[0] not in _NO_END and piece[-1] not in _NO_END))
    ]
    whole.sort(key=lambda piece: (-counts[piece], -len(piece), piece))
    chosen: list[str] = []
    for piece in whole:
        if not any(_crosses(piece, other) for other in chosen):
            chosen.append(piece)
        if len(chosen) == KEPT:
            break
    return chosen


def _crosses(piece: str, other: str) -> bool:
    """Whether one begins with the two or more characters with which the other ends."""
    return any(
        piece.endswith(other[:size]) or piece.startswith(other[-size:])
        for size in range(2, min(len(piece), len(other)))
    )


def _counted(
    words: Collection[str], first: date, end: date
) -> tuple[dict[Group, Counter[str]], Counter[Group]]:
    """In how many cases of each group each word comes up, and how many cases there are."""
    counts: dict[Group, Counter[str]] = defaultdict(Counter)
    totals: Counter[Group] = Counter()
    begin = defaultdict(list)
    for word in words:
        begin[word[:2]].append(word)
    for group, said in _texts(first, end):
        totals[group] += 1
        counts[group].update(_there(said, begin))
    return counts, totals


def _there(said: list[str], begin: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    for run in said:
        if run.isascii():
            found.update(word for word in begin.get(run[:2], ()) if word == run)
            continue
        for place in range(len(run) - 1):
            for word in begin.get(run[place : place + 2], ()):
                if run.startswith(word, place):
                    found.add(word)
    return found


def _texts(first: date, end: date) -> Iterator[tuple[Group, list[str]]]:
    """County and kind of each case raised from ``first`` to before ``end``, and what it says."""
    cases = Case.objects.filter(raised_at__gte=moment_of(first), raised_at__lt=moment_of(end))
    rows = cases.values_list("county", "kind", "title", "text")
    for county, kind, title, text in rows.iterator(chunk_size=STREAMED):
        yield (county, kind), _RUNS.findall(f"{title}\n{text}".lower())


def _before(month: date) -> date:
    for _ in range(MONTHS_BEFORE):
        month = (month - timedelta(days=1)).replace(day=1)
    return month

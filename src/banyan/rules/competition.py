"""Against whom a measure's candidates compete: places of a year, and funds that many share.

No organization's own facts decide such a measure; the answer is always one against a fact set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from banyan.rules.batch import day_number
from banyan.rules.boards import Entry, FundBoard, Ranking
from banyan.rules.measure import Measure, Places, Plan, Top
from banyan.rules.settlement import Settlement
from banyan.rules.settlement.ranking import places, ranked_by
from banyan.rules.single import Row, Single
from banyan.rules.wording import Wording, yuan


@dataclass(frozen=True)
class Standing:
    """A candidate's rank among ``of`` candidates for ``places``. ``would`` says that it is the
    rank that it would have if nothing else were lacking."""

    rank: int
    of: int
    places: int
    would: bool

    @property
    def within(self) -> bool:
        return self.rank <= self.places


@dataclass(frozen=True)
class Competition:
    """``kind`` is ``top_n``, ``places``, ``expo_plan`` or ``fund``. ``of`` counts who competes;
    ``last`` is what the last one within the places has (a score, or money). A fund has its
    ``budget`` (``None``: no limit) and what is claimed of it, in yuan."""

    kind: str
    words: str
    places: int | None = None
    of: int | None = None
    last: str = ""
    fund: str = ""
    budget: str | None = None
    claimed: str = ""

    @classmethod
    def of_measure(
        cls,
        settlement: Settlement,
        measure: Measure,
        wording: Wording,
        ranking: Ranking | None,
        fund: FundBoard | None,
    ) -> Competition:
        """What is said of a measure that competes, by who is ranked for it, or the fund that it
        shares, or both."""
        count = places(settlement.batch, measure)
        match measure.quota, measure.amount:
            case Top(), _:
                kind = "top_n"
            case Plan(), _:
                kind = "expo_plan"
            case _, Places():
                kind = "places"
            case _:
                kind = "fund"
        last = ""
        if ranking is not None and ranking.entries and count and ranked_by(measure) is not None:
            ((value,), _, _) = ranking.entries[:count][-1]
            last = yuan(value or 0) if isinstance(measure.amount, Places) else str(value)
        return cls(
            kind=kind,
            words=wording.word("competition", kind),
            places=count,
            of=None if ranking is None else len(ranking.entries),
            last=last,
            fund=wording.word("words", "fund", measure.fund.name) if measure.fund else "",
            budget=None if fund is None or fund.budget is None else yuan(fund.budget),
            claimed="" if fund is None else yuan(fund.claimed),
        )

    def standing(
        self, measure: Measure, row: Row, single: Single, ranking: Ranking | None, uscc: str
    ) -> Standing | None:
        """The rank of a line, or the one that it would have; ``None`` where it cannot be told."""
        if self.places is None or self.of is None or ranking is None:
            return None
        place = row.values["place"]
        if place is not None:
            return Standing(place, self.of, self.places, would=False)
        by = ranked_by(measure)
        own = None if by is None else single.closed.value(by, row)
        if own is None:
            return None
        value = day_number(own) if isinstance(own, date) else own
        better = ranking.better(Entry((value,), row.values["line_subject"], uscc))
        return Standing(better + 1, self.of + 1, self.places, would=True)

"""Against whom a measure's candidates compete: places of a year, and funds that many share.

No organization's own facts decide such a measure; the answer is always one against a fact set.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from banyan.rules import expressions as x
from banyan.rules.measure import Measure, Places, Plan, Top
from banyan.rules.settlement import Settlement, Status
from banyan.rules.settlement.funds import budget
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
        cls, settlement: Settlement, measure: Measure, wording: Wording
    ) -> Competition | None:
        """``None`` for a measure that does not compete."""
        if not measure.competes():
            return None
        places = _places(settlement, measure)
        fund = measure.fund.name if measure.fund is not None else ""
        available = budget(settlement.facts, settlement.year, fund) if fund else None
        match measure.quota, measure.amount:
            case Top(), _:
                kind = "top_n"
            case Plan(), _:
                kind = "expo_plan"
            case _, Places():
                kind = "places"
            case _:
                kind = "fund"
        ranked = settlement.frames[measure.code].filter(pl.col("place").is_not_null())
        return cls(
            kind=kind,
            words=wording.word("competition", kind),
            places=places,
            of=None if places is None else _competitors(measure, ranked),
            last=_last(settlement, measure, ranked, places),
            fund=wording.word("words", "fund", fund) if fund else "",
            budget=None if available is None else yuan(available),
            claimed=yuan(_claimed(settlement, fund)) if fund else "",
        )

    def standing(
        self, settlement: Settlement, measure: Measure, row: Row, single: Single
    ) -> Standing | None:
        """The rank of a line, or the one that it would have; ``None`` where it cannot be told."""
        if self.places is None or self.of is None:
            return None
        place = row.values["place"]
        if place is not None:
            return Standing(place, self.of, self.places, would=False)
        by = ranked_by(measure)
        if by is None:
            return None
        own = single.closed.value(by, row)
        if own is None:
            return None
        frame = settlement.batch.evaluate(
            settlement.frames[measure.code].filter(pl.col("place").is_not_null()),
            measure.candidates.table,
            {"by": by},
        )
        tie = "organization_row" if isinstance(measure.amount, Places) else "line_subject"
        better = frame.filter(
            (pl.col("by") > own) | ((pl.col("by") == own) & (pl.col(tie) < row.values[tie]))
        )
        return Standing(better.height + 1, self.of + 1, self.places, would=True)


def ranked_by(measure: Measure) -> x.Expression | None:
    """What candidates are ranked by, the largest first; ``None`` where no line has a rank of its
    own (a plan ranks other rows)."""
    if isinstance(measure.amount, Places):
        return measure.amount.by
    return measure.quota.score if isinstance(measure.quota, Top) else None


def _places(settlement: Settlement, measure: Measure) -> int | None:
    if isinstance(measure.amount, Places):
        return sum(settlement.batch.whole(count) for count, _ in measure.amount.tiers)
    return None if measure.quota is None else settlement.batch.whole(measure.quota.places)


def _competitors(measure: Measure, ranked: pl.DataFrame) -> int:
    if isinstance(measure.quota, Plan):
        return ranked.select("place").n_unique()
    return ranked.height


def _last(
    settlement: Settlement, measure: Measure, ranked: pl.DataFrame, places: int | None
) -> str:
    by = ranked_by(measure)
    if by is None or places is None:
        return ""
    within = ranked.filter(pl.col("place") <= places).sort("place")
    if within.is_empty():
        return ""
    last = settlement.batch.evaluate(within.tail(1), measure.candidates.table, {"by": by})["by"][0]
    return yuan(last) if isinstance(measure.amount, Places) else str(last)


def _claimed(settlement: Settlement, fund: str) -> int:
    """Fen that the fund's standing lines ask for, before shares."""
    total = 0
    for code, measure in settlement.pack.measures.items():
        if measure.fund is None or measure.fund.name != fund:
            continue
        frame = settlement.frames[code].filter(
            pl.col("status").is_in([Status.GRANTED, Status.CAPPED_OUT])
        )
        total += int(frame["claimed" if "claimed" in frame.columns else "amount"].sum())
    return total

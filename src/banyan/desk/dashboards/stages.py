"""How far the money of a year has come, from the totals of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from banyan.desk.funds.models import DailyTotal
from banyan.desk.funds.stages import REACHES, Stage, added
from banyan.desk.people.models import Account

MILLION = 1_000_000


@dataclass(frozen=True)
class Stages:
    """Money in fen that has come so far or further."""

    budget: int = 0
    committed: int = 0
    approved: int = 0
    paid: int = 0

    def __add__(self, other: Stages) -> Stages:
        return Stages(
            self.budget + other.budget,
            self.committed + other.committed,
            self.approved + other.approved,
            self.paid + other.paid,
        )

    def of(self, stage: Stage) -> int:
        fen: int = getattr(self, stage.value)
        return fen

    @property
    def paid_share(self) -> int | None:
        """Paid of what is committed; ``None`` where nothing is."""
        return _share(self.paid, self.committed)

    def share(self, fen: int) -> int | None:
        """Of the budget; ``None`` where there is none."""
        return _share(fen, self.budget)


def _share(part: int, whole: int) -> int | None:
    """Millionths, rounded down to a tenth of a percent; less than that is not rounded."""
    if not whole:
        return None
    return part * 1000 // whole * (MILLION // 1000) or part * MILLION // whole


def stages_of(sums: Iterable[tuple[str, int]]) -> Stages:
    """From sums by kind of entry."""
    found = dict.fromkeys(REACHES, 0)
    for kind, amount in sums:
        for stage in REACHES:
            found[stage] += added(stage, kind, amount)
    return Stages(**found)


def totals_of(account: Account | None, year: int) -> QuerySet[DailyTotal]:
    """The totals that the account may see, of the budgets of a year."""
    return DailyTotal.objects.visible_to(account).filter(budget__year=year).order_by()


def by_measure(totals: QuerySet[DailyTotal]) -> dict[str, Stages]:
    """The measures, those with most money first; what is of none is left out."""
    found = _by(totals.exclude(measure=""), "measure")
    return dict(sorted(found.items(), key=lambda one: (-one[1].committed, one[0])))


def by_county(totals: QuerySet[DailyTotal]) -> dict[str, Stages]:
    """By the county of who is paid."""
    return _by(totals.exclude(county=""), "county")


def by_month(totals: QuerySet[DailyTotal]) -> dict[date, Stages]:
    """What each stage holds at the end of each month from the first with an entry to the last;
    keys are first days of months."""
    moved = _by(totals.annotate(month=TruncMonth("made_on")), "month")
    if not moved:
        return {}
    held, found = Stages(), {}
    month, last = min(moved), max(moved)
    while month <= last:
        held += moved.get(month, Stages())
        found[month] = held
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def _by(totals: QuerySet[DailyTotal], column: str) -> dict[Any, Stages]:
    sums: dict[Any, list[tuple[str, int]]] = defaultdict(list)
    for key, kind, amount in totals.values_list(column, "kind").annotate(Sum("amount")):
        sums[key].append((kind, amount))
    return {key: stages_of(found) for key, found in sums.items()}

"""How many are in lists, come to them and move within them: for cards, charts and targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Count, F, Min, Q

from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.models import Entry, Evaluation
from banyan.desk.lists.scope import ListedQuerySet
from banyan.desk.people.models import Account
from banyan.desk.records.bulk import frames_of

OUTSIDE = "-"
"""Where one comes from who was in no tier, and goes to who is in none any more."""


def standing_on(code: str, day: date, tiers: Collection[str] = ()) -> ListedQuerySet:
    """The entries that stood in the list, or in these tiers of it, on ``day``: what left later was
    in it then."""
    found: ListedQuerySet = Entry.objects.filter(list=code, entered_on__lte=day).filter(
        Q(left_on=None) | Q(left_on__gt=day)
    )
    return found.filter(tier__in=tiers) if tiers else found


def first_entry(code: str, tiers: Collection[str] = ()) -> date | None:
    """The day on which the first entered the list, or these tiers of it; ``None`` before that."""
    found = Entry.objects.filter(list=code)
    if tiers:
        found = found.filter(tier__in=tiers)
    first: date | None = found.aggregate(first=Min("entered_on"))["first"]
    return first


@dataclass(frozen=True)
class Conversion:
    """Of those listed for a year how many have grown above designated size since they entered."""

    listed: int
    converted: int

    @property
    def rate(self) -> int | None:
        """In millionths, of hundredths of a percent."""
        return self.converted * 10_000 // self.listed * 100 if self.listed else None


def not_grown(entries: ListedQuerySet, code: str, year: int) -> ListedQuerySet:
    """Of these entries those in the list of a year that have not grown above designated size since
    they entered."""
    grown = Q(organization__scaled_on__gte=F("entered_on"))
    return entries.filter(list=code, year=year, left_on=None).exclude(grown)


def conversions(code: str, year: int, by: str = "county") -> dict[str, Conversion]:
    """Of the list of a year, by ``county`` or ``batch``; without those at whose fault it was that
    they had to leave."""
    found = Entry.objects.filter(list=code, year=year).exclude(why="fault")
    rows = (
        found.order_by()
        .values_list(by)
        .annotate(
            listed=Count("organization", distinct=True),
            converted=Count(
                "organization",
                distinct=True,
                filter=Q(organization__scaled_on__gte=F("entered_on")),
            ),
        )
    )
    return {name: Conversion(listed, converted) for name, listed, converted in rows}


def conversion(code: str, year: int) -> Conversion:
    """Of the whole list of a year."""
    found = conversions(code, year).values()
    return Conversion(sum(one.listed for one in found), sum(one.converted for one in found))


def movements(
    of: DeclaredList, first: date, last: date, entries: ListedQuerySet | None = None
) -> dict[tuple[str, str], int]:
    """How many organizations moved from which highest tier on ``first`` to which on ``last``, in a
    list whose tiers are steps; ``OUTSIDE`` is no tier. Those in none on both days are left out."""
    rows = (Entry.objects.all() if entries is None else entries).filter(
        list=of.code, entered_on__lte=last
    )
    held = pl.concat(frames_of(rows.order_by(), _HELD, list(_HELD)))
    order = [OUTSIDE, *of.tiers]
    ranks = {tier: place for place, tier in enumerate(order)}
    held = held.with_columns(
        pl.col("tier").replace_strict(ranks, default=0, return_dtype=pl.Int32).alias("rank")
    )
    moved = (
        _highest(held, first, "before")
        .join(_highest(held, last, "after"), on="organization_id", how="full", coalesce=True)
        .group_by(pl.col("before").fill_null(0), pl.col("after").fill_null(0))
        .len()
        .sort("before", "after")
    )
    return {(order[before], order[after]): count for before, after, count in moved.rows()}


_HELD: Mapping[str, pl.DataType] = {
    "organization_id": pl.String(),
    "tier": pl.String(),
    "entered_on": pl.Date(),
    "left_on": pl.Date(),
}


def _highest(held: pl.DataFrame, day: date, name: str) -> pl.DataFrame:
    """The rank of the highest tier of each organization that was in one on the day."""
    stays = pl.col("left_on").is_null() | (pl.col("left_on") > day)
    standing = held.filter((pl.col("entered_on") <= day) & stays)
    return standing.group_by("organization_id").agg(pl.col("rank").max().alias(name))


def last_evaluation() -> Evaluation | None:
    return Evaluation.objects.filter(state=Evaluation.State.DONE).first()


def standing_counts(
    evaluation: Evaluation | None, code: str, account: Account | None, county: str = ""
) -> dict[str, dict[str, int]]:
    """By tier and state, what the account may see of the last evaluation's counts, or of those of
    a county."""
    if evaluation is None:
        return {}
    county = (account.county if account is not None else "") or county
    of_list: Mapping[str, Any] = evaluation.counts.get(code, {})
    return {
        tier: {state: _sum(by_county, county) for state, by_county in by_state.items()}
        for tier, by_state in of_list.items()
    }


def _sum(by_county: Mapping[str, int], county: str) -> int:
    return by_county.get(county, 0) if county else sum(by_county.values())

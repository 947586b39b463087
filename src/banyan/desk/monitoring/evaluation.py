"""What the rules find in monthly figures: all enterprises and months at once, in integers.

Months are numbers, twelve a year (``month_number``); changes are in millionths, rounded down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import polars as pl

from banyan.desk.monitoring.rules import INDICATORS, MISSING, Rule

MILLION = 1_000_000
LARGEST_CHANGE = 10**12
"""Millionths: a larger change counts as this one."""

FIGURES = {"organization": pl.String, "month": pl.Int32} | dict.fromkeys(INDICATORS, pl.Int64)
"""One row for each enterprise and month that was reported; null for what was left empty."""

WATCHED = {
    "organization": pl.String,
    "division": pl.String,
    "since": pl.Int32,
    "until": pl.Int32,
}
"""The key enterprises: the first two digits of their industry (empty where it is not known), the
first month that they report and the last one (null where it is not set)."""

FOUND = {
    "organization": pl.String,
    "month": pl.Int32,
    "rule": pl.String,
    "value": pl.Int64,
    "base": pl.Int64,
    "change": pl.Int64,
    "median": pl.Int64,
}
"""``value`` fell from ``base`` by ``change``; ``median`` is that of the peers' changes. Of missing
reports, ``value`` is the number of months without any."""

_LAGS = (1, 2, 3, 12, 13)
_KEY = ["organization", "month"]


def month_number(day: date) -> int:
    """The month of a day: twelve a year."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def evaluate(
    figures: pl.DataFrame,
    watched: pl.DataFrame,
    rules: Iterable[Rule],
    thresholds: Mapping[str, int],
    months: Collection[int],
    peers: int,
) -> pl.DataFrame:
    """What each of ``rules`` finds in each of ``months``, in the columns of ``FOUND``; ``peers``
    is how many others of the industry a comparison needs."""
    rules = list(rules)
    rows = _rows(figures, watched, months)
    kinds = {rule.kind for rule in rules}
    if "against_peers" in kinds:
        for indicator in {rule.indicator for rule in rules if rule.kind == "against_peers"}:
            rows = _with_peers(rows, indicator, peers)
    if MISSING in kinds:
        rows = _with_gap(rows, figures)
    found = [_found(rows, rule, thresholds[rule.code]) for rule in rules]
    return pl.concat([pl.DataFrame(schema=FOUND), *found]).sort(*_KEY, "rule")


def beside_peers(
    figures: pl.DataFrame, watched: pl.DataFrame, months: Collection[int], indicator: str
) -> pl.DataFrame:
    """For each key enterprise and month, the ``change`` against the month before and the
    ``median`` of the others of its industry; null where there is none."""
    rows = _with_peers(_rows(figures, watched, months), indicator, 1)
    change = _change(pl.col(indicator), pl.col(f"{indicator}_1"))
    return rows.select(*_KEY, change.alias("change"), pl.col(f"{indicator}_median").alias("median"))


def _rows(figures: pl.DataFrame, watched: pl.DataFrame, months: Collection[int]) -> pl.DataFrame:
    """A row for each key enterprise and month, with the figures before it as ``output_1`` …"""
    wanted = pl.DataFrame({"month": sorted(set(months))}, schema={"month": pl.Int32})
    rows = watched.join(wanted, how="cross").filter(
        pl.col("since") <= pl.col("month"),
        pl.col("until").is_null() | (pl.col("month") <= pl.col("until")),
    )
    rows = rows.join(figures, on=_KEY, how="left")
    for lag in _LAGS:
        earlier = figures.select(
            "organization",
            (pl.col("month") + lag).cast(pl.Int32).alias("month"),
            *(pl.col(name).alias(f"{name}_{lag}") for name in INDICATORS),
        )
        rows = rows.join(earlier, on=_KEY, how="left")
    return rows.with_columns((pl.col("month") % 12 + 1).alias("of_year"))


def _wide(column: pl.Expr) -> pl.Expr:
    return column.cast(pl.Int128)


def _change(value: pl.Expr, base: pl.Expr) -> pl.Expr:
    """In millionths of the base, rounded down; null without a base above zero."""
    change = (_wide(value) - _wide(base)) * MILLION // _wide(base)
    held = pl.when(base > 0).then(change)
    return held.clip(-LARGEST_CHANGE, LARGEST_CHANGE).cast(pl.Int64)


def _fell(value: pl.Expr, base: pl.Expr, threshold: int) -> pl.Expr:
    """By the threshold or more, exactly."""
    return (
        (base > 0)
        & ((_wide(base) - _wide(value)) * MILLION >= _wide(base) * threshold)
        & (value < base)
    )


def _found(rows: pl.DataFrame, rule: Rule, threshold: int) -> pl.DataFrame:
    name = rule.indicator
    value, base = pl.col(name) if name else pl.lit(0), pl.lit(0)
    median: pl.Expr = pl.lit(None, dtype=pl.Int64)
    match rule.kind:
        case "month_on_month":
            base = pl.col(f"{name}_1")
            holds = _fell(value, base, threshold)
        case "year_on_year":
            # January and February count as one, in February
            both = pl.col("of_year") == 2
            base = pl.when(both).then(pl.col(f"{name}_12") + pl.col(f"{name}_13"))
            base = base.otherwise(pl.col(f"{name}_12"))
            value = pl.when(both).then(value + pl.col(f"{name}_1")).otherwise(value)
            holds = _fell(value, base, threshold)
        case "three_month_trend":
            base = pl.col(f"{name}_3")
            falling = (value < pl.col(f"{name}_1")) & (pl.col(f"{name}_1") < pl.col(f"{name}_2"))
            falling &= pl.col(f"{name}_2") < base
            holds = falling & _fell(value, base, threshold)
        case "against_peers":
            base, median = pl.col(f"{name}_1"), pl.col(f"{name}_median")
            change = _change(value, base)
            holds = (value < base) & (change <= median - threshold)
        case _:
            value = pl.col("gap")
            holds = value >= threshold
    changed = _change(value, base) if name else pl.lit(None, dtype=pl.Int64)
    found = rows.filter(holds.fill_null(False) & ~pl.col("of_year").is_in(list(rule.left_out)))
    return found.select(
        "organization",
        "month",
        pl.lit(rule.code).alias("rule"),
        value.cast(pl.Int64).alias("value"),
        base.cast(pl.Int64).alias("base"),
        changed.alias("change"),
        median.alias("median"),
    )


def _with_peers(rows: pl.DataFrame, indicator: str, peers: int) -> pl.DataFrame:
    """The median change of the *others* of the same industry and month, where there are enough of
    them; of an even number the mean of the two in the middle, rounded down."""
    group = ["division", "month"]
    change = _change(pl.col(indicator), pl.col(f"{indicator}_1")).alias("change")
    held = rows.select("organization", *group, change)
    held = held.filter(pl.col("change").is_not_null() & (pl.col("division") != ""))
    held = held.sort(*group, "change", "organization")
    changes = held["change"]
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    held = held.with_columns(place.alias("place")).with_columns(
        pl.col("place").min().over(group).alias("start"),
        (pl.len().over(group).cast(pl.Int64) - 1).alias("others"),
    )
    held = held.filter(pl.col("others") >= max(peers, 1))
    # the places in the middle of the others: those from the enterprise's own on are one further
    own = pl.col("place") - pl.col("start")
    low, high = (pl.col("others") - 1) // 2, pl.col("others") // 2
    held = held.with_columns(
        (pl.col("start") + low + (low >= own).cast(pl.Int64)).alias("low"),
        (pl.col("start") + high + (high >= own).cast(pl.Int64)).alias("high"),
    )
    medians = (changes.gather(held["low"]) + changes.gather(held["high"])) // 2
    held = held.select("organization", "month", medians.alias(f"{indicator}_median"))
    return rows.join(held, on=_KEY, how="left")


def _with_gap(rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The months without any report, up to the row's month, since the enterprise was to report."""
    given = figures.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in INDICATORS))
    given = given.select("organization", "month", pl.col("month").alias("reported")).sort("month")
    rows = rows.sort("month").join_asof(
        given, on="month", by="organization", strategy="backward", check_sortedness=False
    )
    last = pl.max_horizontal("reported", pl.col("since") - 1)
    return rows.with_columns((pl.col("month") - last).alias("gap"))

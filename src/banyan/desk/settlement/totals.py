"""A run in sums, kept with it: lists of a million lines are never counted while a page waits.

``Run.totals`` holds ``cells``, one for every measure and county that has lines, and
``exceptions``, by mark and county. Money is in fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import polars as pl

from banyan.desk.settlement.exceptions import WORDS


@dataclass(frozen=True)
class Totals:
    """Sums over some lines: how many there are and how many give something; what they give, what
    was awarded before, and the differences to it, up and down (both not below zero)."""

    lines: int = 0
    granted: int = 0
    amount: int = 0
    before: int = 0
    more: int = 0
    less: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, name) + getattr(other, name) for name in NAMES))


NAMES = tuple(field.name for field in fields(Totals))


def totals_of(lines: pl.DataFrame) -> dict[str, Any]:
    """What ``Run.totals`` holds of ``lines``, as ``settlement.lines`` makes them."""
    difference = pl.col("amount") - pl.col("before")
    cells = lines.group_by("measure", "county").agg(
        pl.len().alias("lines"),
        (pl.col("amount") > 0).sum().alias("granted"),
        pl.col("amount").sum(),
        pl.col("before").sum(),
        difference.clip(lower_bound=0).sum().alias("more"),
        (-difference).clip(lower_bound=0).sum().alias("less"),
    )
    marked = lines.filter(pl.col("exceptions") != "").select(
        pl.col("exceptions").str.split(";").alias("mark"), "county", "amount"
    )
    exceptions = (
        marked.explode("mark")
        .group_by("mark", "county")
        .agg(pl.len().alias("lines"), pl.col("amount").sum())
    )
    return {
        "cells": cells.sort("measure", "county").rows(named=True),
        "exceptions": exceptions.sort("mark", "county").rows(named=True),
    }


@dataclass(frozen=True)
class Table:
    """Totals by measure and county, with their sums."""

    measures: tuple[str, ...]
    counties: tuple[str, ...]
    cells: dict[tuple[str, str], Totals]

    def measure(self, measure: str) -> Totals:
        return _sum(self.cells.get((measure, county)) for county in self.counties)

    def county(self, county: str) -> Totals:
        return _sum(self.cells.get((measure, county)) for measure in self.measures)

    @property
    def whole(self) -> Totals:
        return _sum(self.cells.values())


def table_of(totals: dict[str, Any], county: str = "") -> Table:
    """The table of a run, of one county alone where it is named."""
    cells = {
        (one["measure"], one["county"]): Totals(*(one[name] for name in NAMES))
        for one in totals.get("cells", [])
        if county in ("", one["county"])
    }
    return Table(
        tuple(dict.fromkeys(measure for measure, _ in cells)),
        tuple(sorted({of for _, of in cells})),
        cells,
    )


def exceptions_of(totals: dict[str, Any], county: str = "") -> list[tuple[str, int, int]]:
    """The marks in their order, each with how many lines have it and the fen of these."""
    found = []
    for mark in WORDS:
        ones = [
            one
            for one in totals.get("exceptions", [])
            if one["mark"] == mark and county in ("", one["county"])
        ]
        found.append((mark, sum(one["lines"] for one in ones), sum(one["amount"] for one in ones)))
    return found


def _sum(cells: Iterable[Totals | None]) -> Totals:
    total = Totals()
    for one in cells:
        if one is not None:
            total += one
    return total

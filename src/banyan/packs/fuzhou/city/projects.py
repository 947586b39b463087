"""Technology projects, what was invested in each of their years, what their owners elected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from banyan.packs.fuzhou.city.columns import identifiers, optional, words
from banyan.packs.fuzhou.city.draws import LAST_YEAR, Draw, Integers, ordinals
from banyan.packs.fuzhou.city.names import project_names

if TYPE_CHECKING:
    from banyan.packs.fuzhou.city.organizations import Organizations

RATE = 0.66
START_WEIGHTS = (0.08, 0.12, 0.26, 0.3, 0.09, 0.06, 0.05, 0.04)
LENGTH_WEIGHTS = (0.4, 0.35, 0.18, 0.07)
INVESTED_YUAN = np.array([16e6, 6.5e6, 2.4e6, 0.8e6, 2e6])
"""Median of a project's year by the size of its owner."""
THRESHOLDS = np.array([500_000_000, 300_000_000, 100_000_000])
"""Of the notice, in fen: some projects meet one to the fen or miss it by one."""
ELECTED = ("equipment_upgrade", "digital_project", "technology_loan_interest")
ELECTED_WEIGHTS = (0.5, 0.3, 0.2)


@dataclass(frozen=True)
class Projects:
    """The frames of three tables; ``owner`` and ``start`` (year) belong to ``projects``' rows."""

    owner: Integers
    start: Integers
    projects: pl.DataFrame
    years: pl.DataFrame
    elections: pl.DataFrame


def projects(city: Organizations) -> Projects:
    draw = city.draw("projects")
    owner = np.repeat(
        np.arange(city.count), draw.counts(city.rates(RATE, city.industrial, 0.12), 12)
    )
    count = len(owner)
    start = draw.years(count, START_WEIGHTS)
    frame = pl.DataFrame(
        {
            "project": identifiers("P", city.block, count),
            "uscc": city.codes.gather(owner),
            "name": optional(project_names(draw, count), draw.chance(0.96, count)),
            "municipal_key": draw.chance(np.where(city.size[owner] < 2, 0.3, 0.08), count),
            "special_bond": draw.chance(0.07, count),
            "other_fiscal_support": draw.chance(0.1, count),
            "innovation_centre": draw.chance(0.03, count),
        }
    )
    years = _years(city.draw("project years"), frame["project"], start, city.size[owner])
    return Projects(owner, start, frame, years, _elections(city.draw("elections"), years))


def _years(draw: Draw, project: pl.Series, start: Integers, size: Integers) -> pl.DataFrame:
    lengths = np.minimum(draw.lengths(LENGTH_WEIGHTS, len(start)), LAST_YEAR + 1 - start)
    row = np.repeat(np.arange(len(start)), lengths)
    count = len(row)
    gross, net = _equipment(draw, size[row])
    digital = net * draw.whole(4, 60, count) // 100
    return pl.DataFrame(
        {
            "project": project.gather(row),
            "row": row,
            "year": start[row] + ordinals(lengths),
            "equipment_gross": gross,
            "equipment_net": net,
            "digital_net": np.where(draw.chance(0.4, count), digital, 0),
            "digital_effective": draw.chance(0.75, count),
        }
    )


def _equipment(draw: Draw, size: Integers) -> tuple[Integers, Integers]:
    """With and without value added tax of 13 %, in fen; some of it was bought free of tax."""
    count = len(size)
    gross = draw.yuan(INVESTED_YUAN[size], 1.1, count)
    edge = THRESHOLDS[draw.whole(0, 2, count)] + draw.whole(-1, 1, count)
    gross = np.where(draw.chance(0.015, count), edge, gross)
    net = np.where(draw.chance(0.1, count), gross, gross * 100 // 113)
    on_edge = draw.chance(0.01, count) & (edge <= gross)
    return gross, np.where(on_edge, edge, net)


def _elections(draw: Draw, years: pl.DataFrame) -> pl.DataFrame:
    chosen = years.filter(pl.Series(draw.chance(0.2, years.height)))
    measures = words(ELECTED, draw.choice(ELECTED_WEIGHTS, chosen.height))
    return chosen.select("project", "year", measures.alias("measure"))

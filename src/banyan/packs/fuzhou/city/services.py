"""Platforms, use of the cloud, centres' services, collaborations, software projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from banyan.packs.fuzhou.city.columns import identifiers
from banyan.packs.fuzhou.city.draws import FIRST_YEAR, LAST_YEAR, Draw, Integers, ordinals

if TYPE_CHECKING:
    from banyan.packs.fuzhou.city.organizations import Organizations

START_WEIGHTS = (0.1, 0.13, 0.25, 0.28, 0.1, 0.06, 0.05, 0.03)
LENGTH_WEIGHTS = (0.35, 0.3, 0.2, 0.15)


def _runs(draw: Draw, start: Integers) -> tuple[Integers, Integers]:
    """For each start one to four years on end: the row of the start, and the year."""
    lengths = np.minimum(draw.lengths(LENGTH_WEIGHTS, len(start)), LAST_YEAR + 1 - start)
    return np.repeat(np.arange(len(start)), lengths), np.repeat(start, lengths) + ordinals(lengths)


def _sometimes(draw: Draw, chance: float, amounts: Integers) -> Integers:
    return np.where(draw.chance(chance, len(amounts)), amounts, 0)


def platforms(city: Organizations) -> pl.DataFrame:
    draw = city.draw("platforms")
    rates = city.rates(0.02, city.industrial | city.software, 0.1)
    owner = np.repeat(np.arange(city.count), draw.counts(rates, 3))
    platform = identifiers("F", city.block, len(owner))
    row, year = _runs(draw, draw.years(len(owner), START_WEIGHTS))
    return pl.DataFrame(
        {
            "platform": platform.gather(row),
            "uscc": city.codes.gather(owner[row]),
            "year": year,
            "investment_net": draw.yuan(1_800_000, 0.9, len(row)),
            "accepted": draw.chance(0.8, len(row)),
        }
    )


def cloud_years(city: Organizations) -> pl.DataFrame:
    draw = city.draw("cloud")
    users = np.flatnonzero(draw.chance(city.rates(0.19, city.industrial, 0.15), city.count))
    row, year = _runs(draw, draw.years(len(users), START_WEIGHTS))
    owner = users[row]
    count = len(owner)
    larger = np.sqrt(city.activity[owner])
    devices = np.minimum(np.rint(np.exp(draw.bell(2.5, 1.0, count)) * larger), 100_000)
    return pl.DataFrame(
        {
            "uscc": city.codes.gather(owner),
            "year": year,
            "devices": _sometimes(draw, 0.65, devices.astype(np.int64)),
            "software_cost": _sometimes(draw, 0.65, draw.yuan(110_000 * larger, 0.9, count)),
            "infrastructure_cost": _sometimes(draw, 0.55, draw.yuan(120_000 * larger, 0.9, count)),
        }
    )


def centre_years(city: Organizations, recognitions: pl.DataFrame) -> pl.DataFrame:
    """Mostly of innovation centres, from about the year of recognition on, and of a few others."""
    draw = city.draw("centres")
    held = recognitions.filter(pl.col("kind") == "innovation_centre")
    since = np.full(city.count, LAST_YEAR)
    np.minimum.at(since, held["owner"].to_numpy(), held["year"].to_numpy())
    holder = np.zeros(city.count, dtype=np.bool_)
    holder[held["owner"].to_numpy()] = True
    reporting = np.flatnonzero(
        (holder & draw.chance(0.85, city.count)) | draw.chance(0.001, city.count)
    )
    other_start = draw.years(len(reporting), START_WEIGHTS)
    since = np.maximum(since[reporting] - draw.chance(0.2, len(reporting)), FIRST_YEAR)
    start = np.where(holder[reporting], since, other_start)
    row, year = _runs(draw, start)
    return pl.DataFrame(
        {
            "uscc": city.codes.gather(reporting[row]),
            "year": year,
            "external_service_income": draw.yuan(1_900_000, 1.0, len(row)),
        }
    )


def collaborations(city: Organizations) -> pl.DataFrame:
    draw = city.draw("collaborations")
    owner = np.repeat(
        np.arange(city.count), draw.counts(city.rates(0.07, city.industrial, 0.25), 6)
    )
    count = len(owner)
    return pl.DataFrame(
        {
            "collaboration": identifiers("K", city.block, count),
            "uscc": city.codes.gather(owner),
            "year": draw.years(count),
            "paid": draw.yuan(700_000, 0.9, count),
            "industrialized": draw.chance(0.8, count),
            "score": draw.whole(300, 1_000, count),
        }
    )


def software_projects(city: Organizations) -> pl.DataFrame:
    draw = city.draw("software projects")
    owner = np.repeat(np.arange(city.count), draw.counts(city.rates(0.07, city.software, 0.01), 4))
    project = identifiers("S", city.block, len(owner))
    row, year = _runs(draw, draw.years(len(owner), START_WEIGHTS))
    return pl.DataFrame(
        {
            "project": project.gather(row),
            "uscc": city.codes.gather(owner[row]),
            "year": year,
            "national_major": draw.chance(0.7, len(project))[row],
            "total_investment": draw.yuan(3_000_000, 1.0, len(project))[row],
        }
    )

"""Loans: for projects, supply chains, parks' infrastructure, software."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from banyan.packs.fuzhou.city.columns import dates, identifiers, words
from banyan.packs.fuzhou.city.draws import Draw, Integers, ordinals
from banyan.packs.fuzhou.city.organizations import PARK, Organizations

if TYPE_CHECKING:
    from banyan.packs.fuzhou.city.projects import Projects

PURPOSES = (
    "technology_upgrade",
    "supply_chain",
    "park_infrastructure",
    "software_technology",
    "software_tax",
    "software_procurement",
    "technology_upgrade|supply_chain",
    "supply_chain|technology_upgrade",
    "technology_upgrade|software_technology",
    "park_infrastructure|technology_upgrade",
    "software_technology|software_tax",
    "software_procurement|supply_chain",
)
FOR_PROJECT = (0.86, 0, 0, 0, 0, 0, 0.06, 0.04, 0.03, 0.01, 0, 0)
FOR_SUPPLY_CHAIN = (0.05, 0.9, 0, 0, 0, 0, 0.03, 0.01, 0, 0, 0, 0.01)
FOR_PARK = (0, 0.03, 0.9, 0, 0, 0, 0, 0, 0, 0.07, 0, 0)
FOR_SOFTWARE = (0, 0, 0, 0.4, 0.25, 0.2, 0, 0, 0.03, 0, 0.06, 0.06)

LOANS_OF_A_PROJECT = (0.5, 0.29, 0.14, 0.07)
DISBURSED_WEIGHTS = (0.05, 0.1, 0.27, 0.34, 0.09, 0.06, 0.05, 0.04)
PRINCIPAL_YUAN = np.array([45e6, 12e6, 3e6, 0.7e6, 3e6])
"""Median by the size of the borrower."""
PARK_PRINCIPAL_YUAN = 110e6
SOFTWARE_PRINCIPAL = 0.6
"""What a software firm borrows beside an industrial one of its size."""
PERCENT = 10_000  # units of a percent


def loans(city: Organizations, projects: Projects) -> pl.DataFrame:
    frame = pl.concat(
        [
            _of_projects(city, projects),
            _supply_chain(city),
            _of_parks(city),
            _of_software(city),
        ]
    )
    return frame.with_columns(
        identifiers("L", city.block, frame.height).alias("loan"),
        city.codes.gather(frame["owner"]).alias("uscc"),
        projects.projects["project"].gather(frame["project_row"]).alias("project"),
    )


def _of_projects(city: Organizations, projects: Projects) -> pl.DataFrame:
    draw = city.draw("loans of projects")
    counts = draw.choice(LOANS_OF_A_PROJECT, len(projects.owner))
    row = np.repeat(np.arange(len(projects.owner)), counts)
    first = draw.days(projects.start)[row]
    later = ordinals(counts) * draw.whole(20, 250, len(row))
    owner = projects.owner[row]
    medians = PRINCIPAL_YUAN[city.size[owner]]
    provincial = np.where(draw.chance(0.06, len(row)), draw.yuan(60_000, 0.9, len(row)), 0)
    return _loans(
        draw, owner, draw.yuan(medians, 0.9, len(row)), FOR_PROJECT, first + later,
        provincial, first=first, project_row=row,
    )  # fmt: skip


def _supply_chain(city: Organizations) -> pl.DataFrame:
    draw = city.draw("loans for supply chains")
    lately = np.where(city.scaled_year >= 2023, 2.5, 1.0)
    owner = np.repeat(
        np.arange(city.count),
        draw.counts(city.rates(0.2, city.industrial) * lately, 6),
    )
    disbursed = draw.days(draw.years(len(owner), DISBURSED_WEIGHTS))
    principal = draw.yuan(PRINCIPAL_YUAN[city.size[owner]], 0.9, len(owner))
    provincial = np.where(draw.chance(0.02, len(owner)), draw.yuan(30_000, 0.9, len(owner)), 0)
    return _loans(draw, owner, principal, FOR_SUPPLY_CHAIN, disbursed, provincial)


def _of_parks(city: Organizations) -> pl.DataFrame:
    draw = city.draw("loans of parks")
    rates = np.where(city.kind == PARK, 5.0, 0.002)
    owner = np.repeat(np.arange(city.count), draw.counts(rates, 12))
    disbursed = draw.days(draw.years(len(owner), DISBURSED_WEIGHTS))
    principal = draw.yuan(PARK_PRINCIPAL_YUAN, 0.8, len(owner))
    provincial = np.where(draw.chance(0.25, len(owner)), draw.yuan(400_000, 1.0, len(owner)), 0)
    return _loans(draw, owner, principal, FOR_PARK, disbursed, provincial)


def _of_software(city: Organizations) -> pl.DataFrame:
    draw = city.draw("loans of software")
    owner = np.repeat(np.arange(city.count), draw.counts(city.rates(0.8, city.software, 0.01), 8))
    disbursed = draw.days(draw.years(len(owner), DISBURSED_WEIGHTS))
    medians = PRINCIPAL_YUAN[city.size[owner]] * SOFTWARE_PRINCIPAL
    principal = draw.yuan(medians, 0.9, len(owner))
    provincial = np.where(draw.chance(0.02, len(owner)), draw.yuan(20_000, 0.9, len(owner)), 0)
    return _loans(draw, owner, principal, FOR_SOFTWARE, disbursed, provincial)


def _loans(
    draw: Draw,
    owner: Integers,
    principal: Integers,
    purposes: tuple[float, ...],
    disbursed: Integers,
    provincial: Integers,
    first: Integers | None = None,
    project_row: Integers | None = None,
) -> pl.DataFrame:
    """``project_row`` is the project's place among the block's; without it there is no project."""
    count = len(owner)
    rate = np.rint(draw.bell(3.3, 0.9, count) * 100).clip(30, 800).astype(np.int64) * 100
    exact = draw.chance(0.1, count)
    term = draw.whole(6, 60, count) * 30 + draw.whole(0, 29, count)
    row = pl.Series(project_row) if project_row is not None else pl.Series([None] * count)
    return pl.DataFrame(
        {
            "owner": owner,
            "project_row": row.cast(pl.UInt32),
            "purposes": words(PURPOSES, draw.choice(purposes, count)),
            "principal": principal,
            "annual_rate": rate + exact * draw.whole(-99, 99, count),
            "disbursed_on": dates(disbursed),
            "first_disbursed_on": dates(disbursed if first is None else first),
            "ends_on": dates(disbursed + term),
            "central_support": draw.chance(0.08, count),
            "other_support": draw.chance(0.06, count),
            "provincial_support": provincial,
        }
    )

"""The whole city, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from banyan.packs.fuzhou.city import markets, services
from banyan.packs.fuzhou.city.budgets import budgets
from banyan.packs.fuzhou.city.history import Records, history
from banyan.packs.fuzhou.city.loans import loans
from banyan.packs.fuzhou.city.organizations import organizations as organizations_of
from banyan.packs.fuzhou.city.projects import projects as projects_of
from banyan.packs.fuzhou.city.recognitions import recognitions as recognitions_of
from banyan.packs.fuzhou.city.writing import Form, Tables
from banyan.packs.fuzhou.facts import SCHEMA
from banyan.rules.errors import UsageError
from banyan.rules.output import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

MOST_ORGANIZATIONS = 10_000_000
BLOCK = 50_000
"""Organizations at a time. It is part of what a seed means: another size is another city."""


def generate(
    out: Path,
    organizations: int,
    seed: int,
    *,
    form: Form = "parquet",
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Write a made-up city into the folder ``out``; the rows written of each table.

    The same number of organizations and seed give the same files. ``out`` must not exist or be
    empty; it appears only when it is complete. ``progress`` hears after each block how many
    organizations are done.
    """
    if not 1 <= organizations <= MOST_ORGANIZATIONS:
        raise UsageError(f"a city has 1 to {MOST_ORGANIZATIONS} organizations, not {organizations}")
    if seed < 0:
        raise UsageError(f"a seed is a whole number of at least 0, not {seed}")
    if form not in get_args(Form):
        raise UsageError(f"a city is written as parquet or csv, not {form}")
    with written(out, replaces=()) as folder:
        tables = Tables(SCHEMA, folder, form)
        for block, first in enumerate(range(0, organizations, BLOCK)):
            count = min(BLOCK, organizations - first)
            for name, frame in _block(seed, block, first, count, organizations).items():
                tables.append(name, frame)
            if progress is not None:
                progress(first + count)
        tables.close()
    return tables.rows


def _block(seed: int, block: int, first: int, count: int, total: int) -> dict[str, pl.DataFrame]:
    """The tables of one block; what the city has once comes with the first."""
    city = organizations_of(seed, block, first, count, total)
    recognitions = recognitions_of(city)
    projects = projects_of(city)
    frames = {
        "organizations": city.frame,
        "recognitions": recognitions,
        "projects": projects.projects,
        "project_years": projects.years,
        "elections": projects.elections,
        "loans": loans(city, projects),
        "platforms": services.platforms(city),
        "cloud_years": services.cloud_years(city),
        "centre_years": services.centre_years(city, recognitions),
        "collaborations": services.collaborations(city),
        "software_projects": services.software_projects(city),
        "booths": markets.booths(city),
        "orders": markets.orders(city),
    }
    records = Records(
        recognitions=recognitions,
        project_years=projects.years,
        projects=projects.projects,
        loans=frames["loans"],
        platforms=frames["platforms"],
        cloud_years=frames["cloud_years"],
        software_projects=frames["software_projects"],
        booths=frames["booths"],
    )
    frames["history"] = history(city, records)
    if block == 0:
        frames["events"] = markets.events(city)
        frames["expos"] = markets.expos(city)
        frames["budgets"] = budgets(city)
    return frames

"""What was granted before: it ends a recognition's claim, fills caps, decides a project's choice.

Every part gives ``measure``, ``uscc``, ``award_key``, ``year``, ``amount`` (fen).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from banyan.packs.fuzhou.city.columns import words
from banyan.packs.fuzhou.city.draws import FIRST_YEAR, Draw
from banyan.packs.fuzhou.city.organizations import vanished
from banyan.packs.fuzhou.city.projects import ELECTED, ELECTED_WEIGHTS

if TYPE_CHECKING:
    from banyan.packs.fuzhou.city.organizations import Organizations

IN_FORCE = 2026
COLUMNS = ("measure", "uscc", "award_key", "year", "amount")

AWARDED_YUAN = {
    "technology_centre": 700_000,
    "design_centre": 700_000,
    "innovative_product": 500_000,
    "first_set_equipment": 600_000,
    "innovation_demonstration": 2_000_000,
    "single_champion": 500_000,
    "innovation_centre": 2_000_000,
    "digital_benchmark": 400_000,
    "factory_5g": 200_000,
    "software_honour": 500_000,
    "secure_product": 500_000,
    "industrial_software": 500_000,
    "open_source_project": 300_000,
    "little_giant": 500_000,
    "srdi": 100_000,
    "sme_cluster": 150_000,
    "task_list_award": 1_500_000,
    "county_cultivation": 600_000,
}
"""What a recognition of the measure brought before, in yuan."""

DIGITAL = ("digital_benchmark", "transformation_case", "digital_park")
BY_LEVEL = ("technology_centre", "design_centre", "single_champion", "innovation_centre")
NATIONAL = ("innovation_demonstration", "factory_5g", "little_giant")


@dataclass(frozen=True)
class Records:
    """A block's frames that history grows from."""

    recognitions: pl.DataFrame
    project_years: pl.DataFrame
    projects: pl.DataFrame
    loans: pl.DataFrame
    platforms: pl.DataFrame
    cloud_years: pl.DataFrame
    software_projects: pl.DataFrame
    booths: pl.DataFrame


def history(city: Organizations, records: Records) -> pl.DataFrame:
    draw = city.draw("history")
    parts = [
        _of_recognitions(draw, records.recognitions),
        _of_projects(draw, records),
        _of_platforms(draw, records.platforms),
        _of_loans(draw, records.loans),
        _of_cloud(draw, records.cloud_years),
        _of_software_projects(draw, records.software_projects),
        _of_booths(draw, records.booths),
    ]
    frame = pl.concat(part.select(COLUMNS) for part in parts)
    return pl.concat([frame, _of_the_vanished(city, draw, frame)])


def _some(draw: Draw, frame: pl.DataFrame, before: float, since: float) -> pl.DataFrame:
    """Of the rows of years before the notice the fraction ``before``, of the others ``since``."""
    year = frame["year"].to_numpy()
    return frame.filter(pl.Series(draw.chance(np.where(year < IN_FORCE, before, since), len(year))))


def _of_recognitions(draw: Draw, recognitions: pl.DataFrame) -> pl.DataFrame:
    """A grant in the year of recognition; for later recognitions one that came earlier still."""
    kind = pl.col("kind")
    level = pl.col("level")
    frame = recognitions.with_columns(
        measure=pl.when(kind.is_in(DIGITAL)).then(pl.lit("digital_benchmark")).otherwise(kind),
        award_key=pl.when(kind.is_in(DIGITAL))
        .then(kind)
        .when(kind.is_in(BY_LEVEL))
        .then(level)
        .when(kind.is_in(NATIONAL))
        .then(pl.lit("national"))
        .when(kind == "srdi")
        .then(pl.lit("provincial"))
        .otherwise(pl.coalesce("subject", "recognition")),
    )
    kept = _some(
        draw,
        frame.filter(pl.col("measure").is_in(AWARDED_YUAN), pl.col("award_key").is_not_null()),
        0.5,
        0.07,
    )
    earlier = pl.Series(draw.whole(1, 2, kept.height))
    awarded = pl.col("measure").replace_strict(AWARDED_YUAN, return_dtype=pl.Int64) * 100
    return kept.with_columns(
        year=pl.when(pl.col("year") < IN_FORCE)
        .then("year")
        .otherwise(pl.max_horizontal(pl.col("year") - earlier, pl.lit(FIRST_YEAR))),
        amount=awarded * pl.Series(draw.whole(8, 12, kept.height)) // 10,
    )


def _of_projects(draw: Draw, records: Records) -> pl.DataFrame:
    kept = _some(draw, records.project_years, 0.35, 0.03)
    return kept.with_columns(
        records.projects["uscc"].gather(kept["row"]).alias("uscc"),
        words(ELECTED, draw.choice(ELECTED_WEIGHTS, kept.height)).alias("measure"),
        award_key="project",
        amount=pl.min_horizontal(pl.col("equipment_net") * 3 // 100, pl.lit(500_000_000)),
    )


def _of_platforms(draw: Draw, platforms: pl.DataFrame) -> pl.DataFrame:
    return _some(draw, platforms, 0.6, 0.3).with_columns(
        measure=pl.lit("internet_platform"),
        award_key="platform",
        amount=pl.min_horizontal(pl.col("investment_net") // 5, pl.lit(100_000_000)),
    )


def _of_loans(draw: Draw, loans: pl.DataFrame) -> pl.DataFrame:
    """Interest of park and software loans, whose caps count what came before."""
    purposes = pl.col("purposes")
    park = purposes.str.starts_with("park")
    frame = loans.filter(park | purposes.str.starts_with("software")).with_columns(
        year=pl.col("disbursed_on").dt.year().cast(pl.Int64),
        measure=pl.when(park)
        .then(pl.lit("park_loan_interest"))
        .otherwise(pl.lit("software_loan_interest")),
    )
    kept = _some(draw, frame, 0.4, 0.1)
    interest = pl.col("principal") * pl.Series(draw.whole(5, 10, kept.height)) // 1_000
    most = pl.when(park).then(400_000_000).otherwise(30_000_000)
    return kept.with_columns(award_key="loan", amount=pl.min_horizontal(interest, most))


def _of_cloud(draw: Draw, cloud_years: pl.DataFrame) -> pl.DataFrame:
    paid = cloud_years.filter(pl.col("software_cost") > 0)
    return _some(draw, paid, 0.6, 0.1).with_columns(
        measure=pl.lit("cloud_software"),
        award_key="uscc",
        amount=pl.min_horizontal(pl.col("software_cost") // 2, pl.lit(20_000_000)),
    )


def _of_software_projects(draw: Draw, software_projects: pl.DataFrame) -> pl.DataFrame:
    return _some(draw, software_projects, 0.35, 0.1).with_columns(
        measure=pl.lit("national_software_project"),
        award_key="project",
        amount=pl.min_horizontal(pl.col("total_investment") * 3 // 10, pl.lit(200_000_000)),
    )


def _of_booths(draw: Draw, booths: pl.DataFrame) -> pl.DataFrame:
    frame = booths.with_columns(year=pl.col("expo").str.slice(1, 4).cast(pl.Int64))
    return _some(draw, frame, 0.5, 0.1).with_columns(
        measure=pl.lit("expo_booth"),
        award_key="expo",
        amount=pl.min_horizontal(pl.col("booth_fee") * 4 // 5, pl.lit(5_000_000)),
    )


def _of_the_vanished(city: Organizations, draw: Draw, frame: pl.DataFrame) -> pl.DataFrame:
    """Some grants went to enterprises that do not exist any more."""
    gone = frame.filter(pl.Series(draw.chance(0.03, frame.height)))
    return gone.with_columns(vanished(draw, city.block, gone.height, city.total).alias("uscc"))

"""What was granted in the years before the one that is settled."""

from __future__ import annotations

import polars as pl

from banyan.rules.facts import Facts


def earlier_grants(facts: Facts, year: int) -> pl.DataFrame:
    """The rows of ``history`` before ``year``, with ``organization_row`` (null where the
    organization does not exist today)."""
    organizations = facts["organizations"].select(
        "uscc", pl.int_range(pl.len(), dtype=pl.UInt32).alias("organization_row")
    )
    return (
        facts["history"]
        .filter(pl.col("year") < year)
        .join(organizations, on="uscc", how="left", maintain_order="left")
    )

"""Step 3: the first of a year, and the lines of a plan."""

from __future__ import annotations

import numpy as np
import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.measure import Measure, Plan, Top
from banyan.rules.settlement.alone import Alone
from banyan.rules.settlement.ranking import over_quota, plan_entries, planned, with_places
from banyan.rules.settlement.status import Status


def apply_quota(
    measure: Measure, batch: Batch, frame: pl.DataFrame, alone: Alone | None
) -> pl.DataFrame:
    if frame.is_empty():
        return frame
    match measure.quota:
        case Top():
            rivals = None if alone is None else alone.rivals.ranking(measure.code)
            return with_places(measure, batch, frame, rivals)
        case Plan():
            return _planned(measure, measure.quota, batch, frame, alone)
        case None:
            return frame


def _planned(
    measure: Measure, plan: Plan, batch: Batch, frame: pl.DataFrame, alone: Alone | None
) -> pl.DataFrame:
    table = batch.schema.table(measure.candidates.table)
    parent = batch.schema.referenced(table, plan.reference)
    ordered = planned(batch, parent.name, plan)
    places = np.arange(1, ordered.height + 1, dtype=np.uint32)
    if alone is not None:
        # what these facts say of a row of the plan counts, whoever it belongs to
        known = batch.facts[parent.name][parent.key[0]].to_list()
        rivals = alone.rivals.ranking(measure.code).without(subjects=known)
        entries = plan_entries(batch, parent.name, plan, ordered)
        places += np.array([rivals.better(entry) for entry in entries], dtype=np.uint32)
    ranks = np.zeros(batch.facts[parent.name].height, dtype=np.uint32)
    ranks[ordered["row"].to_numpy()] = places
    place = pl.Series(ranks).replace(0, None).gather(batch.reference(frame, table, parent))
    beyond = (pl.col("status") == Status.GRANTED) & (
        pl.col("place").is_null() | (pl.col("place") > batch.whole(plan.places))
    )
    return frame.with_columns(place.alias("place")).with_columns(over_quota(beyond))

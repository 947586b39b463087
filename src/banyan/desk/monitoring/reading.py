"""The figures and the key enterprises as frames for the evaluation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl
from django.db import models

from banyan.desk.monitoring.evaluation import (
    FIGURES,
    FOUND,
    WATCHED,
    beside_peers,
    evaluate,
    first_day,
    month_number,
)
from banyan.desk.monitoring.models import KeyEnterprise, MonthlyFigure
from banyan.desk.monitoring.rules import INDICATORS, Rule
from banyan.desk.policy_pack import adopted_count

LOOKED_BACK = 13
"""Months before the first one evaluated that a rule may need."""

PEERS = "monitoring.peers"


def found_in(
    months: Collection[int],
    rules: Collection[Rule],
    thresholds: Mapping[str, int],
    division: str = "",
) -> pl.DataFrame:
    """What the rules find in the months (``month_number``), of all key enterprises or those of one
    division of industry."""
    if not months:
        return pl.DataFrame(schema=FOUND)
    figures, watched = _frames(min(months) - LOOKED_BACK, max(months), division)
    return evaluate(figures, watched, rules, thresholds, months, adopted_count(PEERS))


def beside_peers_of(
    code: str, division: str, months: Collection[int], indicator: str
) -> dict[int, tuple[int | None, int | None]]:
    """By month: the change of an enterprise's indicator and the median of its industry's others."""
    figures, watched = _frames(min(months) - 1, max(months), division)
    rows = beside_peers(figures, watched, months, indicator)
    rows = rows.filter(rows["organization"] == code)
    return {month: (change, median) for _code, month, change, median in rows.iter_rows()}


def division_of(industry: str | None) -> str:
    """The first two digits of an industry: ``34`` of ``C3411``; empty where it is not known."""
    return (industry or "")[1:3]


def _frames(first: int, last: int, division: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    reported: models.QuerySet[Any] = MonthlyFigure.objects.filter(
        month__gte=first_day(first), month__lte=first_day(last)
    )
    key: models.QuerySet[Any] = KeyEnterprise.objects.all()
    if division:
        within = {"organization__industry__regex": f"^.{division}"}
        reported, key = reported.filter(**within), key.filter(**within)
    rows = reported.values_list("organization_id", "month", *INDICATORS)
    figures = pl.DataFrame(
        [(code, month_number(month), *values) for code, month, *values in rows.iterator(20_000)],
        schema=FIGURES,
        orient="row",
    )
    listed = key.values_list("organization_id", "organization__industry", "since", "until")
    watched = pl.DataFrame(
        [
            (
                code,
                division_of(industry),
                month_number(since),
                None if until is None else month_number(until) - 1,
            )
            for code, industry, since, until in listed
        ],
        schema=WATCHED,
        orient="row",
    )
    return figures, watched

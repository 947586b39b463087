"""Two runs, line by line, kept once it was computed: neither of them ever changes.

A comparison of a million lines takes longer than a page waits, so it is made in the background
and lies in a file beside the runs' folders."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from banyan.desk.policy_pack import declared_pack
from banyan.desk.settlement.folder import stored
from banyan.desk.settlement.models import Run
from banyan.rules.comparison import compare_runs
from banyan.rules.output import written

WITH_CAUSES = 50_000
"""Lines that differ of which the causes are kept; of more the first ones."""

PATIENCE = 600
"""Seconds after which a comparison that was asked for and is not there is asked for again."""


@dataclass(frozen=True)
class Kept:
    """A comparison. ``parameters`` maps figures to their values before and after, ``tables`` names
    the tables of which records differ, ``measures`` sums up: lines that differ and fen before and
    after by measure."""

    folder: Path
    parameters: dict[str, list[str]]
    tables: list[str]
    measures: list[dict[str, Any]]
    count: int

    def lines(self, first: int, size: int, measure: str = "") -> list[dict[str, Any]]:
        """Rows of the comparison from ``first`` on: the key, values before and after (money as
        text in yuan), ``change``, ``why`` (a list of causes)."""
        frame = pl.scan_parquet(self.folder / "lines.parquet")
        if measure:
            frame = frame.filter(pl.col("measure") == measure)
        rows = frame.slice(first, size).collect().rows(named=True)
        return [row | {"why": json.loads(row["why"]) if row["why"] else []} for row in rows]


def folder_of(before: Run, after: Run) -> Path:
    return Path(settings.MEDIA_ROOT) / "runs" / "comparisons" / f"{before.pk}-{after.pk}"


def kept(before: Run, after: Run) -> Kept | None:
    """The comparison, where it was made."""
    folder = folder_of(before, after)
    try:
        said = json.loads((folder / "comparison.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Kept(folder, said["parameters"], said["tables"], said["measures"], said["count"])


def want(before: Run, after: Run) -> None:
    """Has the comparison made, unless somebody has asked for it lately."""
    from banyan.desk.settlement.tasks import compare

    mark = folder_of(before, after).with_suffix(".wanted")
    try:
        if time.time() - mark.stat().st_mtime < PATIENCE:
            return
    except FileNotFoundError:
        mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    compare.enqueue(before.pk, after.pk)


def make(before: Run, after: Run) -> None:
    """Compares and keeps. Raises FolderLostError, and what reading the snapshots raises."""
    pack = declared_pack()
    found = compare_runs(stored(before), stored(after), pack)
    lines = found.lines
    head = lines.head(WITH_CAUSES).select("measure", "uscc").rows()
    why: Sequence[str | None] = [
        json.dumps(
            [[one.kind, one.name, one.before, one.after] for one in found.causes(measure, uscc)]
        )
        for measure, uscc in head
    ]
    why = [*why, *[None] * (lines.height - len(why))]
    money = [name for name, kind in lines.schema.items() if isinstance(kind, pl.Decimal)]
    sums = lines.group_by("measure", maintain_order=True).agg(
        pl.len().alias("lines"),
        *(
            (pl.col(f"amount_{side}").fill_null(0).sum() * 100).cast(pl.Int64).alias(side)
            for side in ("before", "after")
        ),
    )
    with written(folder_of(before, after), replaces=("comparison.json",)) as place:
        lines.with_columns(
            pl.col(money).cast(pl.String), pl.Series("why", why, dtype=pl.String)
        ).write_parquet(place / "lines.parquet")
        said = {
            "parameters": {key: list(values) for key, values in found.parameters.items()},
            "tables": list(found.tables),
            "measures": sums.rows(named=True),
            "count": lines.height,
        }
        (place / "comparison.json").write_text(json.dumps(said), "utf-8")

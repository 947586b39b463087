"""Computes a run, from the verified records to its lines. Nothing of the database is changed but
how far it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from django.conf import settings

from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.verified_facts import Verified, verified_facts
from banyan.desk.settlement.folder import BOARDS, PROVENANCE
from banyan.rules.pack import Pack
from banyan.rules.reading import read_facts
from banyan.rules.run import LINES_PARQUET, write_run
from banyan.rules.settlement import boards, settle

SNAPSHOT_AT, READ_AT, SETTLED_AT, WRITTEN_AT = 5, 25, 60, 70
"""Percent after which each step begins, by how long the steps take at scale."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Computed:
    """``folder`` is that of the run, ``lines`` the engine's with their county and money in fen,
    ``summary`` the content of ``run.json``."""

    folder: Path
    pack: Pack
    summary: dict[str, Any]
    verified: Verified
    lines: pl.DataFrame


def compute(year: int, folder: Path, progress: Progress) -> Computed:
    """Settles ``year`` of the verified records into the new folder. Raises FactsError where they
    do not hold together, UsageError for a year out of force."""
    pack = pack_in_force()
    pack.check_year(year)
    progress(SNAPSHOT_AT)
    at = Path(settings.DATA)
    at.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="snapshot-", dir=at) as place:
        facts_folder, behind = Path(place) / "facts", Path(place) / PROVENANCE
        verified = verified_facts(facts_folder, behind)
        progress(READ_AT)
        facts = read_facts(facts_folder, pack.schema)

        def settled(measures: int) -> None:
            progress(READ_AT + (SETTLED_AT - READ_AT) * measures // len(pack.measures))

        settlement = settle(pack, facts, year, progress=settled)
        summary = write_run(settlement, folder)
        (folder / BOARDS).write_text(json.dumps(boards(settlement).as_json()), "utf-8")
        shutil.move(behind, folder / PROVENANCE)
        counties = facts["organizations"].select("uscc", pl.col("county").cast(pl.String))
    progress(WRITTEN_AT)
    lines = pl.read_parquet(folder / LINES_PARQUET).select(
        "measure", "uscc", "subject", "route", "status", "reasons", fen("gross"), fen("amount")
    )
    return Computed(
        folder,
        pack,
        summary,
        verified,
        lines.join(counties, on="uscc", how="left", maintain_order="left"),
    )


def fen(column: str) -> pl.Expr:
    """Yuan of the engine's lines as fen."""
    return (pl.col(column) * 100).cast(pl.Int64)

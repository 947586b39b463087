"""A run: a settled year kept with all that it came from, so that it can be replayed for ever.

A run's folder holds ``lines.parquet`` (and ``lines.csv`` where it was asked for), ``run.json``,
and ``snapshot``, the very files of facts that were read.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from banyan import __version__
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts
from banyan.rules.output import written
from banyan.rules.pack import Pack
from banyan.rules.parameters import adopted_in, parse_value, show_value
from banyan.rules.reading import read_facts
from banyan.rules.settlement import Settlement, Status, settle
from banyan.rules.settlement.lines import COLUMNS, lines, to_csv
from banyan.rules.wording import plain_yuan

RUN = "run.json"
SNAPSHOT = "snapshot"
LINES_PARQUET = "lines.parquet"
LINES_CSV = "lines.csv"
_SUMMARIZED = ("pack", "year", "parameters", "facts", "measures", "amount", "lines")
"""What a replay or a comparison needs of ``run.json``."""


def write_run(settlement: Settlement, out: Path, *, csv: bool = False) -> dict[str, Any]:
    """Writes a run's folder, whole or not at all, and returns the content of ``run.json``.
    Raises UsageError where ``out`` cannot be written or holds something else."""
    with written(out) as folder, ThreadPoolExecutor() as threads:
        table = lines(settlement)
        stored = threads.submit(_write_parquet, table, folder / LINES_PARQUET)
        kept = threads.submit(_keep_snapshot, settlement.facts, folder / SNAPSHOT)
        text = to_csv(table)
        if csv:
            (folder / LINES_CSV).write_bytes(text)
        summary = summarize(settlement, table.height, hashlib.sha256(text).hexdigest())
        stored.result()
        kept.result()
        (folder / RUN).write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return summary


def _write_parquet(table: pl.DataFrame, path: Path) -> None:
    table.write_parquet(path, compression="zstd", compression_level=1, statistics=False)


def _keep_snapshot(facts: Facts, folder: Path) -> None:
    folder.mkdir()
    for path in {source.path for source in facts.sources.values() if source.path}:
        shutil.copyfile(path, folder / path.name)


def summarize(settlement: Settlement, rows: int, sha256: str) -> dict[str, Any]:
    """The content of ``run.json``. Money is text in yuan; ``lines.sha256`` is that of the text of
    ``lines.csv``, whether it was written or not."""
    pack, year = settlement.pack, settlement.year
    return {
        "pack": {"name": pack.name, "version": pack.version, "sha256": pack.sha256},
        "year": year,
        "parameters": {
            key: show_value(value, pack.parameters[key].unit)
            for key, value in adopted_in(pack.parameters, year).items()
        },
        "facts": {
            table: {
                "file": None if source.path is None else source.path.name,
                "rows": source.rows,
                "sha256": source.sha256,
            }
            for table, source in settlement.facts.sources.items()
        },
        "measures": {code: _totals(settlement, code) for code in pack.measures},
        "amount": plain_yuan(
            sum(int(frame["amount"].sum()) for frame in settlement.frames.values())
        ),
        "lines": {"rows": rows, "sha256": sha256},
        "engine": {"banyan": __version__, "polars": pl.__version__},
    }


def _totals(settlement: Settlement, code: str) -> dict[str, Any]:
    frame = settlement.frames[code]
    counts = dict(frame["status"].value_counts().iter_rows())
    return {
        "lines": {status.word: counts.get(status.value, 0) for status in Status},
        # ineligible lines that lack a fact: it is treated as if it were a no
        "unknown": int((frame["unknown"] & (frame["status"] == Status.INELIGIBLE)).sum()),
        "gross": plain_yuan(int(frame["gross"].sum())),
        "amount": plain_yuan(int(frame["amount"].sum())),
    }


@dataclass(frozen=True)
class Run:
    """A stored run."""

    folder: Path
    summary: Mapping[str, Any]

    @property
    def year(self) -> int:
        return int(self.summary["year"])

    def lines(self) -> pl.DataFrame:
        """Raises UsageError where the file is gone or no longer one of lines."""
        try:
            return pl.read_parquet(self.folder / LINES_PARQUET).select(COLUMNS)
        except (OSError, pl.exceptions.PolarsError) as error:
            reason = str(error).partition("\n")[0]
            raise UsageError(f"{self.folder / LINES_PARQUET} cannot be read: {reason}") from None

    def facts(self, pack: Pack) -> Facts:
        return read_facts(self.folder / SNAPSHOT, pack.schema)

    def parameters(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.summary["parameters"]
        return found

    def pack(self, pack: Pack) -> Pack:
        """``pack`` with the figures that were adopted when the run was made. Raises UsageError
        where the run is of another policy."""
        if self.summary["pack"]["name"] != pack.name:
            raise UsageError(f"{self.folder} is a run of {self.summary['pack']['name']}")
        known = {key: text for key, text in self.parameters().items() if key in pack.parameters}
        return pack.with_adopted(
            {key: parse_value(text, pack.parameters[key].unit, key) for key, text in known.items()}
        )


def open_run(folder: Path) -> Run:
    """Raises UsageError for a folder that holds no run."""
    try:
        summary = json.loads((folder / RUN).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder} holds no run: {error}") from None
    if not isinstance(summary, dict) or not set(_SUMMARIZED) <= set(summary):
        raise UsageError(f"{folder} holds no run: {RUN} is not the summary of one")
    return Run(folder, summary)


@dataclass(frozen=True)
class Replay:
    """What a replay found: ``differences`` in words, and both results where they differ."""

    differences: tuple[str, ...]
    stored: pl.DataFrame
    again: pl.DataFrame


def replay(run: Run, pack: Pack) -> Replay:
    """Settles the stored snapshot again with the figures of that time. Every stored file is
    compared: the snapshot with its hashes, the lines with what comes out."""
    differences = []
    for table, source in run.summary["facts"].items():
        if source["file"] is None:
            continue
        path = run.folder / SNAPSHOT / source["file"]
        if not path.is_file():
            differences.append(f"{SNAPSHOT}/{source['file']} is missing")
        elif _sha256(path) != source["sha256"]:
            differences.append(f"{SNAPSHOT}/{source['file']} ({table}) was changed")
    if run.summary["pack"]["sha256"] != pack.sha256:
        differences.append(
            f"the pack was changed since (version {run.summary['pack']['version']}, "
            f"now {pack.version})"
        )
    facts = run.facts(pack)
    for table, found in facts.sources.items():
        known = run.summary["facts"].get(table)
        if found.path is not None and (known is None or known["file"] is None):
            differences.append(f"{SNAPSHOT}/{found.path.name} ({table}) was added")
    settlement = settle(run.pack(pack), facts, run.year)
    again, stored = lines(settlement), run.lines()
    text = to_csv(again)
    differs = hashlib.sha256(text).hexdigest() != run.summary["lines"]["sha256"]
    if differs:
        differences.append("the lines that come out have another hash")
    if hashlib.sha256(to_csv(stored)).hexdigest() != run.summary["lines"]["sha256"]:
        differences.append(f"{LINES_PARQUET} was changed")
    if (run.folder / LINES_CSV).is_file() and _sha256(run.folder / LINES_CSV) != run.summary[
        "lines"
    ]["sha256"]:
        differences.append(f"{LINES_CSV} was changed")
    summary = summarize(settlement, again.height, hashlib.sha256(text).hexdigest())
    for key in ("year", "parameters", "measures", "amount"):
        if summary[key] != run.summary[key]:
            differences.append(f"{RUN}: {key} differs")
    # a pack that was changed, but not in what it computes, is told and is no difference
    if not differs and len(differences) == 1 and differences[0].startswith("the pack"):
        return Replay((), stored, again)
    return Replay(tuple(differences), stored, again)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

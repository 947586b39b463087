"""The made-up city of the demo as it stands on a day: nothing in it lies in the future."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from banyan.desk.benefits.page import is_near_line
from banyan.desk.people.actions.units import counties
from banyan.packs.fuzhou.city import generate
from banyan.packs.fuzhou.city.credit_codes import CAPACITY, credit_codes
from banyan.rules.explanation import Explainer
from banyan.rules.facts import Facts
from banyan.rules.output import written
from banyan.rules.pack import Pack
from banyan.rules.reading import read_facts
from banyan.rules.settlement import Settlement, Status, settle

ORGANIZATIONS = 3_000
SEED = 2026

HAPPENED_ON = {
    "recognitions": "recognized_on",
    "loans": "disbursed_on",
    "events": "held_on",
    "expos": "held_on",
    "orders": "signed_on",
}
"""The day on which a row came about; a row of another table has a year, or always was."""

LOOKED_AT = 200
"""So many of the richest organizations are looked at for what they are near to."""

PLANNED = ("budgets",)
"""Tables of which future years are known today."""


def make(folder: Path, today: date, organizations: int = ORGANIZATIONS, seed: int = SEED) -> None:
    """Writes the city as Parquet into the folder, which appears whole or not at all. The same
    day, number and seed give the same city; years after ``today`` are cut off, and what was
    granted before is known of past years only."""
    with written(folder, replaces=()) as new, tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "city"
        generate(whole, organizations, seed)
        tables = {path.stem: pl.read_parquet(path) for path in sorted(whole.iterdir())}
        for name, frame in tables.items():
            tables[name] = _until(name, frame, today)
        tables["organizations"] = _with_parks(tables["organizations"])
        tables["booths"] = tables["booths"].join(tables["expos"], on="expo", how="semi")
        for name, frame in tables.items():
            frame.write_parquet(new / f"{name}.parquet", compression="zstd")


def _until(name: str, frame: pl.DataFrame, today: date) -> pl.DataFrame:
    if name in HAPPENED_ON:
        return frame.filter(pl.col(HAPPENED_ON[name]) <= today)
    if name == "organizations":
        scaled = pl.col("scaled_on")
        return frame.with_columns(pl.when(scaled <= today).then(scaled))
    if name == "history":
        return frame.filter(pl.col("year") < today.year)
    if "year" in frame.columns and name not in PLANNED:
        return frame.filter(pl.col("year") <= today.year)
    return frame


def _with_parks(organizations: pl.DataFrame) -> pl.DataFrame:
    """Every county has a park at least."""
    parks = organizations.filter(pl.col("kind") == "park")["county"]
    lacking = sorted(set(counties()) - set(parks))
    numbers = np.arange(CAPACITY - len(lacking), CAPACITY)
    codes = credit_codes([f"12{one}" for one in lacking], np.arange(len(lacking)), numbers)
    more = pl.DataFrame(
        {
            "uscc": codes,
            "name": [f"福州{counties()[one]['zh']}榕荫产业园管理委员会" for one in lacking],
            "kind": "park",
            "county": lacking,
        }
    )
    return pl.concat([organizations, more], how="diagonal_relaxed")


def read(folder: Path, pack: Pack) -> Facts:
    return read_facts(folder, pack.schema)


def rich(facts: Facts, pack: Pack, today: date) -> list[tuple[str, str]]:
    """Two organizations of different counties about which there is much to show: their codes
    and counties. Rich is who gets several measures in the year, has rows in several tables and
    years of grants before, and of the richest those that get something without applying and are
    near to something more; among equals the lowest code."""
    organizations = facts["organizations"].with_row_index("organization_row")
    year = min(max(today.year, pack.years.start), pack.years.stop - 1)
    settlement = settle(pack, facts, year)
    granted = [
        frame.filter(pl.col("status") == Status.GRANTED).select("organization_row").unique()
        for frame in settlement.frames.values()
    ]
    rows = [
        frame.select("organization_row").unique()
        for name, frame in facts.tables.items()
        if name != "organizations" and "organization_row" in frame.columns
    ]
    years = (
        facts["history"]
        .select("uscc", "year")
        .unique()
        .join(organizations.select("uscc", "organization_row"), on="uscc")
        .select("organization_row")
    )
    ranked = (
        pl.concat([frame.cast(pl.UInt32) for frame in (*granted, *rows, years)])
        .group_by("organization_row")
        .len("points")
        .join(
            organizations.with_columns(pl.col("organization_row").cast(pl.UInt32)),
            on="organization_row",
        )
        .filter(pl.col("kind") == "enterprise", pl.col("county").is_in(list(counties())))
        .sort("points", "uscc", descending=[True, False])
        .select("uscc", pl.col("county").cast(pl.String))
        .head(LOOKED_AT)
        .rows()
    )
    explainer = Explainer(settlement)
    unasked = _given_without_application(settlement, organizations)
    by_county: dict[str, tuple[str, str]] = {}
    for uscc, county in _best_first(ranked, unasked, explainer):
        by_county.setdefault(county, (uscc, county))
        if len(by_county) == 2:
            break
    return list(by_county.values())


def _best_first(
    ranked: list[tuple[str, str]], unasked: set[str], explainer: Explainer
) -> Iterator[tuple[str, str]]:
    """Those that get something unasked first, of them those that are near to more; only as many are
    looked at as are taken."""
    for wanted in (True, False):
        far = []
        for one in ranked:
            if (one[0] in unasked) is not wanted:
                continue
            if _is_near_to_more(explainer, one[0]):
                yield one
            else:
                far.append(one)
        yield from far


def _given_without_application(settlement: Settlement, organizations: pl.DataFrame) -> set[str]:
    """The codes of those who get something that nobody has to apply for."""
    granted = [
        frame.filter(pl.col("status") == Status.GRANTED).select("organization_row").unique()
        for code, frame in settlement.frames.items()
        if settlement.pack.measure(code).without_application
    ]
    rows = pl.concat([frame.cast(pl.UInt32) for frame in granted])
    return set(organizations.join(rows, on="organization_row", how="semi")["uscc"])


def _is_near_to_more(explainer: Explainer, uscc: str) -> bool:
    measures = explainer.explain(uscc).as_json()["measures"]
    return any(is_near_line(line) for measure in measures for line in measure["lines"])

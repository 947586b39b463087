"""Two runs, line by line: what changed, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from banyan.rules.facts import Facts
from banyan.rules.measure import Measure
from banyan.rules.pack import Pack
from banyan.rules.reference import facts_needed, parameters_used
from banyan.rules.run import Run

KEY = ("measure", "uscc", "subject")
_VALUES = ("route", "status", "reasons", "gross", "amount")


@dataclass(frozen=True)
class Cause:
    """Why a line may have changed: ``parameter`` (its key), ``facts`` of the organization (the
    table), or ``others``: nothing of its own changed, so it is through what it shares with
    others (places, a fund, another organization's facts)."""

    kind: str
    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Comparison:
    """``parameters`` maps a key to its value before and after; ``tables`` names the tables whose
    files differ. ``lines`` has the key, each value ``_before`` and ``_after`` (null where there
    was no such line) and ``change``: added, removed or changed."""

    parameters: Mapping[str, tuple[str, str]]
    tables: tuple[str, ...]
    lines: pl.DataFrame
    touched: Mapping[str, frozenset[str]]
    pack: Pack

    def causes(self, measure: str, uscc: str) -> list[Cause]:
        """Why a line of ``measure`` and organization changed."""
        declared = self.pack.measures.get(measure)
        if declared is None:
            return [Cause("others", "")]
        found = dict.fromkeys(self._own_causes(declared, uscc))
        if not found:  # what another measure for the same project or loan won or lost by
            rivals = [
                self.pack.measures[code]
                for choice in self.pack.choices
                if measure in choice.measures
                for code in choice.measures
            ]
            found = dict.fromkeys(
                cause for rival in rivals for cause in self._own_causes(rival, uscc)
            )
        return list(found) or [Cause("others", "")]

    def _own_causes(self, measure: Measure, uscc: str) -> Iterator[Cause]:
        used = set(parameters_used(measure))
        for key, (before, after) in self.parameters.items():
            if key in used:
                yield Cause("parameter", key, before, after)
        needed = {table for table, _ in facts_needed(self.pack, measure)}
        needed |= {"history"} if measure.once is not None or measure.cap is not None else set()
        needed |= {
            "elections"
            for choice in self.pack.choices
            if choice.binding and measure.code in choice.measures
        }
        for table in self.tables:
            if table in needed and uscc in self.touched[table]:
                yield Cause("facts", table)


def compare_runs(before: Run, after: Run, pack: Pack) -> Comparison:
    """Compares the lines of two runs, and the facts and figures behind them."""
    old, new = before.lines(), after.lines()
    columns = [*KEY, *_VALUES]
    joined = old.select(columns).join(
        new.select(columns), on=KEY, how="full", coalesce=True, suffix="_after"
    )
    joined = joined.rename({name: f"{name}_before" for name in _VALUES})
    was, is_now = pl.col("status_before").is_not_null(), pl.col("status_after").is_not_null()
    differs = pl.any_horizontal(
        pl.col(f"{name}_before").ne_missing(pl.col(f"{name}_after")) for name in _VALUES
    )
    lines = (
        joined.filter(differs)
        .with_columns(
            pl.when(~was)
            .then(pl.lit("added"))
            .when(~is_now)
            .then(pl.lit("removed"))
            .otherwise(pl.lit("changed"))
            .alias("change")
        )
        .sort(KEY)
    )
    tables = tuple(
        table
        for table, source in after.summary["facts"].items()
        if before.summary["facts"].get(table, {}).get("sha256") != source["sha256"]
    )
    touched: dict[str, frozenset[str]] = {}
    if tables and lines.height:
        old_facts, new_facts = before.facts(pack), after.facts(pack)
        touched = {table: _touched(old_facts, new_facts, table) for table in tables}
    return Comparison(
        parameters=_parameters(before, after),
        tables=tuple(table for table in tables if touched.get(table)),
        lines=lines,
        touched=touched,
        pack=pack,
    )


def _parameters(before: Run, after: Run) -> dict[str, tuple[str, str]]:
    old, new = before.parameters(), after.parameters()
    keys = dict.fromkeys((*old, *new))
    return {
        key: (old.get(key, ""), new.get(key, ""))
        for key in keys
        if old.get(key, "") != new.get(key, "")
    }


def _touched(before: Facts, after: Facts, table: str) -> frozenset[str]:
    """The credit codes of the organizations one of whose rows differs."""
    old, new = _with_codes(before, table), _with_codes(after, table)
    columns = old.columns
    changed = pl.concat(
        [
            old.join(new, on=columns, how="anti", nulls_equal=True),
            new.join(old, on=columns, how="anti", nulls_equal=True),
        ]
    )
    return frozenset(changed["uscc"].drop_nulls().to_list()) if "uscc" in columns else frozenset()


def _with_codes(facts: Facts, table: str) -> pl.DataFrame:
    """A table's rows with the organization's code in place of row numbers, which mean nothing in
    another fact set."""
    frame = facts[table]
    if "organization_row" in frame.columns:
        codes = facts[facts.schema.organizations]["uscc"]
        frame = frame.with_columns(codes.gather(frame["organization_row"]).alias("uscc"))
    return frame.drop([name for name in frame.columns if name.endswith("_row")])

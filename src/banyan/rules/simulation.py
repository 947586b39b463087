"""A what-if: the policy as it is against the policy as changed, on the same facts.

All money is Int128 fen. The comparisons are made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl
from polars import selectors

from banyan.rules.changes import Change, changed_facts, changed_pack
from banyan.rules.facts import Facts
from banyan.rules.grouping import Grouping, groups
from banyan.rules.measure import Measure
from banyan.rules.pack import Pack
from banyan.rules.settlement import Settlement, settle
from banyan.rules.settlement.breakdown import COMPARED, compared, granted_lines
from banyan.rules.settlement.lines import measure_lines

OUTCOMES = ("gained", "lost", "unchanged")


@dataclass(frozen=True)
class Totals:
    """Lines granted, money before and after (fen), and how many organizations they concern."""

    organizations: int
    granted_before: int
    granted_after: int
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Simulation:
    """Both settlements of a year, and what lies between them."""

    changes: tuple[Change, ...]
    base: Settlement
    changed: Settlement

    @property
    def pack(self) -> Pack:
        """The pack as it is."""
        return self.base.pack

    @property
    def year(self) -> int:
        return self.base.year

    @cached_property
    def by_measure(self) -> pl.DataFrame:
        """``measure`` and ``COMPARED`` of every measure, also of those that grant nothing."""
        found = compared(*self._granted, ["measure"])
        measures = pl.Series("measure", list(self.pack.measures), dtype=found.schema["measure"])
        return (
            measures.to_frame()
            .join(found, on="measure", how="left", maintain_order="left")
            .with_columns(pl.col(COMPARED).fill_null(0))
        )

    def by_group(self, grouping: Grouping) -> pl.DataFrame:
        """``measure``, ``group`` and ``COMPARED``, for what either side grants."""
        return self._by_group[grouping.name]

    def group_totals(self, grouping: Grouping) -> pl.DataFrame:
        """``group`` and ``COMPARED`` over all measures."""
        frame = self.by_group(grouping)
        return frame.group_by("group").agg(pl.col(COMPARED).sum()).sort("group")

    @cached_property
    def organizations(self) -> pl.DataFrame:
        """Everyone who is granted something on either side: ``uscc``, ``name``, the group of each
        grouping, ``COMPARED`` and the ``outcome``; the largest gain first, the largest loss last,
        ties by credit code."""
        frame = compared(*self._granted, ["organization_row"])
        table = self.base.facts[self.base.facts.schema.organizations]
        rows = frame["organization_row"]
        difference = pl.col("difference")
        return (
            frame.with_columns(
                table["uscc"].gather(rows),
                table["name"].gather(rows),
                *(self._groups[grouping.name].gather(rows) for grouping in self.pack.groupings),
                pl.when(difference > 0)
                .then(pl.lit("gained"))
                .when(difference < 0)
                .then(pl.lit("lost"))
                .otherwise(pl.lit("unchanged"))
                .alias("outcome"),
            )
            .sort("difference", "organization_row", descending=[True, False])
            .select("uscc", "name", *self._groups, *COMPARED, "outcome")
        )

    @property
    def winners(self) -> pl.DataFrame:
        """The organizations that gain, the largest gain first."""
        return self.organizations.filter(pl.col("outcome") == "gained")

    @property
    def losers(self) -> pl.DataFrame:
        """The organizations that lose, the largest loss first."""
        lost = self.organizations.filter(pl.col("outcome") == "lost")
        return lost.sort("difference", "uscc")

    @cached_property
    def totals(self) -> Totals:
        return _totals(self.organizations)

    @cached_property
    def outcomes(self) -> dict[str, Totals]:
        """The totals of those who gain, of those who lose and of those who get the same."""
        return {
            outcome: _totals(self.organizations.filter(pl.col("outcome") == outcome))
            for outcome in OUTCOMES
        }

    @cached_property
    def lines(self) -> pl.DataFrame:
        """The lines in which the sides differ, in the order of a result: ``measure``, ``uscc``,
        ``subject``, and ``route``, ``status``, ``reasons``, ``gross``, ``amount`` (yuan with two
        places) each with ``_before`` and ``_after``. A side without the line has neither texts
        nor money."""
        codes = self.base.facts[self.base.facts.schema.organizations]["uscc"]
        return pl.concat(
            [
                _differing_lines(self.base, self.changed, measure, codes)
                for measure in self.pack.measures.values()
            ]
        )

    @cached_property
    def _granted(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        return granted_lines(self.base), granted_lines(self.changed)

    @cached_property
    def _groups(self) -> dict[str, pl.Series]:
        return {
            grouping.name: groups(self.base.batch, grouping) for grouping in self.pack.groupings
        }

    @cached_property
    def _by_group(self) -> dict[str, pl.DataFrame]:
        found = {}
        for name, of in self._groups.items():
            before, after = (
                side.with_columns(of.gather(side["organization_row"]).alias("group"))
                for side in self._granted
            )
            found[name] = compared(before, after, ["measure", "group"])
        return found


def simulate(
    pack: Pack,
    facts: Facts,
    year: int,
    changes: Sequence[Change],
    *,
    base: Settlement | None = None,
    progress: Callable[[int], None] | None = None,
) -> Simulation:
    """Settles ``year`` as the pack is, and as changed. A ``base`` that has been settled of the
    same pack, facts and year can be given, so that several what-ifs share it. ``progress`` is
    told how many measures have been settled, of twice as many as the pack has. Raises
    UsageError as ``settle`` does."""

    def second(count: int) -> None:
        if progress is not None:
            progress(len(pack.measures) + count)

    if base is None:
        base = settle(pack, facts, year, progress=progress)
    elif base.pack is not pack or base.facts is not facts or base.year != year:
        raise ValueError("the base was settled of another pack, other facts or another year")
    changed = settle(
        changed_pack(pack, changes), changed_facts(facts, year, changes), year, progress=second
    )
    return Simulation(tuple(changes), base, changed)


def _totals(organizations: pl.DataFrame) -> Totals:
    sums = organizations.select(pl.col(COMPARED).sum()).row(0, named=True)
    return Totals(
        organizations=organizations.height,
        granted_before=int(sums["granted_before"]),
        granted_after=int(sums["granted_after"]),
        before=int(sums["before"]),
        after=int(sums["after"]),
    )


_JUDGED = ("failed", "route", "status", "winner", "changes", "gross", "amount")
"""The columns of a settlement that a line's texts and money follow from."""


def _differing_lines(
    base: Settlement, changed: Settlement, measure: Measure, codes: pl.Series
) -> pl.DataFrame:
    sides = [settlement.frames[measure.code] for settlement in (base, changed)]
    differ = _differing_rows(*sides)
    key = ["measure", "uscc", "subject"]
    texts = []
    for settlement, frame, side in zip((base, changed), sides, ("before", "after"), strict=True):
        kept = frame.join(differ, on="row", how="semi")
        shown = measure_lines(replace(settlement, frames={measure.code: kept}), measure, codes)
        texts.append(shown.drop("year").rename({n: f"{n}_{side}" for n in shown.columns[4:]}))
    joined = texts[0].join(texts[1], on=key, how="full", coalesce=True)
    told = ("route", "status", "reasons", "gross", "amount")
    return (
        joined.select(*key, *(f"{name}_{side}" for name in told for side in ("before", "after")))
        .with_columns(selectors.string().fill_null(""), selectors.decimal().fill_null(0))
        # what was judged can differ where nothing that a line says does
        .filter(pl.any_horizontal(pl.col(f"{n}_before") != pl.col(f"{n}_after") for n in told))
        .sort(key)
    )


def _differing_rows(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The candidates' ``row`` where anything differs, or that only one side has."""
    suffix = " after"
    before, after = (side.select("row", *_JUDGED) for side in (before, after))
    if before["row"].equals(after["row"]):  # as a rule a change does not touch the candidates
        both = pl.concat([before, after.drop("row").rename(lambda n: n + suffix)], how="horizontal")
    else:
        both = before.join(after, on="row", how="full", suffix=suffix, coalesce=True)
    return both.filter(
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + suffix)) for name in _JUDGED)
    ).select("row")

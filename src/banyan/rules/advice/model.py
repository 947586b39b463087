"""The problem that a settlement's declarations make of one organization's choice.

Which line stands under which option is read off settlements in which every project takes its
first option, then its second, and so on: what a line depends on is one project's option, because
lines fall only by choices, and no chain of choices may join two projects that are to be decided.
What the lines then draw and pay follows from the measures' declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import polars as pl

from banyan.rules import expressions as x
from banyan.rules.advice.decisions import FELL, Decision
from banyan.rules.advice.problem import Line, Pot, Problem
from banyan.rules.advice.universes import Universes
from banyan.rules.errors import UsageError
from banyan.rules.measure import Cap, Counted, Measure
from banyan.rules.settlement import Settlement, Status
from banyan.rules.settlement.candidates import MONEY, amounts
from banyan.rules.settlement.choice import keys_of
from banyan.rules.settlement.history import earlier_grants
from banyan.rules.subset import OWNER
from banyan.rules.units import RATE_SCALE

Node = tuple[str, int]
"""A line: its measure and the row of its candidate."""


def projects_of_lines(
    settlement: Settlement, decisions: Sequence[Decision]
) -> dict[Node, set[int]]:
    """For each eligible line the projects (by their place among the decisions) with which any
    chain of choices joins it."""
    groups: dict[tuple[str, int], list[Node]] = {}
    places = {decision.row: place for place, decision in enumerate(decisions)}
    starts: dict[Node, set[int]] = {}
    neighbours: dict[Node, set[tuple[str, int]]] = {}
    for choice in settlement.pack.choices:
        for code in choice.measures:
            frame = settlement.frames[code]
            keys = keys_of(settlement.batch, settlement.pack, choice, code, frame)
            frame = frame.with_columns(keys)
            for row, key, status in frame.select("row", "key", "status").iter_rows():
                if key is None or status in FELL:
                    continue
                node = (code, row)
                groups.setdefault((choice.name, key), []).append(node)
                neighbours.setdefault(node, set()).add((choice.name, key))
                if choice.binding and key in places:
                    starts.setdefault(node, set()).add(places[key])
    joined: dict[Node, set[int]] = {}
    for first in neighbours:
        if first in joined:
            continue
        reached, found, open_nodes = {first}, set(starts.get(first, ())), [first]
        while open_nodes:
            for group in neighbours[open_nodes.pop()]:
                for node in groups.pop(group, ()):
                    if node not in reached:
                        reached.add(node)
                        open_nodes.append(node)
                        found |= starts.get(node, set())
        for node in reached:
            joined[node] = found
    return joined


def build_problem(
    universes: Universes, decisions: Sequence[Decision], joined: dict[Node, set[int]]
) -> Problem:
    """The problem whose totals are those of ``universes``. Raises UsageError where a declaration
    cannot be put so."""
    if any(len(projects) > 1 for projects in joined.values()):
        raise UsageError("a choice joins two projects: too many assignments to try them all")
    most = max(len(decision.options) for decision in decisions)
    probes = np.array(
        [
            [min(number, len(decision.options) - 1) for decision in decisions]
            for number in range(most)
        ],
        dtype=np.int8,
    )
    settlement = universes.settle_assignments(probes)
    pots: list[Pot] = []
    for code in universes.summed:
        reader = _Reader(universes, settlement, decisions, joined, code)
        pots += reader.pots()
    return Problem(
        gains=tuple((0,) * len(decision.options) for decision in decisions),
        defaults=tuple(decision.default for decision in decisions),
        pots=tuple(pots),
    )


class _Reader:
    """Reads one measure's pots off the settlement of the probes."""

    def __init__(
        self,
        universes: Universes,
        settlement: Settlement,
        decisions: Sequence[Decision],
        joined: dict[Node, set[int]],
        code: str,
    ) -> None:
        self.universes = universes
        self.settlement = settlement
        self.decisions = decisions
        self.joined = joined
        self.code = code
        self.measure: Measure = universes.pack.measures[code]
        self.height = universes.facts[self.measure.candidates.table].height
        owners = universes.facts[universes.facts.schema.organizations].height
        frame = settlement.frames[code].filter(pl.col(OWNER) % owners == universes.own)
        options: dict[int, set[int]] = {}
        for row, status in frame.select("row", "status").iter_rows():
            universe, row = divmod(row, self.height)
            # a line that stands is granted something or has been capped out
            if status not in FELL and status != Status.SUPERSEDED:
                options.setdefault(row, set()).add(universe)
        self.options = options
        # what a line is before the choices is the same in all universes
        self.frame = frame.filter(
            pl.col("row").is_in(list(options)) & (pl.col("row") < self.height)
        )

    def pots(self) -> Iterator[Pot]:
        measure = self.measure
        if measure.counted is not None:
            if measure.cap is not None or measure.deduction is not None:
                raise self._beyond("has other limits besides the money that counts")
            yield self._counted(measure.counted)
            return
        deducted = self._deducted()
        order = measure.cap.order if measure.cap is not None else ""
        frame = self.frame.with_columns(deducted).sort(*([order] if order else []), "line_subject")
        per = measure.cap.per if measure.cap is not None else ""
        parts = frame.partition_by(per, maintain_order=True) if per else [frame]
        for part in parts:
            lines = tuple(
                self._line(row, int(gross), deducted=int(less))
                for row, gross, less in part.select("row", "gross", "less").iter_rows()
            )
            if not lines:
                continue
            key = part[per][0] if per else None
            capacity = (
                sum(line.wanted for line in lines)
                if measure.cap is None
                else self._left_of(measure.cap, key)
            )
            yield Pot(capacity, lines)

    def _line(
        self, row: int, wanted: int, ratio: Fraction = Fraction(1), deducted: int = 0
    ) -> Line:
        projects = self.joined.get((self.code, row), set())
        project = next(iter(projects), None)
        options = self.options[row]
        if project is not None:
            options = {o for o in options if o < len(self.decisions[project].options)}
        return Line(
            project, frozenset(options), wanted, ratio.numerator, ratio.denominator, deducted
        )

    def _deducted(self) -> pl.Series:
        """``less``: what the measure's deduction takes off each line, in fen."""
        deduction = self.measure.deduction
        if deduction is None:
            return pl.repeat(0, self.frame.height, dtype=MONEY, eager=True).alias("less")
        frame = self.settlement.batch.evaluate(
            self.frame,
            self.measure.candidates.table,
            {"less": deduction.amount, "deducts": deduction.where},
        )
        return frame.select(
            pl.when(pl.col("deducts").fill_null(False))
            .then(pl.col("less").cast(MONEY).fill_null(0))
            .otherwise(0)
            .alias("less")
        ).to_series()

    def _left_of(self, cap: Cap, key: str | None) -> int:
        """What earlier years leave of a cap."""
        limit = self.settlement.batch.whole(cap.amount)
        if not cap.in_all:
            return limit
        earlier = earlier_grants(self.settlement.facts, self.universes.year).filter(
            pl.col("measure") == self.code
        )
        if key is None:
            earlier = earlier.filter(pl.col(OWNER) == self.universes.own)
        else:
            earlier = earlier.filter(pl.col("award_key") == key)
        return max(0, limit - int(earlier["amount"].cast(MONEY).sum() or 0))

    def _counted(self, counted: Counted) -> Pot:
        frame = self.frame.sort(counted.order, "line_subject")
        ratios = self._paid_per_unit(counted, frame)
        lines = []
        columns = frame.select("row", counted.column, "gross").iter_rows()
        for (row, wanted, gross), ratio in zip(columns, ratios, strict=True):
            if wanted * ratio.numerator // ratio.denominator != gross:
                raise self._beyond("does not pay in proportion to the money that counts")
            lines.append(self._line(row, wanted, ratio))
        return Pot(self.settlement.batch.whole(counted.cap), tuple(lines))

    def _paid_per_unit(self, counted: Counted, frame: pl.DataFrame) -> list[Fraction]:
        """What each line is paid for a fen that counts: the amount of a sum so large that it is
        not rounded, by that sum."""
        amount = self.measure.amount
        column = x.Column(counted.column)
        if (
            not isinstance(amount, x.Product)
            or amount.factors.count(column) != 1
            or sum(node == column for node in amount.nodes()) != 1
            or self.measure.item_cap is not None
        ):
            raise self._beyond("does not pay in proportion to the money that counts")
        over = 1 if amount.over is None else self.settlement.batch.whole(amount.over)
        unit = over * RATE_SCALE**3
        paid = amounts(
            self.measure,
            self.settlement.batch,
            frame.with_columns(pl.lit(unit, dtype=MONEY).alias(counted.column)),
        )["gross"]
        return [Fraction(int(fen), unit) for fen in paid]

    def _beyond(self, what: str) -> UsageError:
        return UsageError(f"too many assignments to try them all, and {self.code} {what}")

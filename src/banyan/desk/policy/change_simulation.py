"""What a change of a figure would do to the records: lines and money, who gains and who loses."""

from __future__ import annotations

from typing import Any

import polars as pl

from banyan.desk.policy.city_facts import city_facts
from banyan.desk.policy.models import FigureChange
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.changes import read_changes
from banyan.rules.grouping import Grouping
from banyan.rules.pack import Pack
from banyan.rules.parameters import parse_value
from banyan.rules.settlement.breakdown import COMPARED
from banyan.rules.simulation import Simulation, simulate

LISTED = 20
"""Organizations that gain most, and that lose most, which a result names."""


def simulate_figure_change(change: FigureChange, year: int) -> tuple[Pack, dict[str, Any]]:
    """Settles ``year`` of the records with the value that holds when the change begins and with
    the new one. Returns the pack in force and the result as JSON."""
    pack = pack_in_force()
    figure = pack.parameters[change.key]
    before = figure.in_year(change.years.start).adopted
    facts = city_facts()
    base = pack.with_adopted({change.key: before})
    after = parse_value(change.value, figure.unit, change.key)
    changes = read_changes(base, facts, year, [f"{change.key}={change.value}"])
    assert changes[0].after == after
    return pack, result_of(simulate(base, facts, year, changes))


def result_of(simulation: Simulation) -> dict[str, Any]:
    """The result as JSON; money is in fen."""
    totals = simulation.totals
    return {
        "year": simulation.year,
        "organizations": simulation.base.facts["organizations"].height,
        "totals": {
            "granted_before": totals.granted_before,
            "granted_after": totals.granted_after,
            "before": totals.before,
            "after": totals.after,
            "difference": totals.difference,
        },
        "outcomes": {
            outcome: {"organizations": one.organizations, "difference": one.difference}
            for outcome, one in simulation.outcomes.items()
        },
        "lines_that_differ": simulation.lines.height,
        "measures": _rows(simulation.by_measure.filter(_moved()), "measure"),
        "groups": {
            grouping.name: _groups(simulation, grouping) for grouping in simulation.pack.groupings
        },
        "winners": _named(simulation.winners.head(LISTED)),
        "losers": _named(simulation.losers.head(LISTED)),
    }


def _moved() -> pl.Expr:
    return (pl.col("before") != pl.col("after")) | (
        pl.col("granted_before") != pl.col("granted_after")
    )


def _groups(simulation: Simulation, grouping: Grouping) -> list[dict[str, Any]]:
    return _rows(simulation.group_totals(grouping).filter(_moved()), "group")


def _rows(frame: pl.DataFrame, key: str) -> list[dict[str, Any]]:
    return [
        {key: row[key], **{name: int(row[name]) for name in COMPARED}}
        for row in frame.iter_rows(named=True)
    ]


def _named(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "uscc": row["uscc"],
            "name": row["name"],
            **{name: int(row[name]) for name in COMPARED},
        }
        for row in frame.iter_rows(named=True)
    ]

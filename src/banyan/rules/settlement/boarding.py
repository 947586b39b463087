"""The boards of a settlement: whom its organizations compete with."""

from __future__ import annotations

import polars as pl

from banyan.rules.boards import Boards, Entry, FundBoard, Ranking
from banyan.rules.measure import Measure, Places, Plan
from banyan.rules.settlement.funds import fund_board
from banyan.rules.settlement.ranking import (
    line_entries,
    plan_entries,
    planned,
    ranked_by,
)
from banyan.rules.settlement.settle import Settlement, budget_of


def boards(settlement: Settlement) -> Boards:
    """Everyone who competes in the settlement; where one organization was settled alone, together
    with its rivals."""
    rankings = {
        code: ranking
        for code, measure in settlement.pack.measures.items()
        if (ranking := ranking_of(settlement, measure)) is not None
    }
    funds = {fund: fund_board_of(settlement, fund) for fund in settlement.pack.funds}
    return Boards(settlement.year, rankings, funds)


def ranking_of(settlement: Settlement, measure: Measure) -> Ranking | None:
    """``None`` for a measure without places."""
    by_owner = isinstance(measure.amount, Places)
    if isinstance(measure.quota, Plan):
        entries, known = _planned(settlement, measure, measure.quota)
    elif ranked_by(measure) is not None:
        entries, known = _placed(settlement, measure), []
    else:
        return None
    if settlement.alone is None:
        return Ranking(entries, by_owner)
    rivals = settlement.alone.rivals.ranking(measure.code).without(subjects=known)
    return Ranking(rivals.entries, by_owner).joined_by(entries)


def _placed(settlement: Settlement, measure: Measure) -> list[Entry]:
    frame = settlement.frames[measure.code]
    by = ranked_by(measure)
    if frame.is_empty() or by is None:
        return []
    ordered = frame.filter(pl.col("place").is_not_null()).sort("place")
    table = measure.candidates.table
    return line_entries(
        settlement.batch, settlement.batch.evaluate(ordered, table, {"ranked by": by})
    )


def _planned(settlement: Settlement, measure: Measure, plan: Plan) -> tuple[list[Entry], list[str]]:
    """The rows of the plan, and all that the facts know, in the plan or not."""
    batch = settlement.batch
    table = batch.schema.table(measure.candidates.table)
    parent = batch.schema.referenced(table, plan.reference)
    known: list[str] = batch.facts[parent.name][parent.key[0]].to_list()
    if not known:
        return [], []
    return plan_entries(batch, parent.name, plan, planned(batch, parent.name, plan)), known


def fund_board_of(settlement: Settlement, fund: str) -> FundBoard:
    alone = settlement.alone
    limit = budget_of(settlement.facts, settlement.year, fund, alone)
    own = fund_board(settlement.pack, fund, limit, settlement.batch, settlement.frames)
    if alone is None:
        return own
    rivals = alone.rivals.funds.get(fund, FundBoard())
    return FundBoard(limit, {**rivals.claims, **own.claims}, rivals.last_fen)

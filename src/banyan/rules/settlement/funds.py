"""Step 8: a fund that is short pays every line its share, to the fen."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.boards import FenOrder, FundBoard
from banyan.rules.facts import Facts
from banyan.rules.pack import Pack
from banyan.rules.settlement.candidates import MONEY, change
from banyan.rules.settlement.choice import Frames
from banyan.rules.settlement.status import Status


def budget(facts: Facts, year: int, fund: str) -> int | None:
    """The year's budget of a fund in fen; ``None`` where there is no limit."""
    found = facts["budgets"].filter((pl.col("year") == year) & (pl.col("fund") == fund))
    return int(found["amount"][0]) if found.height else None


def apply_fund(
    pack: Pack, fund: str, available: int, batch: Batch, frames: Frames, rivals: FundBoard | None
) -> None:
    """Cuts, in place, the standing lines of the fund's measures to its budget (in fen).

    Of one organization's lines, beside ``rivals``, those get a fen that is left over which got it
    among all; where it claims another sum than among all nobody knows, and they get none."""
    claims = _claims(_with_lines(pack, fund, frames))
    if claims is None:
        return
    own = int(claims["amount"].sum())
    total = own if rivals is None else own + rivals.claimed
    if total <= available:
        return
    claims = _shares(claims, available, total)
    if rivals is None:
        over = available - int(claims["share"].sum())
    elif rivals.last_fen is None or own != rivals.absent:
        over = 0
    else:
        over = sum(order <= rivals.last_fen for order in _fen_orders(batch, claims))
    claims = claims.with_columns(pl.col("share") + (pl.int_range(pl.len()) < over).cast(MONEY))
    for code in claims["measure"].unique().to_list():
        shares = claims.filter(pl.col("measure") == code).select("line", "share")
        amount = pl.coalesce("share", "amount")
        frames[code] = (
            frames[code]
            .with_row_index("line")
            .join(shares, on="line", how="left", maintain_order="left")
            .with_columns(
                change(5, amount != pl.col("amount")),
                amount.alias("amount"),
                pl.col("amount").alias("claimed"),
            )
            .drop("line", "share")
        )


def fund_board(
    pack: Pack, fund: str, available: int | None, batch: Batch, frames: Mapping[str, pl.DataFrame]
) -> FundBoard:
    """What is asked of the fund in a settlement that is done."""
    before = {
        code: frame.with_columns(
            pl.col("claimed" if "claimed" in frame.columns else "amount").alias("amount"),
            pl.col("status").replace(Status.CAPPED_OUT, Status.GRANTED),
        )
        for code, frame in _with_lines(pack, fund, frames).items()
    }
    claims = _claims(before)
    if claims is None:
        return FundBoard(available)
    asked = (
        claims.filter(pl.col("amount") > 0)
        .group_by("organization_row")
        .agg(pl.col("amount").sum())
        .sort("organization_row")
    )
    codes = batch.codes.gather(asked["organization_row"]).to_list()
    total, last_fen = int(claims["amount"].sum()), None
    if available is not None and total > available:
        claims = _shares(claims, available, total)
        over = available - int(claims["share"].sum())
        if over:
            (last_fen,) = _fen_orders(batch, claims[over - 1 : over])
    return FundBoard(available, dict(zip(codes, asked["amount"].to_list(), strict=True)), last_fen)


def _with_lines(pack: Pack, fund: str, frames: Mapping[str, pl.DataFrame]) -> Frames:
    """The frames of the fund's measures, in their order, that have lines."""
    return {
        code: frames[code]
        for code, measure in pack.measures.items()
        if measure.fund is not None and measure.fund.name == fund and not frames[code].is_empty()
    }


def _claims(frames: Frames) -> pl.DataFrame | None:
    """What standing lines ask for; ``None`` where there is no line."""
    claims = [
        frame.with_row_index("line")
        .filter(pl.col("status") == Status.GRANTED)
        .select(pl.lit(code).alias("measure"), "line", "organization_row", "line_subject", "amount")
        for code, frame in frames.items()
    ]
    return pl.concat(claims) if claims else None


def _shares(claims: pl.DataFrame, available: int, total: int) -> pl.DataFrame:
    """The claims with their ``share``, rounded down, and its ``remainder``, in the order in which
    they get the fen that are left over."""
    product = pl.col("amount") * pl.lit(available, dtype=MONEY)
    return claims.with_columns(
        (product // pl.lit(total, dtype=MONEY)).alias("share"),
        (product % pl.lit(total, dtype=MONEY)).alias("remainder"),
    ).sort(
        "remainder",
        "measure",
        "organization_row",
        "line_subject",
        descending=[True, False, False, False],
    )


def _fen_orders(batch: Batch, claims: pl.DataFrame) -> list[FenOrder]:
    return [
        FenOrder(-remainder, *names)
        for remainder, *names in zip(
            claims["remainder"].to_list(),
            claims["measure"].to_list(),
            batch.codes.gather(claims["organization_row"]).to_list(),
            claims["line_subject"].to_list(),
            strict=True,
        )
    ]

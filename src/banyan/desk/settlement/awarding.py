"""From the differences of a run to awards, and what the ledger says of them.

All of it is done many rows at a time: a run may have a million awards."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import (
    CITY,
    MILLION,
    NoBudgetError,
    OverCommittedError,
    Posting,
    Shares,
    post_rows,
    reference_to,
)
from banyan.desk.funds.models import Entry
from banyan.desk.records.bulk import analyze, frames_of, insert_frame
from banyan.desk.settlement.errors import Lack, LackingError
from banyan.desk.settlement.models import Award, Line, Run

AT_ONCE = 50_000
"""Awards that are made, or posted, at a time."""

COMMITMENT, APPROVAL = Entry.Kind.COMMITMENT, Entry.Kind.APPROVAL
RELEASE, CANCELLATION = Entry.Kind.RELEASE, Entry.Kind.CANCELLATION

Say = Callable[[int, int], None]
"""Told how many steps are done, of how many."""

_LINES = {
    "line_id": pl.Int64(),
    "measure": pl.String(),
    "uscc": pl.String(),
    "subject": pl.String(),
    "county": pl.String(),
    "difference": pl.Int64(),
}


def silent(done: int, total: int) -> None:
    """Says nothing."""


def commit_awards(actor: Actor, run: Run, say: Say = silent) -> int:
    """Makes an award of every line that gives more than was awarded before, for each budget that
    bears a part, and commits the money. The number of awards. Raises LackingError."""
    made = _awards(run, _bearing(run))
    done = 0
    for rows in made.iter_slices(AT_ONCE):
        insert_frame(Award, rows)
        done += rows.height
        say(done, 2 * made.height)
    analyze(Award, made.height)
    _post(actor, COMMITMENT, run, lambda posted, of: say(of + posted, 2 * of))
    return made.height


def approve_awards(actor: Actor, run: Run, say: Say = silent) -> int:
    """The committed money is approved for payment, and the awards are payable. How many."""
    _post(actor, APPROVAL, run, say)
    say(1, 1)
    return _committed(run).update(state=Award.State.PAYABLE, payable_at=timezone.now())


def release_awards(actor: Actor, run: Run, say: Say = silent) -> int:
    """The committed money is available again. How many awards are released."""
    _post(actor, RELEASE, run, say)
    say(1, 1)
    return _committed(run).update(state=Award.State.RELEASED)


def cancellation(award: Award, line: Line, amount: int) -> Posting:
    """What a line of a later run takes of an award before it is paid goes back to the budget."""
    return Posting(
        kind=CANCELLATION,
        budget=award.budget,
        amount=amount,
        reference=reference_to(award),
        key=f"settlement {CANCELLATION} {award.pk} by {line.pk}",
        measure=award.measure,
        county=award.county,
    )


def _committed(run: Run) -> QuerySet[Award]:
    return Award.objects.filter(line__run=run, state=Award.State.COMMITTED)


def _awards(run: Run, bearing: pl.DataFrame) -> pl.DataFrame:
    """The awards of a run in the order of its lines, of each line the city's part first. As
    ``Shares.of`` the county's part is rounded down to the fen; no product leaves 64 bits."""
    more = run.lines.filter(amount__gt=F("before")).order_by("number")
    fields = ["pk", "measure", "uscc", "subject", "county", "fen"]
    found = more.annotate(fen=F("amount") - F("before"))
    lines = pl.concat(list(frames_of(found, _LINES, fields)))
    lines = lines.join(bearing, on=["measure", "county"], how="left", maintain_order="left")
    whole, rate = pl.col("difference"), pl.col("rate")
    part = whole // MILLION * rate + whole % MILLION * rate // MILLION
    parts = [
        lines.with_columns(pl.lit(place).alias("place"), budget.alias("budget_id"), fen)
        for place, budget, fen in (
            (0, pl.col("city"), (whole - part).alias("amount")),
            (1, pl.col("own"), part.alias("amount")),
        )
    ]
    return (
        pl.concat(parts)
        .filter(pl.col("amount") > 0)
        .sort("line_id", "place")
        .select(
            "line_id",
            "budget_id",
            pl.lit(run.year, pl.Int64).alias("year"),
            "measure",
            "uscc",
            "subject",
            "county",
            "amount",
            pl.lit(0, pl.Int64).alias("paid"),
            pl.lit(0, pl.Int64).alias("reduced"),
            pl.lit(Award.State.COMMITTED.value).alias("state"),
        )
    )


def _bearing(run: Run) -> pl.DataFrame:
    """Of each measure and county which budgets bear its awards: ``city`` and the county's ``own``,
    which bears ``rate`` millionths. Every budget that lacks altogether is named at once, not only
    the first."""
    shares = Shares(run.year)
    more = run.lines.filter(amount__gt=F("before")).order_by("measure", "county")
    rows, lacking = [], []
    for measure, county in more.values_list("measure", "county").distinct():
        rate = shares.rate(county)
        try:
            city = shares.budget(measure, CITY).pk if rate < MILLION else None
            own = shares.budget(measure, county).pk if rate else None
        except NoBudgetError:
            lacking.append(Lack(run.year, "", measure, county, None))
        else:
            rows.append((measure, county, city, own, rate))
    if lacking:
        raise LackingError(lacking)
    schema = {"measure": pl.String(), "county": pl.String()} | dict.fromkeys(
        ("city", "own", "rate"), pl.Int64()
    )
    return pl.DataFrame(rows, schema, orient="row")


def _post(actor: Actor, kind: Entry.Kind, run: Run, say: Say) -> None:
    """Posts a movement for each committed award of the run."""
    awards = _committed(run)
    keys = list(awards.order_by("pk").values_list("pk", flat=True))
    key = Cast("pk", CharField())
    try:
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            post_rows(
                actor,
                kind,
                awards.filter(pk__gte=some[0], pk__lte=some[-1]).annotate(
                    reference=Concat(Value(f"{Award._meta.label_lower} "), key),
                    key=Concat(Value(f"settlement {kind} "), key),
                ),
            )
            say(start + len(some), len(keys))
    except OverCommittedError as error:
        raise LackingError(
            [
                Lack(one.year, one.fund, one.measure, one.county, fen)
                for one, fen in error.lacking.items()
            ]
        ) from None

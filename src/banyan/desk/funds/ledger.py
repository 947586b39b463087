"""Posting to the ledger, and which budgets bear an award."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from banyan.desk.audit import Actor
from banyan.desk.funds.models import Budget, Entry
from banyan.desk.policy.pack_in_force import pack_in_force

CITY = "350100"
GENERAL = "general"
"""The fund of measures for which the pack names none."""


class NoBudgetError(Exception):
    """There is no budget for what is to be paid."""


class OverCommittedError(Exception):
    """A pot does not hold what is to be taken from it. ``lacking`` maps budgets to fen."""

    def __init__(self, lacking: dict[Budget, int]) -> None:
        self.lacking = lacking
        super().__init__(", ".join(f"{budget}: {fen}" for budget, fen in lacking.items()))


@dataclass(frozen=True)
class Posting:
    """One movement to be posted; see ``Entry``. ``amount`` in fen, above zero."""

    kind: Entry.Kind
    budget: Budget
    amount: int
    reference: str
    key: str
    measure: str = ""
    county: str = ""


def reference_to(row: models.Model) -> str:
    """How the ledger names a row."""
    return f"{row._meta.label_lower} {row.pk}"


def post(actor: Actor, postings: Iterable[Posting]) -> int:
    """Posts all or, with an error, none; within a running action. What was posted before under
    the same key is left out; the number posted. Raises OverCommittedError."""
    entries = [
        Entry(
            budget=one.budget,
            kind=one.kind,
            debit=Entry.MOVES[one.kind][0],
            credit=Entry.MOVES[one.kind][1],
            amount=one.amount,
            measure=one.measure,
            county=one.county,
            reference=one.reference,
            key=one.key,
            made_by=actor.account,
        )
        for one in postings
    ]
    known = set(
        Entry.objects.filter(key__in=[one.key for one in entries]).values_list("key", flat=True)
    )
    return len(Entry.objects.bulk_create([one for one in entries if one.key not in known]))


def shares(year: int, measure: str, county: str, amount: int) -> list[tuple[Budget, int]]:
    """Who bears an award of ``amount`` fen for an organization of ``county``: budgets and their
    parts in fen, which sum to the amount. Raises NoBudgetError."""
    declared = pack_in_force().measure(measure)
    fund = declared.fund.name if declared.fund else GENERAL
    budget = (
        Budget.objects.filter(year=year, fund=fund, county=CITY, measure__in=["", measure])
        .order_by("-measure")
        .first()
    )
    if budget is None:
        raise NoBudgetError(f"{year} {fund} {measure} {CITY}")
    return [(budget, amount)]

"""Posting to the ledger, and which budgets bear an award."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.funds.models import MOVES, Balance, Budget, Entry, Pot
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.pack import Pack

CITY = "350100"
GENERAL = "general"
"""The fund of measures for which the pack names none."""

COUNTY_SHARE = "funding.county_share"
"""The pack's figure: the part of an award that the organization's county bears, in millionths."""

MILLION = 1_000_000
AT_ONCE = 10_000
"""Keys that are looked up, and entries that are added, by one statement."""

COLUMNS = {
    "budget_id": "bigint",
    "kind": "text",
    "debit": "text",
    "credit": "text",
    "amount": "bigint",
    "measure": "text",
    "county": "text",
    "reference": "text",
    "key": "text",
}
"""Of an entry, with their types, in the order in which they are written."""

T = TypeVar("T")


class NoBudgetError(Exception):
    """There is no budget for what is to be paid."""


class KeyTakenError(Exception):
    """The key of a posting stands for another movement already."""


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
    the same key is left out, whoever posted it, also while this call waited; the number posted.

    Until the transaction ends nobody else posts to the same budgets. Raises OverCommittedError
    where a pot does not hold what is taken from it, and KeyTakenError where a key was used for
    another budget, kind or amount."""
    asked = list(postings)
    with transaction.atomic():
        held = _hold({one.budget.pk for one in asked})
        new = _not_posted(asked)
        try:
            with transaction.atomic():
                for batch in _batches(new):
                    _insert(actor, batch)
        except IntegrityError as error:
            if "funds_never_over_committed" not in str(error):
                raise
            raise OverCommittedError(_lacking(new, held)) from error
    return len(new)


def hold_year(year: int) -> None:
    """Until the transaction ends nobody posts to the budgets of the year."""
    _hold(set(Budget.objects.filter(year=year).values_list("pk", flat=True)))


def post_rows(actor: Actor, kind: Entry.Kind, rows: QuerySet[Any]) -> int:
    """Posts a movement of one kind for each of ``rows``, which have ``budget``, ``amount``,
    ``measure``, ``county``, ``reference`` and ``key`` as a ``Posting`` has them, without bringing
    them here; how many. As ``post`` all or, with an error, none; but the keys must be new, and
    where one is not IntegrityError is raised."""
    rows = rows.order_by()
    sums = dict(rows.values_list("budget").annotate(fen=Sum("amount")))
    with transaction.atomic():
        held = _hold(set(sums))
        try:
            with transaction.atomic():
                posted = _insert_rows(actor, kind, rows)
        except IntegrityError as error:
            if "funds_never_over_committed" not in str(error):
                raise
            budgets = Budget.objects.in_bulk(sums)
            left = {one: held[one, MOVES[kind][0]] - fen for one, fen in sums.items()}
            raise OverCommittedError(
                {budgets[one]: -fen for one, fen in sorted(left.items()) if fen < 0}
            ) from error
    return posted


def _insert_rows(actor: Actor, kind: Entry.Kind, rows: QuerySet[Any]) -> int:
    fields = ("amount", "measure", "county", "reference", "key")
    sql, parameters = rows.values_list("budget_id", *fields).query.sql_with_params()
    made_by, made_at, made_on = _made(actor)
    debit, credit = MOVES[kind]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO funds_entry (budget_id, {', '.join(fields)},"
            " kind, debit, credit, made_by_id, made_at, made_on)"
            f" SELECT moved.*, %s, %s, %s, %s, %s, %s FROM ({sql}) AS moved",
            [*(kind.value, debit.value, credit.value, made_by, made_at, made_on), *parameters],
        )
        return int(cursor.rowcount)


def _made(actor: Actor) -> tuple[Any, Any, Any]:
    """Who makes entries, when, and on which day, as the database takes it."""
    now = timezone.now()
    made_by = None if actor.account is None else actor.account.pk
    return made_by, connection.ops.adapt_datetimefield_value(now), timezone.localdate(now)


def _hold(budgets: set[int]) -> dict[tuple[int, str], int]:
    """What the pots of the budgets hold, which stays so until the transaction ends."""
    rows = Balance.objects.filter(budget__in=budgets).order_by("budget", "pot")
    return {(one.budget_id, one.pot): one.amount for one in rows.select_for_update()}


def _not_posted(asked: Sequence[Posting]) -> list[Posting]:
    """Those whose keys are new, each key once."""
    known: dict[str, tuple[int, str, int]] = {}
    for batch in _batches([one.key for one in asked]):
        rows = Entry.objects.filter(key__in=batch)
        for key, budget, kind, amount in rows.values_list("key", "budget", "kind", "amount"):
            known[key] = (budget, kind, amount)
    new = []
    for one in asked:
        movement = (one.budget.pk, one.kind.value, one.amount)
        if one.key not in known:
            known[one.key] = movement
            new.append(one)
        elif known[one.key] != movement:
            raise KeyTakenError(f"{one.key}: {known[one.key]} was posted, not {movement}")
    return new


def _insert(actor: Actor, postings: Sequence[Posting]) -> None:
    """Adds the entries by one statement (of 200,000 rows an ORM would take longer than the
    database)."""
    made = _made(actor)
    rows: list[tuple[Any, ...]] = [
        (
            one.budget.pk,
            one.kind.value,
            *(pot.value for pot in MOVES[one.kind]),
            one.amount,
            one.measure,
            one.county,
            one.reference,
            one.key,
        )
        for one in postings
    ]
    into = f"INSERT INTO funds_entry ({', '.join(COLUMNS)}, made_by_id, made_at, made_on)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
            cursor.execute(
                f"{into} SELECT row.*, %s::bigint, %s::timestamptz, %s::date"
                f" FROM unnest({arrays}) AS row",
                [*made, *(list(column) for column in zip(*rows, strict=True))],
            )
        else:
            places = ", ".join(["%s"] * (len(COLUMNS) + len(made)))
            cursor.executemany(f"{into} VALUES ({places})", [(*row, *made) for row in rows])


def _lacking(postings: Iterable[Posting], held: Mapping[tuple[int, str], int]) -> dict[Budget, int]:
    """How far each budget's pots would have gone below zero, in the order of the postings."""
    pots = dict(held)
    lowest: dict[Budget, int] = {}
    for one in postings:
        debit, credit = MOVES[one.kind]
        pots[one.budget.pk, credit] += one.amount
        pots[one.budget.pk, debit] -= one.amount
        if debit is not Pot.TREASURY and pots[one.budget.pk, debit] < 0:
            lowest[one.budget] = min(lowest.get(one.budget, 0), pots[one.budget.pk, debit])
    return {budget: -fen for budget, fen in lowest.items()}


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


class Shares:
    """Which budgets bear the awards of a year, read once for any number of awards."""

    def __init__(self, year: int) -> None:
        pack = pack_in_force()
        self.year = year
        self._funds = {code: fund_of(pack, code) for code in pack.measures}
        figure = pack.parameters.get(COUNTY_SHARE)
        rate = figure.in_year(year).adopted if figure else 0
        assert isinstance(rate, int)
        self._rate = rate
        self._budgets = {
            (one.fund, one.measure, one.county): one for one in Budget.objects.filter(year=year)
        }

    def of(self, measure: str, county: str, amount: int) -> list[tuple[Budget, int]]:
        """Who bears an award of ``amount`` fen for an organization of ``county``: budgets and their
        parts in fen, which sum to the amount. The county's part is rounded down to the fen; an
        organization of the city itself has no county that bears a part. Raises NoBudgetError."""
        by_county = amount * self.rate(county) // MILLION
        parts = ((CITY, amount - by_county), (county, by_county))
        return [(self.budget(measure, payer), part) for payer, part in parts if part]

    def rate(self, county: str) -> int:
        """The part that the county bears of its organizations' awards, in millionths."""
        return 0 if county == CITY else self._rate

    def budget(self, measure: str, payer: str) -> Budget:
        """The budget from which the payer pays the measure. Raises NoBudgetError."""
        fund = self._funds[measure]
        for own in (measure, ""):
            budget = self._budgets.get((fund, own, payer))
            if budget is not None:
                return budget
        raise NoBudgetError(f"{self.year} {fund} {measure} {payer}")


def shares(year: int, measure: str, county: str, amount: int) -> list[tuple[Budget, int]]:
    """``Shares(year).of(…)``, for a single award."""
    return Shares(year).of(measure, county, amount)


def fund_of(pack: Pack, measure: str) -> str:
    """The fund from which a measure is paid."""
    fund = pack.measure(measure).fund
    return fund.name if fund else GENERAL

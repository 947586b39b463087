"""From the differences of a run to awards, and what the ledger says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import (
    NoBudgetError,
    OverCommittedError,
    Posting,
    Shares,
    post,
    reference_to,
)
from banyan.desk.funds.models import Budget, Entry
from banyan.desk.records import labels
from banyan.desk.settlement.errors import Lack, LackingError
from banyan.desk.settlement.models import Award, Line, Run

AT_ONCE = 5_000
"""Awards that are made, or posted, at a time."""

COMMITMENT, APPROVAL = Entry.Kind.COMMITMENT, Entry.Kind.APPROVAL
RELEASE, CANCELLATION = Entry.Kind.RELEASE, Entry.Kind.CANCELLATION


def commit_awards(actor: Actor, run: Run) -> int:
    """Makes an award of every line that gives more than was awarded before, for each budget that
    bears a part, and commits the money. The number of awards. Raises LackingError."""
    shares = Shares(run.year)
    _find_budgets(run, shares)
    made = 0
    more = run.lines.filter(amount__gt=F("before")).order_by("number")
    awards = (
        Award(
            line=line,
            budget=budget,
            year=run.year,
            measure=line.measure,
            uscc=line.uscc,
            subject=line.subject,
            county=line.county,
            amount=amount,
        )
        for line in more.iterator(chunk_size=AT_ONCE)
        for budget, amount in shares.of(line.measure, line.county, line.difference)
        if amount
    )
    for some in _in_batches(awards):
        _post(actor, COMMITMENT, Award.objects.bulk_create(some))
        made += len(some)
    return made


def approve_awards(actor: Actor, run: Run) -> int:
    """The committed money is approved for payment, and the awards are payable. How many."""
    found = _committed(run)
    for some in _in_batches(_held(found)):
        _post(actor, APPROVAL, some)
    return found.update(state=Award.State.PAYABLE, payable_at=timezone.now())


def release_awards(actor: Actor, run: Run) -> int:
    """The committed money is available again. How many awards are released."""
    found = _committed(run)
    for some in _in_batches(_held(found)):
        _post(actor, RELEASE, some)
    return found.update(state=Award.State.RELEASED)


def cancellation(award: Award, line: Line, amount: int) -> Posting:
    """What a line of a later run takes of an award before it is paid goes back to the budget."""
    return _posting(CANCELLATION, award, amount, f"cancellation {award.pk} by {line.pk}")


def _committed(run: Run) -> QuerySet[Award]:
    return Award.objects.filter(line__run=run, state=Award.State.COMMITTED)


def _held(awards: QuerySet[Award]) -> Iterable[Award]:
    found = awards.select_related("budget").select_for_update(of=("self",)).order_by("pk")
    return found.iterator(chunk_size=AT_ONCE)


def _find_budgets(run: Run, shares: Shares) -> None:
    """Every budget that lacks altogether is named at once, not only the first."""
    more = run.lines.filter(amount__gt=F("before")).values_list("measure", "county")
    sums = more.annotate(Sum("amount"), Sum("before")).order_by("measure", "county")
    lacking = []
    for measure, county, amount, before in sums:
        try:
            shares.of(measure, county, amount - before)
        except NoBudgetError:
            lacking.append(Lack(_named(run.year, measure, county), None))
    if lacking:
        raise LackingError(lacking)


def _post(actor: Actor, kind: Entry.Kind, awards: list[Award]) -> None:
    try:
        post(
            actor,
            [_posting(kind, award, award.amount, f"{kind} {award.pk}") for award in awards],
        )
    except OverCommittedError as error:
        raise LackingError(
            [Lack(budget_words(budget), fen) for budget, fen in error.lacking.items()]
        ) from None


def _posting(kind: Entry.Kind, award: Award, amount: int, key: str) -> Posting:
    return Posting(
        kind=kind,
        budget=award.budget,
        amount=amount,
        reference=reference_to(award),
        key=f"settlement {key}",
        measure=award.measure,
        county=award.county,
    )


def budget_words(budget: Budget) -> str:
    fund = labels.word_label("fund", budget.fund)
    measure = labels.word_label("measure", budget.measure) if budget.measure else ""
    payer = labels.word_label("county", budget.county)
    return " · ".join(filter(None, (str(budget.year), fund, measure, payer)))


def _named(year: int, measure: str, county: str) -> str:
    measure = labels.word_label("measure", measure)
    return " · ".join((str(year), measure, labels.word_label("county", county)))


def _in_batches(awards: Iterable[Award]) -> Iterator[list[Award]]:
    some: list[Award] = []
    for award in awards:
        some.append(award)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some

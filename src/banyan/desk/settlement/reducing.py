"""What a run gives less than was awarded: first taken of awards that are not paid yet, then to be
demanded back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.funds.ledger import NoBudgetError, Shares, post
from banyan.desk.settlement import hooks
from banyan.desk.settlement.awarding import cancellation
from banyan.desk.settlement.models import Award, Line, Reduction, Run

Key = tuple[str, str, str]


def reduce_awards(actor: Actor, run: Run) -> list[Reduction]:
    """Takes what the run gives less of the awards of earlier runs, the latest first, of each payer
    the part that it bears: what is neither paid nor on its way to the bank goes back to the budget,
    the rest stands in ``Reduction.to_recover``. Raises RefusedError where the awards are not worth
    what the run says was awarded before."""
    lines = list(run.lines.filter(amount__lt=F("before")).order_by("number"))
    earlier = _earlier(run, lines)
    awards = [award for some in earlier.values() for award in some]
    left = _worth(awards)
    on_its_way = hooks.in_payment([award.pk for award in awards])
    free = {award.pk: max(award.unpaid - on_its_way.get(award.pk, 0), 0) for award in awards}
    shares = Shares(run.year)
    made, postings = [], []
    for line in lines:
        reductions = list(_taken(line, earlier[_key(line)], left, free, _parts(line, shares)))
        if sum(one.unpaid + one.to_recover for one in reductions) != line.before - line.amount:
            raise RefusedError(
                _("The awards of %(uscc)s are not worth what was awarded before.")
                % {"uscc": line.uscc}
            )
        made += reductions
        postings += [cancellation(one.award, line, one.unpaid) for one in reductions if one.unpaid]
    Reduction.objects.bulk_create(made)
    for one in made:
        one.award.reduced += one.unpaid
    Award.objects.bulk_update([one.award for one in made if one.unpaid], ["reduced"], 500)
    post(actor, postings)
    return made


def worth(award: Award) -> int:
    """What the award is worth after all runs: its amount less what they took of it, in fen."""
    return _worth([award])[award.pk]


def _worth(awards: Sequence[Award]) -> dict[int, int]:
    found = {award.pk: award.amount for award in awards}
    taken = Reduction.objects.filter(award__in=found).values_list("award")
    for award, fen in taken.annotate(fen=Sum(F("unpaid") + F("to_recover"))).order_by():
        found[award] -= fen
    return found


def _earlier(run: Run, lines: Sequence[Line]) -> dict[Key, list[Award]]:
    """The awards that earlier runs made for the same, held, the latest first."""
    found: dict[Key, list[Award]] = defaultdict(list)
    wanted = {_key(line) for line in lines}
    less = Line.objects.filter(run=run, amount__lt=F("before")).values("uscc")
    awards = Award.objects.filter(year=run.year, state=Award.State.PAYABLE, uscc__in=less)
    held = awards.exclude(line__run=run).select_related("budget").order_by("-pk")
    for award in held.select_for_update(of=("self",)):
        if _key(award) in wanted:
            found[_key(award)].append(award)
    return found


def _parts(line: Line, shares: Shares) -> dict[int, int]:
    """Of which budget how much is to be taken, as they would bear it; what none of them can give
    is taken of whatever is left."""
    need = line.before - line.amount
    try:
        return {budget.pk: fen for budget, fen in shares.of(line.measure, line.county, need)}
    except NoBudgetError:
        return {}


def _taken(
    line: Line,
    awards: Sequence[Award],
    left: dict[int, int],
    free: dict[int, int],
    parts: Mapping[int, int],
) -> Iterator[Reduction]:
    """``left`` is what each award is worth, ``free`` what of it can be taken without asking it
    back; both by the award's key, in fen, and less by what is taken."""
    unpaid: dict[int, int] = defaultdict(int)
    recovered: dict[int, int] = defaultdict(int)

    def take(need: int, of: Sequence[Award]) -> int:
        """What could not be taken."""
        for award in of:
            part = min(need, left[award.pk], free[award.pk])
            unpaid[award.pk] += part
            free[award.pk] -= part
            left[award.pk] -= part
            need -= part
        for award in of:
            part = min(need, left[award.pk])
            recovered[award.pk] += part
            left[award.pk] -= part
            need -= part
        return need

    need = line.before - line.amount
    for budget, part in parts.items():
        need -= part - take(part, [award for award in awards if award.budget_id == budget])
    take(need, awards)
    for award in awards:
        if unpaid[award.pk] or recovered[award.pk]:
            yield Reduction(
                line=line,
                award=award,
                unpaid=unpaid[award.pk],
                to_recover=recovered[award.pk],
            )


def _key(row: Line | Award) -> Key:
    return row.measure, row.uscc, row.subject

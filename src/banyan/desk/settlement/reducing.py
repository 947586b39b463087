"""What a run gives less than was awarded: first taken of awards that are not paid yet, then
demanded back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import post
from banyan.desk.policy.errors import RefusedError
from banyan.desk.settlement import hooks
from banyan.desk.settlement.awarding import cancellation
from banyan.desk.settlement.models import Award, Line, Reduction, Run

Key = tuple[str, str, str]


@dataclass(frozen=True)
class ToRecover:
    """``amount`` fen of what was paid for ``award`` must come back, since ``line`` gives less."""

    line: Line
    award: Award
    amount: int


def reduce_awards(actor: Actor, run: Run) -> list[Reduction]:
    """Takes what the run gives less of the awards of earlier runs, the latest first: of what is
    neither paid nor on its way to the bank the money goes back to the budget, the rest stands in
    ``Reduction.to_recover``. Raises RefusedError where the awards are not worth what the run says
    was awarded before."""
    lines = list(run.lines.filter(amount__lt=F("before")).order_by("number"))
    earlier = _earlier(run, lines)
    in_payment = hooks.in_payment([award.pk for some in earlier.values() for award in some])
    made, postings = [], []
    for line in lines:
        need = line.before - line.amount
        for reduction in _taken(need, line, earlier[_key(line)], in_payment):
            need -= reduction.unpaid + reduction.to_recover
            made.append(reduction)
            if reduction.unpaid:
                postings.append(cancellation(reduction.award, line, reduction.unpaid))
        if need:
            raise RefusedError(
                _("The awards of %(uscc)s are not worth what was awarded before.")
                % {"uscc": line.uscc}
            )
    Reduction.objects.bulk_create(made)
    for reduction in made:
        reduction.award.reduced += reduction.unpaid
    Award.objects.bulk_update([one.award for one in made if one.unpaid], ["reduced"], 500)
    post(actor, postings)
    return made


def to_recover(run: Run) -> list[ToRecover]:
    """What the approved run demands back, award by award."""
    found = Reduction.objects.filter(line__run=run, to_recover__gt=0)
    return [
        ToRecover(one.line, one.award, one.to_recover)
        for one in found.select_related("line", "award").order_by("pk")
    ]


def worth(award: Award) -> int:
    """What the award is worth after all runs: its amount less what they took of it, in fen."""
    taken = award.reductions.aggregate(fen=Coalesce(Sum(F("unpaid") + F("to_recover")), 0))
    return award.amount - int(taken["fen"])


def _earlier(run: Run, lines: Sequence[Line]) -> dict[Key, list[Award]]:
    """The awards that earlier runs made for the same, held, the latest first."""
    found: dict[Key, list[Award]] = defaultdict(list)
    wanted = {_key(line) for line in lines}
    less = Line.objects.filter(run=run, amount__lt=F("before")).values("uscc")
    awards = Award.objects.filter(
        ~Q(line__run=run), year=run.year, state=Award.State.PAYABLE, uscc__in=less
    )
    held = awards.select_related("budget").select_for_update(of=("self",)).order_by("-pk")
    for award in held:
        if _key(award) in wanted:
            found[_key(award)].append(award)
    return found


def _taken(
    need: int, line: Line, awards: Sequence[Award], in_payment: Mapping[int, int]
) -> list[Reduction]:
    left = {award.pk: worth(award) for award in awards}
    unpaid = {}
    for award in awards:
        on_its_way = in_payment.get(award.pk, 0)
        unpaid[award.pk] = min(need, left[award.pk], max(award.unpaid - on_its_way, 0))
        need -= unpaid[award.pk]
    found = []
    for award in awards:
        recovered = min(need, left[award.pk] - unpaid[award.pk])
        need -= recovered
        if unpaid[award.pk] or recovered:
            found.append(
                Reduction(line=line, award=award, unpaid=unpaid[award.pk], to_recover=recovered)
            )
    return found


def _key(row: Line | Award) -> Key:
    return row.measure, row.uscc, row.subject

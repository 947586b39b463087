"""What the approval of a run means for payments: what it makes payable waits to be paid, and what
it gives less is demanded back where it was paid already, or is with the bank."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor
from banyan.desk.obligations.opening import open_obligation
from banyan.desk.payments.actions.batches import take_out
from banyan.desk.payments.actions.parts import FINANCE
from banyan.desk.payments.actions.recoveries import claimed, demand_difference
from banyan.desk.payments.models import PaymentOrder, Recovery
from banyan.desk.policy_pack import adopted_count
from banyan.desk.settlement.models import Award, Reduction, Run

State = PaymentOrder.State


def with_the_bank(awards: Collection[int]) -> Mapping[int, int]:
    """What of each award (by key) the bank has been told to pay and has not answered yet, in fen;
    what only waits in a batch can still be taken out of it."""
    found = PaymentOrder.objects.filter(award__in=awards, state=State.SENT).order_by()
    sums = found.values_list("award").annotate(fen=Sum(F("amount") - F("paid")))
    return dict(sums)


def run_approved(actor: Actor, run: Run) -> None:
    """Follows the approval of a run, in its transaction."""
    _take_out_reduced(run)
    demanded = Reduction.objects.filter(line__run=run, to_recover__gt=0)
    for one in demanded.select_related("award", "line").order_by("pk"):
        award = one.award
        # What officers only propose may be withdrawn; then nobody would ask for this.
        already = claimed(award, Recovery.OWED)
        most = award.paid + with_the_bank([award.pk]).get(award.pk, 0) - already
        if min(one.to_recover, most) > 0:
            demand_difference(actor, one.line, award, min(one.to_recover, most))
    if Award.objects.filter(line__run=run).exists():
        open_obligation(
            "payments.draw_up",
            run,
            FINANCE,
            working_days=adopted_count("payment.days"),
            link=f"{reverse('payments:new')}?year={run.year}",
            words={"run": str(run)},
        )


def _take_out_reduced(run: Run) -> None:
    """Orders that wait in a batch for more than is left of their award since the run."""
    unpaid = F("award__amount") - F("award__paid") - F("award__reduced")
    reduced = PaymentOrder.objects.select_for_update(of=("self",)).filter(
        award__reductions__line__run=run, state=State.PREPARED, amount__gt=unpaid
    )
    for order in reduced.order_by("pk"):
        take_out(order, _("Run %(run)s reduced the award.") % {"run": str(run)})

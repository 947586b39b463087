"""What the approval of a run means for payments: what it makes payable waits to be paid, and what
it gives less is demanded back where it was paid already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor
from banyan.desk.obligations.opening import open_obligation
from banyan.desk.payments.actions.batches import take_out
from banyan.desk.payments.actions.parts import FINANCE, days
from banyan.desk.payments.actions.recoveries import claimed, demand_difference
from banyan.desk.payments.models import PaymentOrder
from banyan.desk.payments.payable import OPEN_ORDERS
from banyan.desk.policy.errors import RefusedError
from banyan.desk.settlement.models import Award, Line, Run


def run_approved(actor: Actor, run: Run) -> None:
    """Follows the approval of a run, in its transaction. Raises RefusedError, so that it is not
    approved, while the bank has an order of an award that it reduces."""
    _take_out_reduced(run)
    for line, award, amount in to_recover(run):
        demand_difference(actor, line, award, amount)
    if Award.objects.filter(line__run=run).exists():
        open_obligation(
            "payments.draw_up",
            run,
            FINANCE,
            working_days=days("payment.days"),
            link=f"{reverse('payments:new')}?year={run.year}",
            words={"run": str(run)},
        )


def _take_out_reduced(run: Run) -> None:
    unpaid = F("award__amount") - F("award__paid") - F("award__reduced")
    reduced = PaymentOrder.objects.select_for_update(of=("self",)).filter(
        award__year=run.year, state__in=OPEN_ORDERS, amount__gt=unpaid
    )
    for order in reduced.select_related("batch").order_by("pk"):
        if order.state == PaymentOrder.State.SENT:
            raise RefusedError(
                _("Order %(reference)s is with the bank; read in its answer first.")
                % {"reference": order.reference}
            )
        take_out(order, _("Run %(run)s reduced the award.") % {"run": str(run)})


def to_recover(run: Run) -> Iterator[tuple[Line, Award, int]]:
    """What of a run's negative differences was paid already and is not demanded yet: line, award,
    fen; the newest awards first."""
    lines = list(run.lines.filter(amount__lt=F("before")).select_related("run"))
    awards: dict[tuple[str, str, str], list[Award]] = defaultdict(list)
    found = Award.objects.select_for_update().filter(
        year=run.year,
        state=Award.State.PAYABLE,
        uscc__in={line.uscc for line in lines},
        measure__in={line.measure for line in lines},
    )
    for award in found.order_by("-pk"):
        awards[award.measure, award.uscc, award.subject].append(award)
    for line in lines:
        of = awards[line.measure, line.uscc, line.subject]
        demanded = {award.pk: claimed(award) for award in of}
        rest = sum(award.amount - award.reduced for award in of) - line.amount
        rest -= sum(demanded.values())
        for award in of:
            part = min(rest, award.paid - demanded[award.pk])
            if part > 0:
                rest -= part
                yield line, award, part

"""Orders that the bank has had for too long without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.payments.models import Batch, PaymentOrder
from banyan.desk.policy_pack import adopted_count


def late_batches(day: date) -> Iterator[Batch]:
    """The batches of which the bank has left orders unanswered for more working days, on ``day``,
    than the figure ``payment.answer_days`` says, the oldest first."""
    within = adopted_count("payment.answer_days")
    waiting = PaymentOrder.objects.filter(batch=OuterRef("pk"), state=PaymentOrder.State.SENT)
    for batch in Batch.objects.filter(Exists(waiting), sent_at__isnull=False).order_by("pk"):
        assert batch.sent_at is not None
        if working_days_after(timezone.localdate(batch.sent_at), within) < day:
            yield batch


def unanswered() -> QuerySet[PaymentOrder]:
    """Their orders."""
    late = [batch.pk for batch in late_batches(timezone.localdate())]
    return PaymentOrder.objects.filter(batch__in=late, state=PaymentOrder.State.SENT)

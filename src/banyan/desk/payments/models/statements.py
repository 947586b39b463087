"""What the bank says by a letter of a payment that it has not answered in a file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.obligations.proposals import Proposal
from banyan.desk.payments.models.batches import PaymentOrder
from banyan.desk.records.models import Upload
from banyan.desk.records.scope import ScopedQuerySet


class Statement(Proposal):
    """The bank's letter says that an order was paid, wholly, or was not: entered by one finance
    officer, confirmed by another, who has read the letter."""

    organization_code: ClassVar[str] = "order__uscc"

    class Outcome(models.TextChoices):
        PAID = "paid", _("paid")
        FAILED = "failed", _("not paid")

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="statements")
    outcome = models.CharField(_("the bank says"), max_length=10, choices=Outcome.choices)
    day = models.DateField(_("day of the payment, or of the letter"))
    letter = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("letter of the bank")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["order"], condition=Q(state="proposed"), name="payments_one_letter_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.outcome}"

    def get_absolute_url(self) -> str:
        return reverse("payments:statement", args=[self.pk])

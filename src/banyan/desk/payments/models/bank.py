"""What the bank answers."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.payments.models.batches import PaymentOrder
from banyan.desk.payments.models.statements import Statement
from banyan.desk.people.models import Account
from banyan.desk.records.models import Upload
from banyan.desk.records.scope import ScopedQuerySet


class BankFile(models.Model):
    """A file of results from the bank, kept once it was found whole and without faults; the same
    content is taken once. ``rows`` counts all rows of the file, ``known`` those whose transaction
    had come in an earlier one."""

    class State(models.TextChoices):
        RECEIVED = "received", _("to be posted")
        POSTED = "posted", _("posted")

    sha256 = models.CharField(max_length=64, unique=True)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    imported_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    known = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of the bank")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.sha256[:12]


class BankResult(models.Model):
    """One row of a bank's file, a transaction, or what a letter of the bank says instead
    (``statement``). ``serial`` is the bank's own number of the transaction, which counts once, in
    whatever file it comes; a letter has none, so it is given one.

    ``order`` is that of its reference. Where it cannot be posted (``doubt``) somebody works it off
    by hand, with a reason (``resolution``) and, where right, an order."""

    class Outcome(models.TextChoices):
        PAID = "paid", _("paid")
        PARTIAL = "partial", _("paid in part")
        FAILED = "failed", _("failed")
        RETURNED = "returned", _("returned")

    class Doubt(models.TextChoices):
        UNKNOWN = "unknown", _("unknown reference")
        NOT_WITH_BANK = "not_with_bank", _("this order is not with the bank")
        ANSWERED = "answered", _("the bank answered this order already")
        ORDERED_AGAIN = "ordered_again", _("the rest has been ordered again")
        AMOUNT = "amount", _("the amount does not fit the order")
        EXCEEDS = "exceeds", _("more than is left of the award")
        RECEIVED = "received", _("entered as money given back already")
        CONTRADICTS = "contradicts", _("a letter of the bank says something else")

    file = models.ForeignKey(BankFile, null=True, on_delete=models.PROTECT, related_name="results")
    row = models.PositiveIntegerField(default=0)
    statement = models.OneToOneField(
        Statement, null=True, on_delete=models.PROTECT, related_name="result"
    )
    serial = models.CharField(_("transaction number"), max_length=100, unique=True)
    reference = models.CharField(_("reference"), max_length=100)
    outcome = models.CharField(_("result"), max_length=20, choices=Outcome.choices)
    amount = models.BigIntegerField(_("amount"))
    day = models.DateField(_("day"))
    message = models.CharField(max_length=500, blank=True)
    order = models.ForeignKey(
        PaymentOrder, null=True, on_delete=models.PROTECT, related_name="results"
    )
    doubt = models.CharField(max_length=20, choices=Doubt.choices, blank=True)
    posted_at = models.DateTimeField(null=True)
    resolution = models.CharField(_("reason"), max_length=1000, blank=True)
    resolved_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of the bank")
        ordering: ClassVar = ["file_id", "row"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(order__isnull=False),
                name="payments_posted_to_an_order",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, statement__isnull=True)
                | Q(file__isnull=True, statement__isnull=False),
                name="payments_answer_by_file_or_letter",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=Q(resolved_at__isnull=True) & ~Q(doubt=""),
                name="payments_to_work_off",
            )
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def content(self) -> tuple[str, str, int, date]:
        """What the bank says of the transaction."""
        return self.reference, self.outcome, self.amount, self.day

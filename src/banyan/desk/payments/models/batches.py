"""Batches of payment orders, and the files that they go to the bank in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.matching.models import PayeeAccount
from banyan.desk.people.models import Account
from banyan.desk.records.scope import ScopedQuerySet
from banyan.desk.settlement.models import Award


class Batch(models.Model):
    """Payment orders of one year and payer that go to the bank in one file: drawn up by one
    person, checked by another.

    ``measure``, ``payees_county`` and ``ceiling`` (fen) are what it was confined to. ``left_out``
    counts the payable awards that are not in it, by reason: ``{"count", "amount"}``."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("checked")
        SENT = "sent", _("with the bank")
        CLOSED = "closed", _("worked off")
        CANCELLED = "cancelled", _("cancelled")

    year = models.SmallIntegerField(_("year"))
    county = models.CharField(_("payer"), max_length=6)
    measure = models.CharField(_("measure"), max_length=100, blank=True)
    payees_county = models.CharField(_("county of the organizations"), max_length=6, blank=True)
    ceiling = models.BigIntegerField(_("ceiling"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    left_out = models.JSONField(default=dict)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment batch")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(checked_by=F("made_by")), name="payments_checked_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(made_by__isnull=False, checked_by__isnull=False),
                name="payments_nothing_is_sent_unchecked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.pk}"


class PaymentOrder(models.Model):
    """One payment of an award, to the account as it was when the batch was drawn up. ``paid`` is
    what the bank says that it has paid, less what came back."""

    organization_code: ClassVar[str] = "uscc"

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        SENT = "sent", _("with the bank")
        PAID = "paid", _("paid")
        PARTIAL = "partial", _("paid in part")
        FAILED = "failed", _("failed")
        RETURNED = "returned", _("returned")
        CANCELLED = "cancelled", _("cancelled")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="orders")
    sequence = models.PositiveIntegerField()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="orders")
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    account = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, related_name="+")
    uscc = models.CharField(max_length=18)
    holder = models.CharField(_("account holder"), max_length=200)
    bank = models.CharField(_("bank"), max_length=200)
    branch_code = models.CharField(_("bank code (12 digits)"), max_length=12, blank=True)
    number = models.CharField(_("account number"), max_length=34)
    amount = models.BigIntegerField(_("amount"))
    paid = models.BigIntegerField(_("paid"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PREPARED
    )
    answer = models.CharField(_("answer of the bank"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment order")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, paid__gte=0) & Q(amount__gte=F("paid")),
                name="payments_order_pays_at_most_its_amount",
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(state__in=["prepared", "sent"]),
                name="payments_one_order_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["batch", "sequence"], name="payments_order_in_its_place"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["uscc", "id"]),
            models.Index(fields=["state", "id"]),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentFile(models.Model):
    """What the bank was given of a batch, to the byte, in one of its forms. Rows are only added."""

    class Form(models.TextChoices):
        CSV = "csv", _("CSV (UTF-8)")
        GBK = "gbk", _("CSV (GBK)")
        XLSX = "xlsx", _("Excel")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=10, choices=Form.choices)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("payment file")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "form"], name="payments_one_file_a_form")
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.form}"

    @property
    def name(self) -> str:
        """What the file is called."""
        suffix = "xlsx" if self.form == self.Form.XLSX else "csv"
        return f"payments-{self.batch.year}-{self.batch_id}-{self.form}.{suffix}"

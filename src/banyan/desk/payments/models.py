"""From approved awards to the bank and back. Money is in fen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account
from banyan.desk.records.models import Upload
from banyan.desk.records.scope import ScopedQuerySet
from banyan.desk.settlement.models import Award, Line


class Batch(models.Model):
    """Payment orders of one year and payer that go to the bank in one file: drawn up by one
    person, checked by another."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("checked")
        SENT = "sent", _("with the bank")
        CLOSED = "closed", _("worked off")
        CANCELLED = "cancelled", _("cancelled")

    year = models.SmallIntegerField(_("year"))
    county = models.CharField(_("payer"), max_length=6)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    note = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(checked_by=F("made_by")), name="payments_checked_by_a_second_person"
            )
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
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="orders")
    reference = models.CharField(max_length=40, unique=True)
    uscc = models.CharField(max_length=18)
    holder = models.CharField(max_length=200)
    bank = models.CharField(max_length=200)
    branch_code = models.CharField(max_length=12, blank=True)
    number = models.CharField(max_length=34)
    amount = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
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
        ]

    def __str__(self) -> str:
        return self.reference


class BankFile(models.Model):
    """A file of results from the bank; the same content is taken once."""

    sha256 = models.CharField(max_length=64, unique=True)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    imported_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.sha256[:12]


class BankResult(models.Model):
    """One row of a bank's file. ``order`` is empty where its reference is of none: unknown, to be
    worked off by hand (``resolution``). ``serial`` is the bank's own number of the transaction,
    which counts once, in whatever file it comes."""

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="results")
    row = models.PositiveIntegerField()
    serial = models.CharField(max_length=100, unique=True)
    reference = models.CharField(max_length=100)
    outcome = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    message = models.CharField(max_length=500, blank=True)
    order = models.ForeignKey(
        PaymentOrder, null=True, on_delete=models.PROTECT, related_name="results"
    )
    resolution = models.CharField(max_length=1000, blank=True)
    resolved_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["file", "row"]

    def __str__(self) -> str:
        return self.serial


class Recovery(models.Model):
    """Money that an organization must give back: of an award, because a later run gave less
    (``line``) or because an officer decided so."""

    organization_code: ClassVar[str] = "uscc"

    class State(models.TextChoices):
        DEMANDED = "demanded", _("demanded")
        PARTLY = "partly", _("given back in part")
        RECOVERED = "recovered", _("given back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="recoveries")
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="recoveries")
    uscc = models.CharField(max_length=18)
    amount = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DEMANDED)
    reason = models.CharField(max_length=1000)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, received__gte=0) & Q(amount__gte=F("received")),
                name="payments_recovers_at_most_its_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.uscc} {self.amount}"

"""Money that must be given back, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account
from banyan.desk.records.scope import ScopedQuerySet
from banyan.desk.settlement.models import Award, Line


class Recovery(models.Model):
    """Money that an organization must give back of an award: because an approved run gave less
    (``line``), or because an officer proposed so and another confirmed it. ``received`` is the sum
    of its receipts."""

    organization_code: ClassVar[str] = "uscc"

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DEMANDED = "demanded", _("demanded")
        PARTLY = "partly", _("given back in part")
        RECOVERED = "recovered", _("given back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OWED: ClassVar = (State.DEMANDED, State.PARTLY)

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="recoveries")
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="recoveries")
    uscc = models.CharField(max_length=18)
    amount = models.BigIntegerField(_("amount"))
    received = models.BigIntegerField(default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    reason = models.CharField(_("reason"), max_length=1000)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery of money")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, received__gte=0) & Q(amount__gte=F("received")),
                name="payments_recovers_at_most_its_amount",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("made_by")), name="payments_recovery_by_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"])
                | Q(line__isnull=False)
                | Q(made_by__isnull=False, confirmed_by__isnull=False),
                name="payments_recovery_demanded_by_two",
            ),
            models.UniqueConstraint(
                fields=["award", "line"],
                condition=Q(line__isnull=False),
                name="payments_recovery_of_a_line_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uscc} {self.amount}"

    @property
    def outstanding(self) -> int:
        return self.amount - self.received


class Receipt(models.Model):
    """Money that came back for a recovery. ``serial`` is the bank's number of the transaction,
    which counts once. Rows are only added."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="receipts")
    amount = models.BigIntegerField(_("amount"))
    received_on = models.DateField(_("day"))
    serial = models.CharField(_("transaction number"), max_length=100, unique=True)
    entered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("receipt")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_receipt_is_money")
        ]

    def __str__(self) -> str:
        return self.serial

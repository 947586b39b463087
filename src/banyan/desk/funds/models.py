"""Budgets, and the ledger that says what became of them. Money is in fen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.funds.scope import MoneyQuerySet
from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account


class Budget(models.Model):
    """What a payer (``county``: 350100 the city, else the county that bears its share) has for a
    year: for one ``measure``, or with an empty ``measure`` for every measure of ``fund`` that has
    none of its own. ``fund`` is one of the pack's, or ``general`` for measures without one."""

    year = models.SmallIntegerField(_("year"))
    fund = models.CharField(_("fund"), max_length=50)
    measure = models.CharField(_("measure"), max_length=100, blank=True)
    county = models.CharField(_("payer"), max_length=6)

    objects = MoneyQuerySet.as_manager()
    payer_path: ClassVar[str] = "county"

    class Meta:
        ordering: ClassVar = ["-year", "fund", "measure", "county"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "fund", "measure", "county"], name="funds_budget_once"
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.year), self.fund, self.measure, self.county)))

    def get_absolute_url(self) -> str:
        return reverse("funds:budget", args=[self.pk])


class BudgetChange(Proposal):
    """More or less money for a budget."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="changes")
    amount = models.BigIntegerField(_("amount"))
    objects = MoneyQuerySet.as_manager()
    payer_path: ClassVar[str] = "budget__county"

    class Meta(Proposal.Meta):
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(condition=~Q(amount=0), name="funds_change_changes"),
            models.UniqueConstraint(
                fields=["budget"], condition=Q(state="proposed"), name="funds_one_change_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget} {self.amount}"

    def get_absolute_url(self) -> str:
        return reverse("funds:change", args=[self.pk])


class Pot(models.TextChoices):
    """The accounts of the ledger, for each budget."""

    TREASURY = "treasury", _("treasury")
    AVAILABLE = "available", _("available")
    COMMITTED = "committed", _("committed")
    APPROVED = "approved", _("approved for payment")
    PAID = "paid", _("paid")


MOVES: dict[str, tuple[Pot, Pot]] = {
    "appropriation": (Pot.TREASURY, Pot.AVAILABLE),
    "reduction": (Pot.AVAILABLE, Pot.TREASURY),
    "commitment": (Pot.AVAILABLE, Pot.COMMITTED),
    "release": (Pot.COMMITTED, Pot.AVAILABLE),
    "approval": (Pot.COMMITTED, Pot.APPROVED),
    "cancellation": (Pot.APPROVED, Pot.AVAILABLE),
    "payment": (Pot.APPROVED, Pot.PAID),
    "return": (Pot.PAID, Pot.APPROVED),
    "recovery": (Pot.PAID, Pot.AVAILABLE),
}
"""From which pot into which each kind of entry moves money."""


def _one_of_moves(moves: Mapping[str, tuple[Pot, Pot]]) -> Q:
    allowed = Q()
    for kind, (debit, credit) in moves.items():
        allowed |= Q(kind=kind, debit=debit.value, credit=credit.value)
    return allowed


class Entry(models.Model):
    """Money that moves from one pot of a budget to another: debit and credit in one row, so that
    every entry balances. Rows are only added. ``reference`` is the label and key of what it is
    about (an award, a payment order, a change of a budget); ``key`` says which one movement it is,
    so that the same is never posted twice. ``measure`` and ``county`` are those of the award, empty
    where there is none; ``made_on`` is the local day of ``made_at``."""

    class Kind(models.TextChoices):
        APPROPRIATION = "appropriation", _("appropriation")
        REDUCTION = "reduction", _("reduction")
        COMMITMENT = "commitment", _("commitment")
        RELEASE = "release", _("release")
        APPROVAL = "approval", _("approval")
        CANCELLATION = "cancellation", _("cancellation")
        PAYMENT = "payment", _("payment")
        RETURN = "return", _("return")
        RECOVERY = "recovery", _("recovery")

    budget = models.ForeignKey(
        Budget, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    debit = models.CharField(max_length=10, choices=Pot.choices)
    credit = models.CharField(max_length=10, choices=Pot.choices)
    amount = models.BigIntegerField()
    measure = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=6, blank=True)
    reference = models.CharField(max_length=100)
    key = models.CharField(max_length=150)
    made_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_on = models.DateField(default=timezone.localdate)

    objects = MoneyQuerySet.as_manager()
    payer_path: ClassVar[str] = "budget__county"
    county_path: ClassVar[str] = "county"

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="funds_posted_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_entry_moves_money"),
            models.CheckConstraint(
                condition=_one_of_moves(MOVES), name="funds_entry_moves_as_its_kind_says"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["reference"]),
            models.Index(fields=["budget", "id"]),
            models.Index(fields=["budget", "kind", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Balance(models.Model):
    """What lies in a pot now: kept by the database itself with every entry, never below zero
    except in the treasury, where the money comes from."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="balances")
    pot = models.CharField(max_length=10, choices=Pot.choices)
    amount = models.BigIntegerField(default=0)

    objects = MoneyQuerySet.as_manager()
    payer_path: ClassVar[str] = "budget__county"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["budget", "pot"], name="funds_balance_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(pot="treasury"), name="funds_never_over_committed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget} {self.pot} {self.amount}"


class DailyTotal(models.Model):
    """The sum of the entries of one kind, measure and county of a budget on a day, and how many
    there were: kept by the database itself with every entry, so that a year of a million entries
    is added up at once."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="totals")
    kind = models.CharField(max_length=20, choices=Entry.Kind.choices)
    measure = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=6, blank=True)
    made_on = models.DateField()
    amount = models.BigIntegerField()
    entries = models.IntegerField()

    objects = MoneyQuerySet.as_manager()
    payer_path: ClassVar[str] = "budget__county"
    county_path: ClassVar[str] = "county"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["budget", "kind", "measure", "county", "made_on"], name="funds_total_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.budget} {self.kind} {self.made_on}"

"""Budgets, and the ledger that says what became of them. Money is in fen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account


class Budget(models.Model):
    """What a payer (``county``: 350100 the city, else the county that bears its share) has for a
    year: for one ``measure``, or with an empty ``measure`` for every measure of ``fund`` that has
    none of its own. ``fund`` is one of the pack's, or ``general`` for measures without one."""

    year = models.SmallIntegerField(_("year"))
    fund = models.CharField(_("fund"), max_length=50)
    measure = models.CharField(_("measure"), max_length=100, blank=True)
    county = models.CharField(_("payer"), max_length=6)

    class Meta:
        ordering: ClassVar = ["-year", "fund", "measure", "county"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "fund", "measure", "county"], name="funds_budget_once"
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.year), self.fund, self.measure, self.county)))


class BudgetChange(models.Model):
    """More or less money for a budget: proposed by one, confirmed by another."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="changes")
    amount = models.BigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=1000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="funds_change_changes"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"]) | ~Q(decided_by=F("proposed_by")),
                name="funds_change_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget} {self.amount}"


class Pot(models.TextChoices):
    """The accounts of the ledger, for each budget."""

    TREASURY = "treasury", _("treasury")
    AVAILABLE = "available", _("available")
    COMMITTED = "committed", _("committed")
    APPROVED = "approved", _("approved for payment")
    PAID = "paid", _("paid")


class Entry(models.Model):
    """Money that moves from one pot of a budget to another: debit and credit in one row, so that
    every entry balances. Rows are only added. ``reference`` is the label and key of what it is
    about (an award, a payment order, a change of a budget); ``key`` says which one movement it is,
    so that the same is never posted twice."""

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

    MOVES: ClassVar = {
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

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    debit = models.CharField(max_length=10, choices=Pot.choices)
    credit = models.CharField(max_length=10, choices=Pot.choices)
    amount = models.BigIntegerField()
    measure = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=6, blank=True)
    reference = models.CharField(max_length=100)
    key = models.CharField(max_length=150, unique=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_entry_moves_money")
        ]
        indexes: ClassVar = [
            models.Index(fields=["reference"]),
            models.Index(fields=["budget", "kind", "made_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Balance(models.Model):
    """What lies in a pot now: kept by the database itself with every entry, never below zero
    except in the treasury, where the money comes from."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="balances")
    pot = models.CharField(max_length=10, choices=Pot.choices)
    amount = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["budget", "pot"], name="funds_balance_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(pot="treasury"), name="funds_never_over_committed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget} {self.pot} {self.amount}"

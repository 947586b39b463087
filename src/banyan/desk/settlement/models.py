"""Runs, their lines, what the public said of them, and the awards that came of them.

Money is in fen. A run's folder (``banyan.rules.run``) holds the frozen records and the result, so
that it replays to the same bytes; the lines stand here too, to be browsed."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.funds.models import Budget
from banyan.desk.people.models import Account
from banyan.desk.records.scope import ScopedQuerySet


class Run(models.Model):
    """A settlement of a year on a frozen snapshot of verified records.

    ``previous`` is the approved run that it adjusts; its differences are what it pays or claims
    back. ``summary`` is the content of ``run.json``; ``left_out`` counts the records by table that
    nobody has verified. ``progress`` is in percent."""

    class State(models.TextChoices):
        COMPUTING = "computing", _("being computed")
        FAILED = "failed", _("failed")
        DRAFT = "draft", _("draft")
        NOTICED = "noticed", _("public notice")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    year = models.SmallIntegerField(_("year"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMPUTING)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="adjusted_by"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(null=True)
    pack_sha256 = models.CharField(max_length=64, blank=True)
    lines_sha256 = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    left_out = models.JSONField(default=dict)
    line_count = models.PositiveIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    noticed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    noticed_on = models.DateField(null=True)
    notice_ends_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("noticed_by")),
                name="settlement_approved_by_a_second_person",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state="noticed"),
                name="settlement_one_notice_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.pk}"

    @property
    def folder(self) -> Path:
        """Where the snapshot, the lines and ``run.json`` are kept."""
        return Path(settings.DATA) / "runs" / str(self.pk)


class Line(models.Model):
    """One line of a run, as the engine gave it, in its order (``number`` from 1). ``before`` is
    what approved runs of the year awarded for the same measure, organization and subject;
    ``exceptions`` are words of ``settlement.exceptions``, joined by ``;``. Rows are only added."""

    organization_code: ClassVar[str] = "uscc"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    measure = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18)
    subject = models.CharField(max_length=200)
    county = models.CharField(max_length=6)
    route = models.CharField(max_length=50, blank=True)
    status = models.CharField(max_length=20)
    reasons = models.CharField(max_length=500, blank=True)
    gross = models.BigIntegerField()
    amount = models.BigIntegerField()
    before = models.BigIntegerField(default=0)
    exceptions = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="settlement_line_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "measure", "number"]),
            models.Index(fields=["run", "county", "number"]),
            models.Index(fields=["run", "uscc"]),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"

    @property
    def difference(self) -> int:
        return self.amount - self.before


class Award(models.Model):
    """What a budget bears of a line: committed when the run is noticed, payable once approved.

    ``paid`` and ``reduced`` (taken away again before it was paid, by an adjustment) never exceed
    ``amount``."""

    organization_code: ClassVar[str] = "uscc"

    class State(models.TextChoices):
        COMMITTED = "committed", _("committed")
        PAYABLE = "payable", _("payable")
        RELEASED = "released", _("released")

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="awards")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="awards")
    year = models.SmallIntegerField()
    measure = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18)
    subject = models.CharField(max_length=200)
    county = models.CharField(max_length=6)
    amount = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    reduced = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMMITTED)
    payable_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "budget"], name="settlement_award_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, paid__gte=0, reduced__gte=0)
                & Q(amount__gte=F("paid") + F("reduced")),
                name="settlement_never_paid_twice",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["year", "measure", "uscc", "subject"]),
            models.Index(fields=["state", "id"]),
            models.Index(fields=["uscc", "year"]),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.uscc} {self.subject}"

    @property
    def unpaid(self) -> int:
        return self.amount - self.paid - self.reduced


class Objection(models.Model):
    """What somebody said against a noticed run; it must be answered before the run is approved.
    ``line_number`` where it is about one line."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="objections")
    line_number = models.PositiveIntegerField(null=True, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    contact = models.CharField(_("how to reach you"), max_length=200)
    text = models.TextField(_("objection"), max_length=4000)
    made_at = models.DateTimeField(auto_now_add=True)
    upheld = models.BooleanField(null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.run} {self.pk}"

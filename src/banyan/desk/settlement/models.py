"""Runs, their lines, what the public said of them, and the awards that came of them.

Money is in fen. A run's folder (``banyan.rules.run``) holds the frozen records and the result, so
that it replays to the same bytes; the lines stand here too, to be browsed."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.audit import Actor, Origin
from banyan.desk.funds.models import Budget
from banyan.desk.people.models import Account
from banyan.desk.records.progress import Progress
from banyan.desk.records.scope import ScopedQuerySet
from banyan.desk.settlement.exceptions import WORDS
from banyan.desk.settlement.scope import OfRunsQuerySet, RunQuerySet
from banyan.desk.settlement.totals import table_of


class Run(models.Model):
    """A settlement of a year on a frozen snapshot of verified records.

    ``previous`` is the approved run that it adjusts; its differences are what it pays or claims
    back. ``summary`` is the content of ``run.json``; ``left_out`` counts the records by table that
    nobody has verified. ``totals`` are those of ``settlement.totals``. ``progress`` is in percent;
    ``fault`` says why it failed, one fault a line. An approved run is never changed again: triggers
    refuse it."""

    class State(models.TextChoices):
        COMPUTING = "computing", _("being computed")
        FAILED = "failed", _("failed")
        DRAFT = "draft", _("draft")
        NOTICED = "noticed", _("public notice")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    year = models.SmallIntegerField(_("year"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.COMPUTING
    )
    previous = models.ForeignKey(
        "self",
        verbose_name=_("adjusts the run"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adjusted_by",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(_("faults"), blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(null=True)
    pack_sha256 = models.CharField(_("hash of the policy"), max_length=64, blank=True)
    lines_sha256 = models.CharField(_("hash of the lines"), max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    left_out = models.JSONField(_("records left out"), default=dict)
    line_count = models.PositiveIntegerField(_("lines"), default=0)
    amount = models.BigIntegerField(_("amount (fen)"), default=0)
    noticed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    noticed_on = models.DateField(null=True)
    notice_ends_on = models.DateField(_("end of the notice"), null=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
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
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state="computing"),
                name="settlement_one_computing_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.pk}"

    @property
    def differs(self) -> bool:
        """Whether a line gives more or less than was awarded before."""
        whole = table_of(self.totals).whole
        return bool(whole.more or whole.less)

    @property
    def notice_is_over(self) -> bool:
        """Whether the public notice lasted as long as it must. In the demo it may end on the day on
        which it began: nobody waits a week to see how the money goes on."""
        ends = self.notice_ends_on
        return ends is not None and (settings.DEMO or timezone.localdate() > ends)

    @property
    def folder(self) -> Path:
        """Where the snapshot, the lines and ``run.json`` are kept."""
        return Path(settings.MEDIA_ROOT) / "runs" / str(self.pk)


class Line(models.Model):
    """One line of a run, as the engine gave it, in its order (``number`` from 1). ``before`` is
    what approved runs of the year awarded for the same measure, organization and subject, in all;
    ``exceptions`` are words of ``settlement.exceptions``, joined by ``;``. Rows are only added.

    What was awarded before and is no line of the run any more follows after the engine's lines,
    with the status ``gone``, nothing in it and its ``before``, so that the differences of a run are
    complete."""

    organization_code: ClassVar[str] = "uscc"
    run_path: ClassVar[str] = "run"

    GONE: ClassVar[str] = "gone"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines", db_index=False)
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

    objects = OfRunsQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a run")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="settlement_line_number")
        ]
        # What the list filters by is found without counting; of each exception an index of its
        # own, since some are on nearly every line and others on few.
        indexes: ClassVar = [
            models.Index(fields=["run", "measure", "number"], name="settlement_line_measure"),
            models.Index(fields=["run", "county", "number"], name="settlement_line_county"),
            models.Index(fields=["run", "status", "number"], name="settlement_line_status"),
            models.Index(fields=["run", "uscc"], name="settlement_line_uscc"),
            models.Index(
                fields=["run", "amount"],
                condition=Q(amount__gt=0),
                name="settlement_line_amount",
            ),
            *(
                models.Index(
                    fields=["run", "number"],
                    condition=Q(exceptions__contains=word),
                    name=f"settlement_line_{short}",
                )
                for word, short in WORDS.items()
            ),
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
    run_path: ClassVar[str] = "line__run"

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

    objects = OfRunsQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
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


class Reduction(models.Model):
    """What a line of a later run takes of an award again: ``unpaid`` fen of what was not paid yet,
    and ``to_recover`` fen of what was paid. Rows are only added; what an award is worth in the end
    is its amount less both."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="reductions")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="reductions")
    unpaid = models.BigIntegerField()
    to_recover = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "award"], name="settlement_reduced_once"),
            models.CheckConstraint(
                condition=Q(unpaid__gte=0, to_recover__gte=0) & ~Q(unpaid=0, to_recover=0),
                name="settlement_reduction_reduces",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.unpaid} {self.to_recover}"


class Decision(models.Model):
    """What somebody decided on a run, from the press of the button until it is carried out (in the
    background where it concerns many awards): then ``done_at`` is set. Where it failed the run is
    as before; ``fault`` says why, ``lacking`` which budgets lack money (as the fields of
    ``errors.Lack``). ``address`` and ``request_id`` are where it was decided."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("opening of the notice")
        APPROVE = "approve", _("approval")
        WITHDRAW = "withdraw", _("withdrawal")

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    done_at = models.DateTimeField(null=True)
    fault = models.TextField(_("faults"), blank=True)
    lacking = models.JSONField(default=list)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a run")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(done_at__isnull=True),
                name="settlement_one_decision_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.kind}"

    @property
    def actor(self) -> Actor:
        """Whoever decided, at work in the background."""
        return Actor(self.asked_by, Origin("task", self.address, self.request_id))

    @property
    def progress(self) -> Progress:
        """How far the work on it is, in steps."""
        return Progress(self.run.folder.with_name(f"decision-{self.pk}"))


class Replay(models.Model):
    """A run computed again from its folder: ``differences`` in words (of ``rules.run``), none
    where the same bytes came out; null while it is being computed. ``notes`` are no differences."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="replays")
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    differences = models.JSONField(null=True)
    notes = models.JSONField(_("notes"), default=list)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("replay of a run")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.run} {self.pk}"


class Objection(models.Model):
    """What somebody said against a noticed run; it must be answered before the run is approved.
    ``line_number`` where it is about one line."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="objections")
    line_number = models.PositiveIntegerField(_("number of the award"), null=True, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    contact = models.CharField(_("how to reach you"), max_length=200)
    text = models.TextField(_("objection"), max_length=4000)
    made_at = models.DateTimeField(auto_now_add=True)
    upheld = models.BooleanField(_("upheld"), null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.run} {self.pk}"

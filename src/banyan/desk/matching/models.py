"""Who is entitled without applying, what each answered, and to which account it is paid."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account
from banyan.desk.records.scope import ScopedQuerySet


class PayeeAccount(models.Model):
    """A bank account of an organization; a change is a new row, and the old one ends."""

    organization_code: ClassVar[str] = "uscc"

    class Check(models.TextChoices):
        OPEN = "open", _("not checked")
        GOOD = "good", _("checked")
        BAD = "bad", _("refused")

    uscc = models.CharField(max_length=18)
    holder = models.CharField(_("account holder"), max_length=200)
    bank = models.CharField(_("bank"), max_length=200)
    branch_code = models.CharField(_("bank code (12 digits)"), max_length=12, blank=True)
    number = models.CharField(_("account number"), max_length=34)
    explanation = models.CharField(_("why the holder has another name"), max_length=500, blank=True)
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    check_state = models.CharField(max_length=10, choices=Check.choices, default=Check.OPEN)
    check_note = models.CharField(max_length=500, blank=True)
    checked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("account to be paid to")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["uscc"], condition=Q(ended_at__isnull=True), name="matching_one_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.uscc} …{self.number[-4:]}"


class Consent(models.Model):
    """An organization wants what a measure gives it in a year: said by confirming a match or by
    applying. Nothing is paid without it."""

    organization_code: ClassVar[str] = "uscc"

    class Origin(models.TextChoices):
        MATCH = "match", _("confirmed match")
        APPLICATION = "application", _("application")

    year = models.SmallIntegerField()
    measure = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "measure", "uscc"], name="matching_consent_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["uscc", "year"])]

    def __str__(self) -> str:
        return f"{self.year} {self.measure} {self.uscc}"


class Match(models.Model):
    """An organization that a measure without application would pay, found from verified records.

    ``lines`` is a list of ``{"subject", "amount"}`` (fen), ``amount`` their sum. ``exceptions``
    are words of ``matching.exceptions``, joined by ``;``, for which an officer must look;
    ``cleared`` those that an officer has looked at. ``due_on`` is the last day to answer, by
    silence it lapses on the next. ``note`` is the reason that whoever acted last gave."""

    organization_code: ClassVar[str] = "uscc"

    class State(models.TextChoices):
        FOUND = "found", _("matched")
        HELD = "held", _("held back")
        TOLD = "told", _("waiting for the enterprise")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        GONE = "gone", _("no longer matched")

    year = models.SmallIntegerField(_("year"))
    measure = models.CharField(_("measure"), max_length=100)
    uscc = models.CharField(max_length=18)
    county = models.CharField(max_length=6)
    lines = models.JSONField(default=list)
    amount = models.BigIntegerField(_("yuan"), default=0)
    exceptions = models.CharField(_("To look at"), max_length=200, blank=True)
    cleared = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FOUND)
    note = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("Answer until"), null=True)
    reminded_on = models.DateField(_("Reminded on"), null=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "measure", "uscc"], name="matching_match_once"),
            models.CheckConstraint(
                condition=~Q(state="told") | Q(told_at__isnull=False, due_on__isnull=False),
                name="matching_told_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "declined"]) | Q(answered_at__isnull=False),
                name="matching_answered_some_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["year", "state", "id"]),
            models.Index(fields=["year", "measure", "county"]),
            models.Index(fields=["uscc", "year"]),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.measure} {self.uscc}"

    @property
    def words(self) -> list[str]:
        """The exceptions one by one."""
        return self.exceptions.split(";") if self.exceptions else []


class Matching(models.Model):
    """How far the search for a year's matches is, and what the last one found; one row a year.

    ``progress`` is in percent; ``counts`` says how many matches were new, changed, the same and
    gone; ``left_out`` counts the records by table that nobody has verified. ``entry`` is the
    last of the audit's entries about records that it took in."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to begin")
        RUNNING = "running", _("being searched for")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    year = models.SmallIntegerField(_("year"), primary_key=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    left_out = models.JSONField(default=dict)
    fault = models.CharField(_("fault"), max_length=1000, blank=True)
    pack_sha256 = models.CharField(max_length=64, blank=True)
    entry = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("search for matches")

    def __str__(self) -> str:
        return f"{self.year} {self.state}"

    @property
    def is_being_computed(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

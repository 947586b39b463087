"""Who is in a list, from when to when, and what happened to it there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.lists.declared import DeclaredList, list_of
from banyan.desk.lists.models.rounds import Candidacy
from banyan.desk.lists.scope import ListedQuerySet, OfEntryQuerySet
from banyan.desk.people.models import Account
from banyan.desk.records.models import Organization


class Why(models.TextChoices):
    """Why an organization leaves a list."""

    LACKING = "lacking", _("no longer meets the criteria")
    TERM = "term", _("the term ended without a renewal")
    WISH = "wish", _("at its own wish")
    GONE = "gone", _("closed, or moved out of the city")
    FAULT = "fault", _("false statements or a serious violation")
    ROLLED = "rolled", _("a new round began")
    RECORD = "record", _("its recognition was withdrawn or has ended")


class Entry(models.Model):
    """An organization in a tier of a list. It is in it as long as ``left_on`` is empty, which is
    the first day on which it is not; ``expires_on`` is the day on which its term ends (the first
    after it). ``recognition`` is the record that stands behind it. ``stage`` is where it has come
    to in a list with stages."""

    class Origin(models.TextChoices):
        ROUND = "round", _("a round of the list")
        RECORD = "record", _("a verified record")
        IMPORTED = "imported", _("an imported list")

    list = models.CharField(_("list"), max_length=40)
    tier = models.CharField(_("tier"), max_length=40, blank=True)
    batch = models.CharField(_("batch"), max_length=40, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    county = models.CharField(_("county"), max_length=6)
    candidacy = models.OneToOneField(
        Candidacy, null=True, on_delete=models.PROTECT, related_name="entry"
    )
    origin = models.CharField(_("came from"), max_length=10, choices=Origin.choices)
    year = models.SmallIntegerField(_("year"))
    fields = models.JSONField(default=dict)
    stage = models.CharField(_("stage"), max_length=40, blank=True)
    entered_on = models.DateField(_("entered on"))
    expires_on = models.DateField(_("term ends"), null=True)
    left_on = models.DateField(pgettext_lazy("a day", "left"), null=True)
    why = models.CharField(_("why"), max_length=10, choices=Why.choices, blank=True)
    why_text = models.CharField(_("reason"), max_length=1000, blank=True)
    recognition = models.CharField(_("record"), max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ListedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "tier", "organization", "subject"],
                condition=Q(left_on__isnull=True),
                name="lists_in_a_tier_once",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, why="")
                | Q(left_on__isnull=False, left_on__gte=F("entered_on")) & ~Q(why=""),
                name="lists_left_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("entered_on")),
                name="lists_term_has_days",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["list", "-id"], name="lists_all_of_a_list"),
            models.Index(
                fields=["list", "-id"], condition=Q(left_on__isnull=True), name="lists_in_it_now"
            ),
            models.Index(fields=["list", "county", "-id"], name="lists_of_county"),
            models.Index(fields=["list", "tier", "-id"], name="lists_of_tier"),
            models.Index(fields=["list", "year", "-id"], name="lists_of_year"),
            models.Index(fields=["organization", "-id"], name="lists_of_organization"),
            models.Index(
                fields=["expires_on"], condition=Q(left_on__isnull=True), name="lists_ending"
            ),
            models.Index(fields=["recognition"], condition=~Q(recognition=""), name="lists_behind"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.organization_id}"

    def get_absolute_url(self) -> str:
        return reverse("lists:entry", args=[self.pk])

    @property
    def declared(self) -> DeclaredList:
        return list_of(self.list)

    @property
    def stands(self) -> bool:
        return self.left_on is None


class Step(models.Model):
    """Something that happened to an entry. Rows are only added. ``what`` is one of ``WHAT``;
    ``fields`` what was said with it, ``stage`` where it came to."""

    class What(models.TextChoices):
        ENTERED = "entered", pgettext_lazy("an entry", "entered")
        STAGE = "stage", pgettext_lazy("an entry", "came to a stage")
        AWARDED = "awarded", pgettext_lazy("an entry", "awarded")
        REPORTED = "reported", pgettext_lazy("an entry", "reported its figures")
        REVIEW = "review", pgettext_lazy("an entry", "re-check began")
        RENEWED = "renewed", pgettext_lazy("an entry", "renewed")
        LEFT = "left", pgettext_lazy("an entry", "left")
        NOTE = "note", pgettext_lazy("an entry", "note")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=What.choices)
    stage = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OfEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.what}"


class YearFigures(models.Model):
    """What an entry reported of a year: the yearly fields of its list. ``progress`` is the share
    of its target that the first of them reached, in millionths."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="figures")
    year = models.SmallIntegerField(_("year"))
    fields = models.JSONField(default=dict)
    progress = models.BigIntegerField(null=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OfEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "year"], name="lists_figures_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.year}"

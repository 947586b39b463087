"""When an enterprise is to be visited, and what a visit brought."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.models import Case
from banyan.desk.people.models import Account
from banyan.desk.records.models import Organization, Upload
from banyan.desk.visits.scope import OfOfficerQuerySet, OfVisitQuerySet


class Planned(models.Model):
    """A visit that an officer means to make in ``month`` (its first day), on ``day`` where it is
    agreed. ``reason`` says why it was moved or taken out of the plan the last time."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("a visit", "planned")
        HELD = "held", _("visited")
        DROPPED = "dropped", _("taken out of the plan")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    day = models.DateField(_("day"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    moved = models.PositiveSmallIntegerField(_("times moved"), default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = OfOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned visit")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "organization", "month"],
                condition=Q(state="planned"),
                name="visits_planned_once_a_month",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""),
                name="visits_dropped_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(day__gte=models.F("month")),
                name="visits_day_within_month",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["officer", "month", "id"]),
            models.Index(
                fields=["month"], condition=Q(state="planned"), name="visits_planned_by_month"
            ),
            models.Index(fields=["organization", "month"]),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month:%Y-%m}"

    @property
    def last_day(self) -> date:
        """The day until when it is to be made."""
        return self.day or last_of(self.month)


def last_of(month: date) -> date:
    """The last day of a month."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


class Visit(models.Model):
    """A visit that was made. ``key`` is the random one that the page gave to the record, so that
    what is sent twice comes once."""

    class Form(models.TextChoices):
        SPOT = "spot", _("on the spot")
        ONLINE = "online", _("online meeting")
        PHONE = "phone", _("by telephone")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        Account, verbose_name=_("officer"), on_delete=models.PROTECT, related_name="+"
    )
    companions = models.CharField(_("with whom"), max_length=300, blank=True)
    held_on = models.DateField(_("visited on"))
    form = models.CharField(_("how"), max_length=10, choices=Form.choices, default=Form.SPOT)
    seen = models.TextField(_("what was seen"), blank=True)
    asked = models.TextField(_("what was asked"), blank=True)
    key = models.CharField(max_length=64)
    planned = models.OneToOneField(
        Planned, null=True, on_delete=models.PROTECT, related_name="visit"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = OfOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to an enterprise")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "key"], name="visits_come_once"),
            models.CheckConstraint(
                condition=~Q(seen="") | ~Q(asked=""), name="visits_say_something"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-held_on", "-id"]),
            models.Index(fields=["officer", "-held_on", "-id"]),
            models.Index(fields=["held_on", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("visits:visit", args=[self.pk])


class VisitPhoto(models.Model):
    """A picture taken on a visit; rows are only added."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfVisitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.upload_id}"


class VisitProblem(models.Model):
    """A problem that a visit brought into the ledger."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="problems")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="brought_by_visit")

    objects: ClassVar = OfVisitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.case_id}"

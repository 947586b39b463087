"""Reception days, and who comes when about what."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.models import Case
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Representation
from banyan.desk.records.scope import ScopedQuerySet

MOST_SLOTS = 60
READERS = frozenset({Role.ENTERPRISE, Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR})
WHOLE_CITY = frozenset({Role.CITY, Role.SUPERVISOR, Role.AUDITOR})


class DayQuerySet(models.QuerySet["ReceptionDay"]):
    def visible_to(self, account: Account | None) -> DayQuerySet:
        """A county's officers see the county's days and the city's; an enterprise those to which
        one of its organizations may come; city officers, supervisors and auditors all."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in WHOLE_CITY:
            return self
        if role is Role.COUNTY:
            return self.filter(county__in=["", account.county])
        if role is Role.ENTERPRISE:
            represented = Representation.objects.filter(account=account)
            counties = set(represented.values_list("organization__county", flat=True))
            return self.filter(county__in=["", *counties]) if counties else self.none()
        return self.none()


class ReceptionDay(models.Model):
    """A day on which a county (the city where ``county`` is empty) listens to enterprises, in
    ``slots`` of ``minutes`` each, one after the other from ``starts``."""

    county = models.CharField(_("county"), max_length=6, blank=True)
    date = models.DateField(_("day"))
    starts = models.TimeField(pgettext_lazy("time of day", "from"), default=time(9))
    minutes = models.PositiveSmallIntegerField(
        _("minutes for each"),
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
    )
    slots = models.PositiveSmallIntegerField(
        _("number of slots"),
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SLOTS)],
    )
    place = models.CharField(_("place"), max_length=200)
    hosts = models.CharField(_("who listens"), max_length=300)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    announced_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = DayQuerySet.as_manager()

    class Meta:
        verbose_name = _("reception day")
        ordering: ClassVar = ["date", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "date"],
                condition=Q(cancelled_at__isnull=True),
                name="receptions_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(reason=""),
                name="receptions_cancelled_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["county", "date"])]

    def __str__(self) -> str:
        return f"{self.date} {self.county}"

    def get_absolute_url(self) -> str:
        return reverse("receptions:day", args=[self.pk])

    def begins(self, number: int) -> time:
        """When slot ``number`` (from 1) begins."""
        start = datetime.combine(self.date, self.starts)
        return (start + timedelta(minutes=self.minutes * (number - 1))).time()


class Booking(models.Model):
    """An organization's slot, or its place in the queue (``number`` is empty) where all are taken;
    what came of it: an answer on the spot, or a case in the ledger."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        QUEUED = "queued", _("in the queue")
        CANCELLED = "cancelled", pgettext_lazy("a booking", "cancelled")
        ANSWERED = "answered", _("answered on the spot")
        RECORDED = "recorded", _("in the ledger")
        MISSED = "missed", _("did not come")

    organization_path: ClassVar[str] = "organization"

    day = models.ForeignKey(ReceptionDay, on_delete=models.PROTECT, related_name="bookings")
    number = models.PositiveSmallIntegerField(null=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    about = models.TextField(_("what it is about"), max_length=2000)
    contact = models.CharField(_("who comes"), max_length=100)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    booked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="booking")
    heard_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField(null=True)

    objects: ClassVar = ScopedQuerySet["Booking"].as_manager()

    class Meta:
        verbose_name = _("booking")
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "number"],
                condition=~Q(state="cancelled"),
                name="receptions_slot_once",
            ),
            models.UniqueConstraint(
                fields=["day", "organization"],
                condition=~Q(state="cancelled"),
                name="receptions_organization_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "cancelled"]) | Q(number__isnull=False),
                name="receptions_heard_in_a_slot",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="receptions_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", case__isnull=False)
                | ~Q(state="recorded") & Q(case__isnull=True),
                name="receptions_recorded_as_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_id} {self.number} {self.organization_id}"

    @property
    def waits(self) -> bool:
        return self.state in (Booking.State.BOOKED, Booking.State.QUEUED)

    @property
    def time(self) -> Any:
        return self.day.begins(self.number) if self.number else None

"""Who must do what by when on which thing; and the calendar of working days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role


class Day(models.Model):
    """A day that the official calendar, or an administrator, says something about; of any other
    day the week decides."""

    date = models.DateField(primary_key=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("holiday"), max_length=100, blank=True)
    edited = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return self.date.isoformat()


class Year(models.Model):
    """A year whose calendar has been published and taken over."""

    year = models.SmallIntegerField(primary_key=True)
    seeded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.year)


class Obligation(models.Model):
    """Something that somebody must do about ``subject`` (the label and key of a row) until the
    end of ``due_on``.

    Held by one account, or by everybody of ``role`` (within ``county`` or ``unit`` where given),
    or by those who speak for ``organization`` (role enterprise). ``kind`` is one of
    ``obligations.kinds``; ``words`` fill its title; ``link`` is where it is done."""

    class State(models.TextChoices):
        OPEN = "open", _("to do")
        PAUSED = "paused", _("paused")
        DONE = "done", _("done")
        DROPPED = "dropped", _("no longer needed")

    kind = models.CharField(max_length=50)
    words = models.JSONField(default=dict)
    subject = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    organization = models.CharField(max_length=18, blank=True)
    link = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    county = models.CharField(max_length=6, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    reminded_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(role="") | Q(account__isnull=False), name="obligations_somebody_holds"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "key"],
                condition=Q(state__in=["open", "paused"]),
                name="obligations_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "role", "county", "due_on"]),
            models.Index(fields=["subject", "key"]),
            models.Index(fields=["organization", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.key}"

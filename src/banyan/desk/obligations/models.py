"""Who must do what by when on which thing; what administrators say of days; what was done of a
day's duties."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.obligations.scope import ObligationQuerySet
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role


class Day(models.Model):
    """A day of which an administrator says something else than the official calendar, or than the
    week where no official calendar is published."""

    date = models.DateField(_("day"), primary_key=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("reason"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("day of the calendar")
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return self.date.isoformat()


class Year(models.Model):
    """A year whose calendar an administrator has completed, before the official one came with an
    update of the desk."""

    year = models.SmallIntegerField(_("year"), primary_key=True)
    completed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("year of the calendar")

    def __str__(self) -> str:
        return str(self.year)


class Obligation(models.Model):
    """Something that somebody must do about ``subject`` (the label and key of a row) until the
    end of ``due_on``.

    Held by one account, or by everybody of ``role`` (within ``county`` or ``unit`` where given) or
    of the ``unit`` whatever their role, but ``not_account``, or by those who speak for
    ``organization`` (role enterprise); since ``escalated_on`` by everybody of ``escalated_to`` too.
    ``kind`` is one of ``obligations.kinds``; ``words`` fill its title; ``link`` is where it is
    done."""

    class State(models.TextChoices):
        OPEN = "open", _("to do")
        PAUSED = "paused", _("paused")
        DONE = "done", _("done")
        DROPPED = "dropped", _("no longer needed")

    class Colour(models.TextChoices):
        BLUE = "blue", _("in time")
        YELLOW = "yellow", _("soon due")
        RED = "red", _("due today or overdue")

    kind = models.CharField(_("what is to be done"), max_length=50)
    words = models.JSONField(default=dict)
    subject = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    organization = models.CharField(max_length=18, blank=True)
    link = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    county = models.CharField(max_length=6, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    not_account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("due"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    reminded = models.CharField(max_length=10, choices=Colour.choices, blank=True)
    escalated_on = models.DateField(null=True)
    escalated_to = models.CharField(max_length=20, choices=Role.choices, blank=True)
    paused_on = models.DateField(_("paused on"), null=True)
    reason = models.CharField(_("reason of the pause"), max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(role="") | Q(unit__isnull=False) | Q(account__isnull=False),
                name="obligations_somebody_holds",
            ),
            models.CheckConstraint(
                condition=~Q(state="paused") | (Q(paused_on__isnull=False) & ~Q(reason="")),
                name="obligations_paused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "key"],
                condition=Q(state__in=["open", "paused"]),
                name="obligations_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "role", "county", "due_on"]),
            models.Index(fields=["state", "due_on", "id"]),
            models.Index(
                fields=["account", "state"],
                condition=Q(account__isnull=False),
                name="obligations_of_one_account",
            ),
            models.Index(fields=["escalated_to", "state"]),
            models.Index(fields=["subject", "key"]),
            models.Index(fields=["organization", "state"]),
            models.Index(
                fields=["state", "kind", "role", "county", "unit", "due_on"],
                name="obligations_by_holder",
            ),
            models.Index(
                fields=["unit", "due_on", "id"],
                condition=Q(state="open", unit__isnull=False),
                name="obligations_open_of_unit",
            ),
            models.Index(
                fields=["county", "due_on", "id"],
                condition=Q(state="open"),
                name="obligations_open_of_county",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False),
                name="obligations_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.key}"


class DutyDone(models.Model):
    """What happens by itself when a day begins, done for ``day``. ``duty`` is the dotted name of
    the listener."""

    day = models.DateField()
    duty = models.CharField(max_length=200)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "duty"], name="obligations_duty_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.duty}"

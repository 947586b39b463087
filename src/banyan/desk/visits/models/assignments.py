"""Which officer is responsible for which enterprise, and what must pass to somebody else."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account, Unit
from banyan.desk.records.models import Organization
from banyan.desk.visits.scope import AssignmentQuerySet, OfUnitQuerySet

NEVER = date(1900, 1, 1)
"""Stands for the day of the last visit where there was none."""


class Assignment(models.Model):
    """An officer is responsible for an enterprise from ``since`` on, up to ``until`` where it has
    ended. ``unit`` is the officer's at that time; ``visited_on`` the day of the last visit that
    anybody made to the enterprise, ``NEVER`` where there was none."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("visiting officer")
        SERVICE = "service", _("service officer")

    class Ended(models.TextChoices):
        REPLACED = "replaced", _("somebody else was named")
        HANDED_OVER = "handed_over", _("handed over")
        RELEASED = "released", _("ended without another")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        Account, verbose_name=_("officer"), on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True)
    ended_why = models.CharField(
        _("why it ended"), max_length=15, choices=Ended.choices, blank=True
    )
    ended_note = models.CharField(_("reason"), max_length=500, blank=True)
    visited_on = models.DateField(_("last visit"), default=NEVER)
    assigned_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsible officer")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=Q(until__isnull=True),
                name="visits_one_officer_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_why="")
                | Q(until__isnull=False) & ~Q(ended_why=""),
                name="visits_ended_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-id"]),
            models.Index(
                fields=["visited_on", "id"],
                condition=Q(until__isnull=True),
                name="visits_longest_ago",
            ),
            models.Index(
                fields=["officer", "visited_on", "id"],
                condition=Q(until__isnull=True),
                name="visits_longest_ago_of_officer",
            ),
            models.Index(
                fields=["unit", "visited_on", "id"],
                condition=Q(until__isnull=True),
                name="visits_longest_ago_of_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.kind} {self.officer_id}"

    @property
    def visited(self) -> date | None:
        """The day of the last visit."""
        return None if self.visited_on <= NEVER else self.visited_on


class HandOver(models.Model):
    """The enterprises of ``officer``, taken on for ``unit``, must pass to others. ``until`` is the
    end of a long leave, where it is known."""

    class Why(models.TextChoices):
        CLOSED = "closed", _("the account is closed")
        MOVED = "moved", _("works elsewhere now")
        LEAVE = "leave", _("on long leave")

    officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("reason"), max_length=10, choices=Why.choices)
    until = models.DateField(_("until"), null=True)
    opened_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("handing over of enterprises")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "unit"],
                condition=Q(done_at__isnull=True),
                name="visits_one_hand_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.why}"

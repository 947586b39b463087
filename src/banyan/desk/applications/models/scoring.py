"""Experts who score an application without knowing whose it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.applications.models.applications import Application
from banyan.desk.applications.models.proposals import ProposedRow
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, account: Account | None) -> AssignmentQuerySet:
        """An expert's own; of an application that somebody sees those who score it, for the
        officials who carry it."""
        if account is None or not account.is_active:
            return self.none()
        if account.role == Role.EXPERT:
            return self.filter(expert=account)
        if account.role in (Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR):
            return self.filter(application__in=Application.objects.visible_to(account))
        return self.none()


class Assignment(models.Model):
    """An expert who was asked to score an application."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("has declared no conflict")
        RECUSED = "recused", _("recused")
        RELEASED = "released", _("no longer waited for")
        SCORED = "scored", _("has scored")

    GONE: ClassVar = (State.RECUSED, State.RELEASED)
    """Of whom no scores are expected any more."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assignments"
    )
    expert = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    assigned_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    declared_at = models.DateTimeField(null=True)
    conflict = models.CharField(_("conflict of interest"), max_length=500, blank=True)
    scored_at = models.DateTimeField(null=True)

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment of an expert")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "expert"], name="applications_expert_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.expert}"


class Score(models.Model):
    """The points, 0 to 100, that one expert gives one proposed row, with the reasons."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="scores")
    row = models.ForeignKey(ProposedRow, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(_("points"))
    reasons = models.TextField(_("reasons"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "row"], name="applications_score_once"),
            models.CheckConstraint(condition=Q(points__lte=100), name="applications_points"),
        ]

    def __str__(self) -> str:
        return str(self.points)

"""How organizations stand to the criteria of lists, as of the last evaluation. Nothing here is a
record: every row can be thrown away and is then computed anew."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.lists.scope import StandingQuerySet
from banyan.desk.people.models import Account
from banyan.desk.records.models import Organization


class Evaluation(models.Model):
    """One pass over all organizations. What it found is told as of ``ended_at``; ``counts`` say
    how many stand how, by list, tier, state and county."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("an evaluation", "under way")
        DONE = "done", pgettext_lazy("an evaluation", "done")
        FAILED = "failed", pgettext_lazy("an evaluation", "failed")

    year = models.SmallIntegerField(_("year"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    organizations = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    fault = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="running"),
                name="lists_one_evaluation_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"


class Standing(models.Model):
    """An organization that meets the criteria of a tier, or nearly does, or of which a fact is
    missing; or that is in it and no longer meets them. ``failed`` and ``unknown`` are bits of the
    criteria's conditions, in their order."""

    class State(models.TextChoices):
        SATISFIED = "satisfied", pgettext_lazy("criteria", "qualifies")
        NEEDS = "needs", pgettext_lazy("criteria", "a fact is missing")
        NEAR = "near", pgettext_lazy("criteria", "nearly qualifies")
        LOST = "lost", pgettext_lazy("criteria", "no longer qualifies")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=40)
    tier = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    county = models.CharField(max_length=6)
    industry = models.CharField(max_length=5, blank=True, default="")
    failed = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0)

    objects: ClassVar = StandingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["list", "tier", "state", "id"], name="lists_standing_of_tier"),
            models.Index(
                fields=["list", "tier", "state", "county", "id"], name="lists_standing_of_county"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.organization_id} {self.state}"

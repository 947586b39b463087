"""Figures that administrators change, two for every change, and what a change would cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.roles import Role
from banyan.desk.policy.scope import SEE_PROPOSALS

if TYPE_CHECKING:
    from banyan.desk.people.models import Account


class FigureChangeQuerySet(models.QuerySet["FigureChange"]):
    def visible_to(self, account: Account | None) -> FigureChangeQuerySet:
        """Confirmed changes for everyone, the others for those who have to do with them."""
        if account is not None and account.is_active and Role(account.role) in SEE_PROPOSALS:
            return self
        return self.filter(state=FigureChange.State.CONFIRMED)

    def confirmed(self) -> FigureChangeQuerySet:
        """In the order in which they were laid over the pack."""
        return self.filter(state=FigureChange.State.CONFIRMED).order_by("decided_at", "id")


class FigureChange(Proposal):
    """Another adopted value of a figure, from ``starts`` until the day before ``ends``.

    ``value`` and ``before`` (what held on ``starts`` when it was proposed) are written as
    ``show_value`` writes them."""

    key = models.CharField(max_length=100, db_index=True)
    starts = models.DateField()
    ends = models.DateField()
    value = models.CharField(max_length=50)
    before = models.CharField(max_length=50)
    objects = FigureChangeQuerySet.as_manager()

    class Meta(Proposal.Meta):
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="policy_change_dates"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="proposed"), name="policy_one_proposal_a_figure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.before} → {self.value}"

    def get_absolute_url(self) -> str:
        return reverse("policy:change", args=[self.pk])

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)

    @property
    def years(self) -> range:
        """The years that are settled with the value: those whose 31 December it covers."""
        last = self.ends.year if self.ends > date(self.ends.year, 12, 31) else self.ends.year - 1
        return range(self.starts.year, last + 1)


PATIENCE = timedelta(minutes=30)
"""After this long a simulation that is still waiting is taken for lost."""


class FigureSimulation(models.Model):
    """What a change would do to the records of ``year``. ``pack_sha256`` is the policy against
    which it was computed: once another change is in force it is out of date."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being computed")
        DONE = "done", _("computed")
        FAILED = "failed", _("failed")

    change = models.ForeignKey(FigureChange, on_delete=models.PROTECT, related_name="simulations")
    year = models.SmallIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    pack_sha256 = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True, blank=True)
    fault = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(result__isnull=False, done_at__isnull=False),
                name="policy_simulation_has_a_result",
            )
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.year}"

    @property
    def is_being_computed(self) -> bool:
        waiting = self.state == FigureSimulation.State.WAITING
        return waiting and timezone.now() - self.requested_at < PATIENCE


class InForce(models.Model):
    """Which changes are laid over the declared pack: one row, held by whoever decides on a change
    and read by every process to see whether its pack is still the one in force. ``mark`` is empty
    while there are none."""

    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="policy_one_in_force")]

    def __str__(self) -> str:
        return self.mark

"""Awards to counties for their results in raising enterprises: proposed by one, confirmed by
another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.incentives.scope import CountyQuerySet
from banyan.desk.people.models import Account


class Proposal(models.Model):
    """That the county's own organization (``uscc``) be recognized for ``raised`` enterprises in
    ``year``, with the award of ``tier`` (``amount``, fen). Confirmed, it is the record
    ``recognition``, which the next settlement turns into money."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    year = models.SmallIntegerField(_("year"))
    county = models.CharField(_("county"), max_length=6)
    uscc = models.CharField(max_length=18)
    raised = models.PositiveIntegerField()
    tier = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(_("amount"))
    recognition = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("reason"), max_length=1000, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "county"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="incentives_one_award_a_county",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="incentives_award_is_money"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="incentives_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"]) | ~Q(decided_by=F("proposed_by")),
                name="incentives_award_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.county}"

    def get_absolute_url(self) -> str:
        return reverse("incentives:county", args=[self.year, self.county])

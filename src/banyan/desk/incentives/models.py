"""Awards to counties for their results in raising enterprises: proposed by one, confirmed by
another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.incentives.scope import CountyQuerySet
from banyan.desk.obligations import proposals


class Proposal(proposals.Proposal):
    """That the county's own organization (``uscc``) be recognized for ``raised`` enterprises in
    ``year``, with the award of ``tier`` (``amount``, fen). Confirmed, it is the record
    ``recognition``, which the next settlement turns into money."""

    year = models.SmallIntegerField(_("year"))
    county = models.CharField(_("county"), max_length=6)
    uscc = models.CharField(max_length=18)
    raised = models.PositiveIntegerField()
    tier = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(_("amount"))
    recognition = models.CharField(max_length=200, blank=True)
    objects = CountyQuerySet.as_manager()

    class Meta(proposals.Proposal.Meta):
        constraints: ClassVar = [
            *proposals.Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["year", "county"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="incentives_one_award_a_county",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="incentives_award_is_money"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.county}"

    def get_absolute_url(self) -> str:
        return reverse("incentives:county", args=[self.year, self.county])

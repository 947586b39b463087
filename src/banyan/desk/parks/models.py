"""Parks: leading industries, tenants, what they offer, their figures, demonstration parks. A park
is an organization of the kind ``park``."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account
from banyan.desk.records.models import Organization, Upload
from banyan.desk.records.scope import ScopedQuerySet

SLOTS = 3
"""Leading industries of a park, at most (P2.8)."""


def _park() -> Any:
    return models.ForeignKey(
        Organization, verbose_name=_("park"), on_delete=models.PROTECT, related_name="+"
    )


def _account() -> Any:
    return models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")


class LeadingIndustry(models.Model):
    """An industry on which a park has settled, in one of ``SLOTS`` slots. ``industry`` is a code of
    GB/T 4754-2017 (section and division, ``C39``), empty where only the name says it."""

    park = _park()
    slot = models.PositiveSmallIntegerField(pgettext_lazy("a park", "slot"))
    name = models.CharField(_("leading industry"), max_length=100)
    industry = models.CharField(_("code of the industry"), max_length=5, blank=True)
    by = _account()
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "park"

    class Meta:
        verbose_name = _("leading industry of a park")
        ordering: ClassVar = ["slot"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "slot"], name="parks_slot_once"),
            models.UniqueConstraint(fields=["park", "name"], name="parks_industry_once"),
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=SLOTS), name="parks_at_most_three_industries"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="parks_industry_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Tenant(models.Model):
    """An organization in a park from ``since`` on; ``until`` is the first day on which it is there
    no more."""

    park = _park()
    organization = models.ForeignKey(
        Organization, verbose_name=_("enterprise"), on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)
    by = _account()
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "park"

    class Meta:
        verbose_name = _("tenant of a park")
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(until__isnull=True),
                name="parks_in_one_park_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="parks_tenant_forwards",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "-id"])]

    def __str__(self) -> str:
        return f"{self.park_id} {self.organization_id}"


class OfPark(Proposal):
    """Something that one reports of a park and a second person verifies."""

    park = _park()

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "park"

    class Meta(Proposal.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        return f"{reverse('parks:park', args=[self.park_id])}#{self._meta.model_name}-{self.pk}"


class Facility(OfPark):
    """How far something of the pack's checklist is there, with evidence; the last that is verified
    stands."""

    class There(models.TextChoices):
        MISSING = "missing", pgettext_lazy("a park", "missing")
        PLANNED = "planned", pgettext_lazy("a park", "planned")
        BUILDING = "building", pgettext_lazy("a park", "being built")
        THERE = "there", pgettext_lazy("a park", "in place")

    code = models.CharField(_("item of the checklist"), max_length=30)
    there = models.CharField(_("how far it is"), max_length=10, choices=There.choices)
    evidence = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(OfPark.Meta):
        verbose_name = _("what a park offers")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["park", "code"],
                condition=Q(state="proposed"),
                name="parks_one_item_waits",
            ),
            models.CheckConstraint(
                condition=~Q(there="there") | Q(evidence__isnull=False),
                name="parks_in_place_with_evidence",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "state", "code", "-id"])]

    def __str__(self) -> str:
        return f"{self.park_id} {self.code}"


class YearFigures(OfPark):
    """What a park reports of a year, with evidence: ``values`` by the pack's indicators (fen,
    counts); the last that is verified stands."""

    year = models.PositiveSmallIntegerField(_("year"))
    values = models.JSONField(_("figures"))
    evidence = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    class Meta(OfPark.Meta):
        verbose_name = _("figures of a park")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["park", "year"],
                condition=Q(state="proposed"),
                name="parks_one_year_waits",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "state", "year", "-id"])]

    def __str__(self) -> str:
        return f"{self.park_id} {self.year}"


class Demonstration(OfPark):
    """A park that leads the others, until ``ended_at``, with the reason for either."""

    ended_at = models.DateTimeField(null=True)
    ended_by = _account()
    ended_for = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta(OfPark.Meta):
        verbose_name = _("demonstration park")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["park"],
                condition=Q(state__in=["proposed", "confirmed"], ended_at__isnull=True),
                name="parks_demonstration_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_for=""),
                name="parks_demonstration_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.state}"

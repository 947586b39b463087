"""Key enterprises, what they report each month, and what the rules found in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models import Case
from banyan.desk.monitoring.rules import INDICATORS, Rule, declared_rules
from banyan.desk.people.models import Account
from banyan.desk.records.models import Organization
from banyan.desk.records.scope import ScopedQuerySet


class KeyEnterprise(models.Model):
    """An enterprise that reports each month, from the month of ``since`` on; the month before that
    of ``until`` is its last."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "organization"

    class Meta:
        verbose_name = _("key enterprise")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(until__isnull=True),
                name="monitoring_watched_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="monitoring_watched_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.since}"


class Figures(models.Model):
    """What is reported of a month: output, tax and orders in fen, power in watt-hours, jobs
    counted; ``None`` for what was left empty. Only tax can be negative (paid back)."""

    output = models.BigIntegerField(_("output"), null=True)
    power = models.BigIntegerField(_("power used"), null=True)
    tax = models.BigIntegerField(_("tax"), null=True)
    jobs = models.BigIntegerField(_("jobs"), null=True)
    orders = models.BigIntegerField(_("orders"), null=True)

    class Meta:
        abstract = True

    @property
    def values(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in INDICATORS}


class MonthlyFigure(Figures):
    """The figures of an enterprise and month (its first day) as they stand now; ``version`` counts
    from 1 and grows with each correction."""

    class Source(models.TextChoices):
        FORM = "form", _("form")
        IMPORTED = "imported", _("imported list")
        INTERFACE = "interface", _("interface")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    source = models.CharField(max_length=10, choices=Source.choices)
    reported_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    version = models.PositiveIntegerField()

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "organization"

    class Meta:
        verbose_name = _("monthly figures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "month"], name="monitoring_figures_once_a_month"
            ),
            models.CheckConstraint(
                condition=(Q(output__isnull=True) | Q(output__gte=0))
                & (Q(power__isnull=True) | Q(power__gte=0))
                & (Q(jobs__isnull=True) | Q(jobs__gte=0))
                & (Q(orders__isnull=True) | Q(orders__gte=0)),
                name="monitoring_figures_not_negative",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "organization"])]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month:%Y-%m}"


class FigureVersion(Figures):
    """What was reported at one time. Rows are only added: a correction keeps what stood before."""

    figure = models.ForeignKey(MonthlyFigure, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=MonthlyFigure.Source.choices)
    reported_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "figure__organization"

    class Meta:
        ordering: ClassVar = ["figure", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["figure", "version"], name="monitoring_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.version}"


class Expected(models.Model):
    """A month that an enterprise has to report; the subject of its obligation, which is ``open``
    until the figures are there."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    open = models.BooleanField(default=True)

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "organization"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "month"], name="monitoring_expected_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month:%Y-%m}"


class Finding(models.Model):
    """What a rule found in a month of an enterprise, and the warning in which it was gathered.
    ``value`` fell from ``base`` by ``change`` (millionths); ``median`` is that of the peers."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    rule = models.CharField(_("rule"), max_length=40)
    category = models.CharField(max_length=30)
    value = models.BigIntegerField()
    base = models.BigIntegerField()
    change = models.BigIntegerField(null=True)
    median = models.BigIntegerField(null=True)
    threshold = models.BigIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    found_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedQuerySet.as_manager()
    organization_path: ClassVar[str] = "organization"

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "month", "rule"], name="monitoring_found_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["month", "rule"])]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month:%Y-%m} {self.rule}"

    @property
    def declared_rule(self) -> Rule | None:
        """The rule as the pack declares it; ``None`` for one that it no longer has."""
        return declared_rules().get(self.rule)

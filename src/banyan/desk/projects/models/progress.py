"""What was planned month by month, what was reported, and what is asked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.obligations.proposals import Proposal
from banyan.desk.projects.models.projects import Project
from banyan.desk.projects.scope import OfProjectQuerySet
from banyan.desk.records.models import Source
from banyan.desk.records.models.facts import MOST_MONEY


class PlanMonth(models.Model):
    """What a project means to have done by the end of a month (its first day): ``investment`` of
    the month in fen, ``percent`` of the whole so far."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="plan")
    month = models.DateField(_("month"))
    investment = models.BigIntegerField(_("investment of the month"))
    percent = models.PositiveSmallIntegerField(_("percent so far"))

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("month of a plan")
        ordering: ClassVar = ["month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "month"], name="projects_planned_once"),
            models.CheckConstraint(
                condition=Q(investment__gte=0, investment__lte=MOST_MONEY, percent__lte=100),
                name="projects_plan_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month:%Y-%m}"


class Report(Proposal):
    """What a project reports of a month, until the county confirms it. ``version`` counts the
    reports of the month: a correction is another one, and the last that is confirmed counts.
    ``percent`` is of the whole so far; ``hindrance`` says what is in the way."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"))
    invested = models.BigIntegerField(_("invested in the month"))
    percent = models.PositiveSmallIntegerField(_("percent so far"))
    words = models.TextField(_("what was done"), max_length=2000)
    hindrance = models.TextField(_("what is in the way"), max_length=2000, blank=True)

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("monthly report of a project")
        ordering: ClassVar = ["-month", "-version"]
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "month", "version"], name="projects_version_once"
            ),
            models.UniqueConstraint(
                fields=["project", "month"],
                condition=Q(state="proposed"),
                name="projects_one_report_waits",
            ),
            models.CheckConstraint(
                condition=Q(invested__gte=0, invested__lte=MOST_MONEY, percent__lte=100),
                name="projects_report_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("projects:report", args=[self.project_id, self.pk])


class Expected(models.Model):
    """A month that a project has to report; the subject of its obligation, which is ``open`` until
    the report is there."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="expected")
    month = models.DateField(_("month"))
    open = models.BooleanField(default=True)

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("month that a project reports")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "month"], name="projects_expected_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["month"], condition=Q(open=True), name="projects_expected_open")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month:%Y-%m}"


class YearInvestment(Proposal):
    """What was invested in a year, as the facts ``project_years`` say it (fen), with evidence; a
    record once a second person has verified it (``source``). ``version`` counts those of a
    year."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"))
    equipment_gross = models.BigIntegerField(_("equipment and software, tax included"))
    equipment_net = models.BigIntegerField(_("equipment and software, without VAT"))
    digital_net = models.BigIntegerField(_("digital software and hardware, without VAT"))
    digital_effective = models.BooleanField(_("assessed as clearly effective"), default=False)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("investment of a year")
        ordering: ClassVar = ["-year", "-version"]
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "year", "version"], name="projects_year_version_once"
            ),
            models.UniqueConstraint(
                fields=["project", "year"],
                condition=Q(state="proposed"),
                name="projects_one_year_waits",
            ),
            models.CheckConstraint(
                condition=Q(
                    equipment_net__gte=0,
                    digital_net__gte=0,
                    equipment_gross__lte=MOST_MONEY,
                    digital_net__lte=MOST_MONEY,
                    equipment_net__lte=F("equipment_gross"),
                ),
                name="projects_year_within_bounds",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(source__isnull=False),
                name="projects_verified_is_on_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("projects:year", args=[self.project_id, self.pk])

"""What indicators showed, what that says of their targets, what was reported, and what was said of
a year."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.obligations.proposals import Proposal
from banyan.desk.records.models import Upload
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.judging import Light, Why
from banyan.desk.targets.scope import AmongReportersQuerySet, ByCountyQuerySet, YearlyQuerySet


class OfIndicator(models.Model):
    """A row of an indicator (its code in the pack)."""

    indicator = models.CharField(_("indicator"), max_length=60)

    class Meta:
        abstract = True

    @property
    def declared(self) -> Indicator | None:
        """``None`` for one that the pack no longer has."""
        return declared_indicators().get(self.indicator)


class Report(Proposal):
    """Actual values that somebody reports with their evidence, and somebody else confirms."""

    class Origin(models.TextChoices):
        FORM = "form", _("form")
        LIST = "list", _("imported list")

    origin = models.CharField(max_length=10, choices=Origin.choices)
    evidence = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AmongReportersQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("reported values")

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("targets:report", args=[self.pk])


class ReportedValue(OfIndicator):
    """A value of a report: of the period whose last month begins on ``period``, of a county or
    the whole city (empty)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="values")
    county = models.CharField(_("county"), max_length=6, blank=True)
    period = models.DateField(pgettext_lazy("a figure", "period"))
    value = models.BigIntegerField(_("value"))

    objects: ClassVar = AmongReportersQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["report", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "indicator", "county", "period"],
                name="targets_reported_once_a_report",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.county} {self.period:%Y-%m}"


class Value(OfIndicator):
    """What an indicator showed at the end of a month (``period`` is its first day), or, of the
    running month, on the day ``as_of``; held as the pack's measure says. ``version`` counts from 1
    and grows with each value that differs."""

    class Source(models.TextChoices):
        COMPUTED = "computed", _("computed from records")
        REPORTED = "reported", _("reported with evidence")

    county = models.CharField(_("county"), max_length=6, blank=True)
    period = models.DateField(pgettext_lazy("a figure", "period"))
    as_of = models.DateField(_("as of"))
    value = models.BigIntegerField(_("value"))
    source = models.CharField(max_length=10, choices=Source.choices)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = ByCountyQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        ordering: ClassVar = ["indicator", "county", "period"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "county", "period"], name="targets_one_value_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.county} {self.period:%Y-%m}"


class ValueVersion(models.Model):
    """What a value was said to be at one time. Rows are only added."""

    of = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    as_of = models.DateField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=10, choices=Value.Source.choices)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ByCountyQuerySet.as_manager()
    county_path: ClassVar[str] = "of__county"

    class Meta:
        ordering: ClassVar = ["of", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "version"], name="targets_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.version}"


class Standing(OfIndicator):
    """How an indicator stands, of the whole city or a county: the ``judging.Judgement`` of its
    values, kept so that pages read a row. The forecasts are those of the end of the running year
    and of 2030; ``recent`` are the last values, oldest first."""

    county = models.CharField(_("county"), max_length=6, blank=True)
    light = models.CharField(_("light"), max_length=10, choices=Light.choices)
    why = models.CharField(max_length=20, choices=Why.choices)
    as_of = models.DateField(null=True)
    value = models.BigIntegerField(null=True)
    path = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    year_middle = models.BigIntegerField(null=True)
    year_low = models.BigIntegerField(null=True)
    year_high = models.BigIntegerField(null=True)
    last_middle = models.BigIntegerField(null=True)
    last_low = models.BigIntegerField(null=True)
    last_high = models.BigIntegerField(null=True)
    gap = models.BigIntegerField(null=True)
    short = models.BigIntegerField(null=True)
    needed = models.BigIntegerField(null=True)
    pace = models.BigIntegerField(null=True)
    missing = models.PositiveSmallIntegerField(default=0)
    recent = models.JSONField(default=list)
    computed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ByCountyQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of an indicator")
        ordering: ClassVar = ["indicator", "county"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "county"], name="targets_one_standing")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.county} {self.light}"

    @property
    def light_word(self) -> Any:
        return Light(self.light).label


class Expected(OfIndicator):
    """A period of which a value has to be reported; the subject of its obligation, ``open`` until
    it is."""

    period = models.DateField(pgettext_lazy("a figure", "period"))
    open = models.BooleanField(default=True)

    objects: ClassVar = AmongReportersQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "period"], name="targets_expected_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period:%Y-%m}"


class YearlyReport(Proposal):
    """What is said of a year: drafted by one, published by another. ``content`` holds every figure
    and word of it in both languages (``yearly.content_of``) as they stood then; published, it never
    changes."""

    year = models.SmallIntegerField(_("year"))
    remarks_zh = models.TextField(_("remarks in Chinese"), max_length=4000, blank=True)
    remarks_en = models.TextField(_("remarks in English"), max_length=4000, blank=True)
    content = models.JSONField(encoder=DjangoJSONEncoder)

    objects: ClassVar = YearlyQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("yearly report on the targets")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="targets_one_report_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    def get_absolute_url(self) -> str:
        return reverse("targets:yearly_report", args=[self.pk])


class YearlyDocument(models.Model):
    """A published yearly report as a file, once a form and language. Rows are only added."""

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"

    report = models.ForeignKey(YearlyReport, on_delete=models.PROTECT, related_name="documents")
    form = models.CharField(max_length=4, choices=Form.choices)
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)
    file = models.BinaryField()

    objects: ClassVar = YearlyQuerySet.as_manager()
    state_path: ClassVar[str] = "report__state"

    class Meta:
        ordering: ClassVar = ["report", "-language", "-form"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "form", "language"], name="targets_one_document"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.language} {self.form}"

"""Bulletins of problem solving, and scoreboards to be published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.people.models import Account
from banyan.desk.supervision.models.papers import Paper
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.scope import ReportQuerySet


class Report(models.Model):
    """The figures of a period (``content``, see ``scoring.content_of``) with words about them,
    drafted by one and published by another: as a bulletin for everyone who works for the
    government, or as a scoreboard that anybody reads."""

    class Kind(models.TextChoices):
        BULLETIN = "bulletin", _("bulletin of problem solving")
        SCOREBOARD = "scoreboard", _("scoreboard")

    class State(models.TextChoices):
        OPEN = "open", _("draft")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    period = models.CharField(pgettext_lazy("a report", "period"), max_length=7)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    remarks_zh = models.TextField(_("remarks in Chinese"), max_length=4000, blank=True)
    remarks_en = models.TextField(_("remarks in English"), max_length=4000, blank=True)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    computed_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="report")

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulletin or scoreboard")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="published", paper__isnull=False, published_by__isnull=False)
                | ~Q(state="published") & Q(paper__isnull=True, published_by__isnull=True),
                name="supervision_published_with_a_number",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("changed_by")),
                name="supervision_published_by_a_second",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "state", "-id"])]

    def __str__(self) -> str:
        return self.title_zh

    @property
    def frozen(self) -> dict[str, Any]:
        """The figures: of what was published as they were then."""
        content: dict[str, Any] = self.content if self.paper is None else self.paper.content
        return content

    @property
    def of(self) -> Period:
        return Period.of(self.period)

    def get_absolute_url(self) -> str:
        return reverse("supervision:report", args=[self.pk])

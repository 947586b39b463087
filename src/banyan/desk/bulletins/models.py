"""Bulletins of the progress of payment: drafts that are worked on, and what was published, which
never changes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.bulletins.numbering import FrozenFile, Numbering
from banyan.desk.bulletins.scope import BulletinQuerySet, DraftQuerySet, ExplanationQuerySet
from banyan.desk.people.models import Account


class Draft(models.Model):
    """A bulletin of ``year`` as of the end of ``cut_off`` that is not published yet. ``content`` is
    what ``figures.content_of`` computed at ``computed_at``. Words for people stand in both
    languages; those in English may be empty."""

    class State(models.TextChoices):
        OPEN = "open", _("draft")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    year = models.SmallIntegerField(_("year"))
    cut_off = models.DateField(_("cut-off day"))
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    remarks_zh = models.TextField(_("remarks in Chinese"), max_length=4000, blank=True)
    remarks_en = models.TextField(_("remarks in English"), max_length=4000, blank=True)
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title_zh

    def get_absolute_url(self) -> str:
        return reverse("bulletins:draft", args=[self.pk])


class Series(Numbering):
    """The number that the last bulletin of a year has."""

    year = models.SmallIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Bulletin(models.Model):
    """What was published, with every figure and the ledger's entries behind it (``content``, see
    ``figures``), the words, and the address of the desk that its links lead to. Rows are only
    added."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="bulletin")
    year = models.SmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    cut_off = models.DateField(_("cut-off day"))
    content = models.JSONField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)
    published_on = models.DateField()

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-year", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="bulletins_numbered_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="bulletins_numbered_from_one"),
            models.CheckConstraint(
                condition=~Q(published_by=F("made_by")), name="bulletins_published_by_a_second"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number with its year, as in addresses: ``2026-1``."""
        return f"{self.year}-{self.number}"

    @property
    def words(self) -> dict[str, Any]:
        words: dict[str, Any] = self.content["words"]
        return words

    def get_absolute_url(self) -> str:
        return reverse("bulletins:bulletin", args=[self.code])


class Document(FrozenFile):
    """A published bulletin as a file, once a form and language."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="documents")

    class Meta:
        ordering: ClassVar = ["bulletin", "-language", "-form"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bulletin", "form", "language"], name="bulletins_one_document_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} {self.language} {self.form}"


class Explanation(models.Model):
    """Why a county lags that a bulletin names: asked for when it is published, given by the
    county (``text``)."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="explanations")
    county = models.CharField(_("county"), max_length=6)
    text = models.TextField(_("explanation"), max_length=4000, blank=True)
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["bulletin", "county"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bulletin", "county"], name="bulletins_one_explanation_a_county"
            ),
            models.CheckConstraint(
                condition=Q(text="", given_by__isnull=True, given_at__isnull=True)
                | (~Q(text="") & Q(given_by__isnull=False, given_at__isnull=False)),
                name="bulletins_explained_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} {self.county}"

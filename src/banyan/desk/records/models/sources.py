"""Where records come from, how they were before, and the files behind them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """A file that somebody sent, checked and kept; never served but through a view that asks."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    file = models.FileField(upload_to="uploads/%Y/%m/", max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """One writing of records: an import, a declaration, a correction, an undo. ``county`` confines
    who sees it; empty for one of the whole city. ``undoes`` is the source that it took back."""

    class Kind(models.TextChoices):
        IMPORTED = "imported", _("imported")
        DECLARED = "declared", _("declared by the organization")
        CORRECTED = "corrected", _("corrected by an officer")
        UNDONE = "undone", _("taken back")
        APPLIED = "applied", _("an approved application")
        GENERATED = "generated", _("made up for the demo")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.PROTECT)
    county = models.CharField(max_length=6, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    note = models.CharField(max_length=500, blank=True)
    rows = models.PositiveIntegerField(default=0)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.made_at:%Y-%m-%d}"


class Revision(models.Model):
    """What a source did to one record: ``before`` and ``after`` as a file of facts would say it
    (columns to text), null where there was none. Rows are only added."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="revisions")
    table = models.CharField(max_length=50)
    key = models.CharField(max_length=500)
    organization = models.CharField(max_length=18, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["table", "key"]),
            models.Index(fields=["organization", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class Tag(models.Model):
    """A word that an officer put on an organization."""

    organization = models.ForeignKey(
        "records.Organization", on_delete=models.CASCADE, related_name="tags"
    )
    word = models.CharField(max_length=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "word"], name="records_tag_once")
        ]
        indexes = [models.Index(fields=["word"])]

    def __str__(self) -> str:
        return self.word

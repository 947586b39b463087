"""An import on its way: a file that was sent, what is wrong with it, what it would do."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models.sources import Source, Upload


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, account: Account | None) -> ImportQuerySet:
        """Imports of the whole city for those who see it; of the county for its officers."""
        if account is None or not account.is_active:
            return self.none()
        if Role(account.role) in SEE_WHOLE_CITY:
            return self
        if account.role == Role.COUNTY and account.county:
            return self.filter(county=account.county)
        return self.none()


class Import(models.Model):
    """``table`` is the table that the file was sent for; empty for a workbook of several.
    ``counts`` tells by table how many rows are inserted, changed, unchanged and faulty, and
    ``kinds`` how many faults there are of each kind. ``verified``: who confirmed it vouches for
    its rows. ``source`` is there when it is done."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        FAULTY = "faulty", _("has faults")
        READY = "ready", _("ready to import")
        WRITING = "writing", _("being written")
        DONE = "done", _("imported")
        UNDONE = "undone", _("taken back")

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="imports")
    table = models.CharField(max_length=50, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    county = models.CharField(max_length=6, blank=True)
    verified = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    counts = models.JSONField(default=dict)
    kinds = models.JSONField(default=list)
    source = models.OneToOneField(
        Source, null=True, on_delete=models.PROTECT, related_name="made_by_import"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(state__in=("done", "undone")),
                name="records_import_done_has_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.upload} {self.state}"

    @property
    def folder(self) -> Path:
        """Where its rows are kept as they were read, for the preview."""
        return Path(settings.MEDIA_ROOT) / "imports" / str(self.pk)


class ImportFault(models.Model):
    """One fault of an import, as the engine tells it; row 0 is the header or the file."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults")
    table = models.CharField(max_length=50)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.TextField(blank=True)
    expected = models.TextField()
    more = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["of", "table", "row"])]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"

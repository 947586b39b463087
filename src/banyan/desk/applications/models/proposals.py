"""The facts that an application proposes, and the evidence for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.desk.applications.models.applications import Application
from banyan.desk.people.models import Account
from banyan.desk.records.models import Upload


class ProposedRow(models.Model):
    """One row of a table of facts as it should stand.

    ``given`` holds the columns that the desk gives (key, owner, year), ``said`` what the applicant
    says: ``{column: {"value", "version", "by", "at"}}`` (``by`` a name, ``at`` ISO, ``version`` the
    row's at which it was said), ``assessed`` the same for what officers and experts judge.
    ``base`` is the record as it was when it was taken up, with whether it was verified; ``None``
    for a new one. ``key`` is that of the record that the approval wrote or verified."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="rows")
    table = models.CharField(max_length=50)
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=500, blank=True)
    given = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    assessed = models.JSONField(default=dict)
    base = models.JSONField(null=True)
    base_verified = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proposed fact")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "number"], name="applications_row_number"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["table", "key"])]

    def __str__(self) -> str:
        return f"{self.table} {self.number}"


class Evidence(models.Model):
    """A file that proves a proposed row. ``anonymous`` is an officer's word that it names nobody,
    so that experts may see it; ``removed_at`` takes it out of the application, never off the
    disk."""

    row = models.ForeignKey(ProposedRow, on_delete=models.PROTECT, related_name="evidence")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    anonymous = models.BooleanField(_("names nobody"), default=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("evidence")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return str(self.upload)

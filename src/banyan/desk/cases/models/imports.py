"""A list of cases on its way into the ledgers."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models import Upload


class CaseImportQuerySet(models.QuerySet["CaseImport"]):
    def visible_to(self, account: Account | None) -> CaseImportQuerySet:
        """All for those who see the whole city; those of the county for its officers."""
        if account is None or not account.is_active:
            return self.none()
        if Role(account.role) in SEE_WHOLE_CITY - {Role.FINANCE}:
            return self
        if account.role == Role.COUNTY and account.county:
            return self.filter(county=account.county)
        return self.none()


class CaseImport(models.Model):
    """``rows`` of the file, ``faulty`` of them with a fault, ``known`` by their key from an earlier
    list; ``written`` grows while it is being written."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        FAULTY = "faulty", _("has faults")
        READY = "ready", _("ready to import")
        WRITING = "writing", _("being written")
        DONE = "done", pgettext_lazy("a list", "imported")

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    county = models.CharField(max_length=6, blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(auto_now=True)
    rows = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)

    objects = CaseImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.upload} {self.state}"

    @property
    def kept(self) -> Path:
        """Where its rows are kept as they were read."""
        return Path(settings.MEDIA_ROOT) / "case-imports" / f"{self.pk}.json"

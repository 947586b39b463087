"""A list on its way in: proposals for a round, or organizations that are in it already."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.lists.declared import DeclaredList, list_of
from banyan.desk.lists.models.rounds import Round
from banyan.desk.lists.scope import ListImportQuerySet
from banyan.desk.people.models import Account
from banyan.desk.records.models import Upload


class ListImport(models.Model):
    """``rows`` of the file, ``faulty`` of them with a fault, ``known`` that are there already;
    ``written`` grows while it is being written. With a ``round`` they are proposals in it, without
    one entries."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        FAULTY = "faulty", _("has faults")
        READY = "ready", _("ready to import")
        WRITING = "writing", _("being written")
        DONE = "done", pgettext_lazy("a list", "imported")

    list = models.CharField(max_length=40)
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="imports")
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

    objects: ClassVar = ListImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.upload} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("lists:import", args=[self.pk])

    @property
    def declared(self) -> DeclaredList:
        return list_of(self.list)

    @property
    def kept(self) -> Path:
        """Where its rows are kept as they were read."""
        return Path(settings.MEDIA_ROOT) / "list-imports" / f"{self.pk}.json"

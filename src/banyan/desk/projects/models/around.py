"""What hangs on a project: files, cases that block it, what was coordinated."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.models import Case
from banyan.desk.people.models import Account
from banyan.desk.projects.models.progress import Report, YearInvestment
from banyan.desk.projects.models.projects import Project
from banyan.desk.projects.scope import AmongOfficialsQuerySet, OfProjectQuerySet
from banyan.desk.records.models import Upload


class ProjectFile(models.Model):
    """A document or a photo. ``document`` is the code of what a stage asks for, empty for anything
    else; it may be of a report or of a year's investment."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="files")
    document = models.CharField(max_length=30, blank=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="files")
    year = models.ForeignKey(
        YearInvestment, null=True, on_delete=models.PROTECT, related_name="files"
    )
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a project")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.upload_id}"

    @property
    def is_photo(self) -> bool:
        return self.upload.content_type.startswith("image/")


class Blocked(models.Model):
    """A case that is in the way of a project, until it is closed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="blocked")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blocks")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("case that blocks a project")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "case"], name="projects_blocked_once")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.case_id}"


class Coordination(models.Model):
    """What officials did about a project: a note, or what a meeting said and decided (``link`` is
    its address). Rows are only added."""

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("a project", "note")
        SAID = "said", _("talked about at a meeting")
        DECIDED = "decided", _("decided by a meeting")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="coordination")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField(_("day"))
    words = models.TextField(pgettext_lazy("a project", "words"), max_length=2000)
    link = models.CharField(max_length=200, blank=True)
    link_words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = AmongOfficialsQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination of a project")
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="projects_coordinated_in_words")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.on}"

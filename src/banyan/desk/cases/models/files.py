"""What is attached to a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models.cases import Case
from banyan.desk.cases.scope import InsideQuerySet
from banyan.desk.people.models import Account


class CaseFile(models.Model):
    """A photo, a document; ``evidence`` where it shows that the case is solved. ``file`` lies below
    the desk's data; rows are only added."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="cases/%Y/%m", max_length=200)
    evidence = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=0)
    """How often the case had been opened again when it was added."""
    inside = models.BooleanField(default=False)
    """Among officials: the enterprise does not see it."""
    added_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = InsideQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "round", "sha256", "evidence"], name="cases_file_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return self.name

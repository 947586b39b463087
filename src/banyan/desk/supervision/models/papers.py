"""What is issued under a number and never changes: urging letters, bulletins, scoreboards."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.bulletins.numbering import FrozenFile, Numbering
from banyan.desk.people.models import Account


class PaperKind(models.TextChoices):
    """Each is numbered by itself."""

    LETTER = "letter", _("urging letter")
    BULLETIN = "bulletin", _("bulletin of problem solving")
    SCOREBOARD = "scoreboard", _("scoreboard")


class PaperSeries(Numbering):
    """The number that the last paper of a kind and year has."""

    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    year = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "year"], name="supervision_one_series")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}-{self.last}"


class Paper(models.Model):
    """Something issued, with everything that it says (``content``). Rows are only added. Who may
    read it is said by what it belongs to (a letter, a report)."""

    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    year = models.SmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_on = models.DateField()

    class Meta:
        verbose_name = _("issued paper")
        ordering: ClassVar = ["-year", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "year", "number"], name="supervision_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="supervision_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number with its year, ``2026-1``."""
        return f"{self.year}-{self.number}"

    @property
    def words(self) -> dict[str, Any]:
        words: dict[str, Any] = self.content["words"]
        return words


class PaperFile(FrozenFile):
    """A paper as a file, once a form and language."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")

    class Meta(FrozenFile.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper", "form", "language"], name="supervision_one_file_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.language} {self.form}"

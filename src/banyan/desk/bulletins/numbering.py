"""What is numbered by the year, without a gap; and the files of what is frozen. Other parts of the
desk that issue documents have models of their own from these."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models


class Numbering(models.Model):
    """The number that the last document of a series has; held by whoever issues the next."""

    last = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class FrozenFile(models.Model):
    """What was issued, as a file, in a form and a language. Rows are only added."""

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"

    form = models.CharField(max_length=4, choices=Form.choices)
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)
    file = models.BinaryField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-language", "-form"]


def next_number(series: type[Numbering], **of: Any) -> int:
    """The next number of the row of ``series`` that ``of`` names. Held until the transaction ends:
    numbers have no gaps, whoever issues at the same time and whoever fails."""
    rows = series._base_manager
    rows.get_or_create(**of)
    held = rows.select_for_update().get(**of)
    held.last += 1
    held.save(update_fields=["last"])
    return held.last


def keep_files(
    model: type[FrozenFile], made: Iterable[tuple[str, str, bytes]], **of: Any
) -> dict[str, str]:
    """Keeps files (form, language, bytes) as rows of ``model`` that belong to ``of``; the hash of
    each by its language and form."""
    kept = model._base_manager.bulk_create(
        model(
            form=form,
            language=language,
            sha256=hashlib.sha256(file).hexdigest(),
            file=file,
            **of,
        )
        for form, language, file in made
    )
    return {f"{one.language}.{one.form}": one.sha256 for one in kept}

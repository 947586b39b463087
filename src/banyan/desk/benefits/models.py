"""What is computed from the records and kept, so that a page need only be read.

Nothing here is a record: every row can be thrown away and is then computed anew.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from banyan.desk.benefits.packed_json import PackedJSONField
from banyan.desk.records.scope import ScopedQuerySet


class Benefits(models.Model):
    """What an organization gets in a year, with what it was computed from.

    ``kept`` is what ``computing.compute`` gives, ``amount`` its sum in fen. It is current as long
    as ``revision`` is the last one of the organization's records, ``pack_sha256`` the policy in
    force and ``boards_version`` that of the year's boards (0: there were none), and nobody has
    set ``outdated`` because of a change that leaves no revision (a verification)."""

    organization_path: ClassVar[str] = "organization"

    organization = models.ForeignKey(
        "records.Organization", on_delete=models.CASCADE, related_name="+"
    )
    year = models.SmallIntegerField()
    kept = PackedJSONField()
    amount = models.BigIntegerField()
    computed_at = models.DateTimeField()
    revision = models.BigIntegerField()
    pack_sha256 = models.CharField(max_length=64)
    boards_version = models.PositiveIntegerField()
    outdated = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="benefits_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year}"


class CityBoards(models.Model):
    """Whom organizations compete with in a year: ``kept`` is what ``Boards.as_json`` gives.

    ``version`` grows with every settlement; 0 where none has ended yet. ``wanted_at`` is set while
    one is asked for and has not begun."""

    year = models.SmallIntegerField(primary_key=True)
    kept = PackedJSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    pack_sha256 = models.CharField(max_length=64, blank=True)
    wanted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.year} {self.version}"

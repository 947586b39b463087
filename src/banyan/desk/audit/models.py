"""The entries and the head of their chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from banyan.desk.audit.actions import Actor

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

FIRST = "0" * 64
"""What the first entry names as the hash before it."""

_HASHED = (
    "number",
    "at",
    "action",
    "actor_name",
    "subject",
    "key",
    "organization",
    "before",
    "after",
    "via",
    "address",
    "request_id",
    "previous",
)


class EntryQuerySet(models.QuerySet["Entry"]):
    def of_organization(self, uscc: str) -> EntryQuerySet:
        return self.filter(organization=uscc)


class Entry(models.Model):
    """One thing that somebody did. ``number`` counts from 1 without a gap; ``hash`` is the
    SHA-256 of everything else in the entry, the hash of the one before included."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=100, db_index=True)
    actor: models.ForeignKey[AbstractBaseUser | None, AbstractBaseUser | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=150, blank=True)
    subject = models.CharField(max_length=100)
    key = models.CharField(max_length=200, blank=True)
    organization = models.CharField(max_length=18, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    via = models.CharField(max_length=20)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["organization", "-number"]),
            models.Index(fields=["subject", "key", "-number"]),
            models.Index(fields=["actor", "-number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    @classmethod
    def append(
        cls,
        *,
        action: str,
        actor: Actor,
        subject: str,
        key: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        organization: str,
    ) -> Entry:
        """Appends to the chain, holding its head until the transaction ends."""
        head = Head.objects.select_for_update().get(pk=1)
        entry = cls(
            number=head.number + 1,
            at=datetime.now(UTC),
            action=action,
            actor=actor.account,
            actor_name=actor.name,
            subject=subject,
            key=key,
            organization=organization,
            before=_plain(before),
            after=_plain(after),
            via=actor.origin.via,
            address=actor.origin.address,
            request_id=actor.origin.request_id,
            previous=head.hash,
        )
        entry.hash = entry.digest()
        entry.save(force_insert=True)
        head.number, head.hash = entry.number, entry.hash
        head.save(update_fields=["number", "hash"])
        return entry

    def digest(self) -> str:
        """The hash that the entry should have."""
        content: dict[str, Any] = {name: getattr(self, name) for name in _HASHED}
        content["at"] = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Head(models.Model):
    """The end of the chain, one row; whoever appends holds it."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


def _plain(value: Mapping[str, Any] | None) -> Any:
    """As it will come back from the database, so that the hash can be computed again."""
    if value is None:
        return None
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))

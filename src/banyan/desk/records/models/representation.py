"""Who may speak for an organization, and with whom it shares its record."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account, Unit
from banyan.desk.records.scope import ScopedQuerySet


class Representation(models.Model):
    """An account that was accepted for an organization."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="representations")
    organization = models.ForeignKey(
        "records.Organization", on_delete=models.PROTECT, related_name="representations"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organization"], name="records_representation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.organization_id}"


class Claim(models.Model):
    """An account asks to be accepted for an organization, by its credit code. The code need not
    be known: whether it is, the one who asks does not learn."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    organization_code: ClassVar[str] = "uscc"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="claims")
    uscc = models.CharField(max_length=18)
    message = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "uscc"],
                condition=Q(state="waiting"),
                name="records_claim_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.uscc} {self.state}"


class Invitation(models.Model):
    """A code that accepts whoever enters it, once, for one organization; only its hash is kept."""

    organization_path: ClassVar[str] = "organization"

    organization = models.ForeignKey(
        "records.Organization", on_delete=models.PROTECT, related_name="invitations"
    )
    code_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    used_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organization_id}"


class Sharing(models.Model):
    """An organization's record shared with a unit (a bank, a department), until it is ended."""

    organization_path: ClassVar[str] = "organization"

    organization = models.ForeignKey(
        "records.Organization", on_delete=models.PROTECT, related_name="sharings"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sharings")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "unit"],
                condition=Q(ended_at__isnull=True),
                name="records_shared_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.unit}"

"""Who sees bulletins. What is published is for everyone who works for the government, counties
among them, and for nobody else: it names who lags."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models

from banyan.desk.people.roles import OFFICIALS, SEE_WHOLE_CITY, Role

if TYPE_CHECKING:
    from banyan.desk.people.models import Account

M = TypeVar("M", bound=models.Model)

READERS = OFFICIALS
WRITERS = (Role.SUPERVISOR, Role.CITY)
"""Who drafts, and, another of them, publishes."""

SEE_DRAFTS = SEE_WHOLE_CITY


def _role(account: Account | None) -> Role | None:
    return Role(account.role) if account is not None and account.is_active else None


class DraftQuerySet(models.QuerySet[M]):
    def visible_to(self, account: Account | None) -> DraftQuerySet[M]:
        return self if _role(account) in SEE_DRAFTS else self.none()


class BulletinQuerySet(models.QuerySet[M]):
    def visible_to(self, account: Account | None) -> BulletinQuerySet[M]:
        return self if _role(account) in READERS else self.none()


class ExplanationQuerySet(models.QuerySet[M]):
    def visible_to(self, account: Account | None) -> ExplanationQuerySet[M]:
        """A county its own, who sees the whole city all."""
        if _role(account) in SEE_WHOLE_CITY:
            return self
        if _role(account) is Role.COUNTY and account is not None and account.county:
            return self.filter(county=account.county)
        return self.none()

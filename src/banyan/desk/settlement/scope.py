"""Who sees which runs and which of their lines and awards."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models import Representation
from banyan.desk.records.scope import ScopedQuerySet

M = TypeVar("M", bound=models.Model)

PUBLIC = ("noticed", "approved")
"""The states in which the public sees a run's awards, and an enterprise its own lines."""

OFFICERS = (*SEE_WHOLE_CITY, Role.COUNTY)
"""Who sees runs in every state."""


class RunQuerySet(models.QuerySet[M]):
    def visible_to(self, account: Account | None) -> RunQuerySet[M]:
        """Every run for those who see the city and for counties (who see their own lines of it),
        those that were noticed for enterprises, none for others."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in OFFICERS:
            return self
        return self.public() if role is Role.ENTERPRISE else self.none()

    def public(self) -> RunQuerySet[M]:
        """The runs of which the public may read the notice."""
        return self.filter(state__in=PUBLIC)


class OfRunsQuerySet(ScopedQuerySet[M]):
    """Lines and awards. A county sees those of its organizations as they stood when the run was
    made (``county`` of the row, not of today's record), an enterprise its own, once noticed.

    The model's ``run_path`` leads from the row to its run."""

    def visible_to(self, account: Account | None) -> OfRunsQuerySet[M]:
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in SEE_WHOLE_CITY:
            return self
        if role is Role.COUNTY:
            return self.filter(county=account.county) if account.county else self.none()
        if role is not Role.ENTERPRISE:
            return self.none()
        model: Any = self.model
        own = Representation.objects.filter(account=account).values("organization_id")
        return self.filter(uscc__in=own, **{f"{model.run_path}__state__in": PUBLIC})

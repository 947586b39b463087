"""Who sees and does what with targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Q

from banyan.desk.people.roles import Role

if TYPE_CHECKING:
    from banyan.desk.people.models import Account
    from banyan.desk.targets.indicators import Indicator

M = TypeVar("M", bound=models.Model)

READERS = (
    Role.COUNTY,
    Role.CITY,
    Role.DEPARTMENT,
    Role.FINANCE,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
REPORTERS = (Role.CITY, Role.DEPARTMENT, Role.FINANCE)
"""Who reports values: a city officer of all, the others of what their unit answers for."""

DECIDERS = (Role.CITY,)
"""Who confirms them: the second person."""

WRITERS = (Role.CITY, Role.SUPERVISOR)
"""Who drafts a yearly report and, another of them, publishes it."""


def _reads(account: Account | None) -> bool:
    return account is not None and account.is_active and Role(account.role) in READERS


class ByCountyQuerySet(models.QuerySet[M]):
    """Rows of the whole city (``county`` empty) and of counties."""

    def visible_to(self, account: Account | None) -> ByCountyQuerySet[M]:
        """A county's officer sees those of the whole city and of the county; the other readers
        all. Closed by default."""
        if not _reads(account):
            return self.none()
        assert account is not None
        if Role(account.role) is Role.COUNTY:
            return self.filter(self._within(account.county))
        return self

    def _within(self, county: str) -> Q:
        path = getattr(self.model, "county_path", "county")
        return Q(**{path: ""}) | (Q(**{path: county}) if county else Q(pk__in=[]))


class AmongReportersQuerySet(models.QuerySet[M]):
    """Reports of values, with what they are founded on: for those who see the whole city."""

    def visible_to(self, account: Account | None) -> AmongReportersQuerySet[M]:
        if not _reads(account) or account is None or account.role == Role.COUNTY:
            return self.none()
        return self


class YearlyQuerySet(models.QuerySet[M]):
    """Yearly reports: what is published for all readers, drafts for those who write."""

    def visible_to(self, account: Account | None) -> YearlyQuerySet[M]:
        if not _reads(account):
            return self.none()
        assert account is not None
        if Role(account.role) in WRITERS:
            return self
        path = getattr(self.model, "state_path", "state")
        return self.filter(**{path: "confirmed"})


def may_report(account: Any, indicator: Indicator) -> bool:
    """Whether the account reports values of the indicator."""
    if account is None or not indicator.reported or Role(account.role) not in REPORTERS:
        return False
    if Role(account.role) is Role.CITY:
        return True
    return account.unit is not None and account.unit.code in indicator.units

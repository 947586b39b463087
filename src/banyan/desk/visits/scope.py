"""Who has to do with visits, and which of their rows an account sees."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Representation

WHOLE_CITY = frozenset({Role.CITY, Role.SUPERVISOR, Role.AUDITOR})

OFFICERS = (Role.COUNTY, Role.CITY, Role.DEPARTMENT)
"""Who may be responsible for an enterprise, and visits it."""

KEEPERS = (Role.COUNTY, Role.CITY)
"""Who says which officer is responsible: a county for its own, the city for all."""

READERS = (*OFFICERS, Role.SUPERVISOR, Role.AUDITOR)
"""Who sees the pages of visits."""


class OfOfficerQuerySet(models.QuerySet[Any]):
    """Rows of an ``organization`` and an ``officer``."""

    def visible_to(self, account: Account | None) -> OfOfficerQuerySet:
        """City officers, supervisors and auditors see all; a county those of its enterprises; a
        department those of its people; an enterprise its own. Closed by default."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in WHOLE_CITY:
            return self
        if role is Role.COUNTY and account.county:
            return self.filter(organization__county=account.county)
        if role is Role.DEPARTMENT:
            return self.filter(Q(officer=account.pk) | Q(officer__unit=account.unit_id))
        if role is Role.ENTERPRISE:
            # Asked first: as a part of the query it would have the database look at every row.
            represented = Representation.objects.filter(account=account)
            codes = list(represented.values_list("organization_id", flat=True))
            return self.filter(organization__in=codes)
        return self.none()


class AssignmentQuerySet(OfOfficerQuerySet):
    """Which officer is responsible for which enterprise."""

    def visible_to(self, account: Account | None) -> AssignmentQuerySet:
        """As of all rows of officers; a department sees what was taken on for it too, also when
        the officer works elsewhere by now."""
        if account is None or not account.is_active or account.role != Role.DEPARTMENT:
            found = super().visible_to(account)
            assert isinstance(found, AssignmentQuerySet)
            return found
        return self.filter(
            Q(officer=account.pk) | Q(officer__unit=account.unit_id) | Q(unit=account.unit_id)
        )


class OfVisitQuerySet(models.QuerySet[Any]):
    """Rows that belong to a visit."""

    def visible_to(self, account: Account | None) -> OfVisitQuerySet:
        """Those of the visits that the account sees."""
        visits = apps.get_model("visits.Visit")._default_manager
        return self.filter(visit__in=visits.all().visible_to(account))


class OfUnitQuerySet(models.QuerySet[Any]):
    """Rows of a ``unit``."""

    def visible_to(self, account: Account | None) -> OfUnitQuerySet:
        """All for who sees the whole city; a county's officers those of the county, a department's
        those of the department."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in WHOLE_CITY:
            return self
        if role is Role.COUNTY and account.county:
            return self.filter(unit__county=account.county)
        if role is Role.DEPARTMENT:
            return self.filter(unit=account.unit_id)
        return self.none()


def organizations_of(account: Account | None) -> QuerySet[Any]:
    """The organizations that the account sees, and those for which its people are responsible:
    a department sees no others."""
    seen: QuerySet[Any] = Organization.objects.visible_to(account)
    if account is None or account.role != Role.DEPARTMENT:
        return seen
    rows = apps.get_model("visits.Assignment")._default_manager.all()
    assigned = rows.visible_to(account).filter(organization=OuterRef("pk"))
    return Organization.objects.filter(Q(pk__in=seen.values("pk")) | Exists(assigned))  # type: ignore

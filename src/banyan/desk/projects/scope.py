"""Which projects an account sees, and who does what with them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from banyan.desk.cases.scope import of_unit
from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models import Representation

OFFICERS = (Role.COUNTY, Role.CITY)
"""Who enters projects, moves them on and sees to what is in their way."""

REPORTERS = (Role.ENTERPRISE, *OFFICERS)
"""Who reports on a project, each on those that they see."""

OFFICIALS = (
    *OFFICERS,
    Role.DEPARTMENT,
    Role.FINANCE,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
READERS = (*OFFICIALS, Role.ENTERPRISE)


class ProjectQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> ProjectQuerySet:
        """City and finance officers, supervisors and auditors see all; a county's officers those of
        the county; an enterprise its own, and a park those in it; a department those that one of
        its people answers for, or that a case blocks which it leads or helps with. Closed by
        default."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in SEE_WHOLE_CITY:
            return self
        if role is Role.COUNTY:
            return self.filter(county=account.county) if account.county else self.none()
        if role is Role.ENTERPRISE:
            spoken = Representation.objects.filter(account=account)
            codes = list(spoken.values_list("organization_id", flat=True))
            return self.filter(Q(organization__in=codes) | Q(park__in=codes))
        if role is Role.DEPARTMENT and account.unit_id is not None:
            return self.filter(Q(officer__unit=account.unit_id) | Q(pk__in=_blocked(account)))
        return self.none()


def _blocked(account: Account) -> list[int]:
    """The projects that are blocked by cases of the account's unit."""
    cases = apps.get_model("cases.Case")._default_manager.filter(of_unit(account.unit_id or 0))
    blocked = apps.get_model("projects.Blocked")._default_manager
    return list(blocked.filter(case__in=cases.values("pk")).values_list("project_id", flat=True))


class OfProjectQuerySet(models.QuerySet[Any]):
    """Rows that belong to a project."""

    def visible_to(self, account: Account | None) -> OfProjectQuerySet:
        """Those of the projects that the account sees."""
        projects = apps.get_model("projects.Project")._default_manager
        if account is not None and account.is_active and Role(account.role) in SEE_WHOLE_CITY:
            return self
        return self.filter(project__in=projects.visible_to(account))


class AmongOfficialsQuerySet(OfProjectQuerySet):
    """Rows that officials alone see."""

    def visible_to(self, account: Account | None) -> AmongOfficialsQuerySet:
        """Those of the projects that the account sees; nothing for an enterprise."""
        found = super().visible_to(account)
        assert isinstance(found, AmongOfficialsQuerySet)
        if account is not None and Role(account.role) is Role.ENTERPRISE:
            return found.none()
        return found

"""Which cases an account sees."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Representation

WHOLE_CITY = frozenset({Role.CITY, Role.SUPERVISOR, Role.AUDITOR})
OF_UNITS = frozenset({Role.DEPARTMENT, Role.FINANCE, Role.BANK})


def of_unit(unit: int) -> Q:
    """The cases that a unit leads or helps with."""
    # Asked first: as a part of the query it would have the database look at every case.
    helped = apps.get_model("cases.Help")._default_manager.filter(unit=unit)
    return Q(lead=unit) | Q(pk__in=list(helped.values_list("case_id", flat=True)))


class CaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> CaseQuerySet:
        """City officers, supervisors and auditors see all; a county's officers those of the county;
        an enterprise its own, of the kinds that it may see; others those that their unit leads or
        helps with, or that they raised. Closed by default."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in WHOLE_CITY:
            return self
        if role is Role.COUNTY:
            return self.filter(county=account.county) if account.county else self.none()
        if role is Role.ENTERPRISE:
            kinds = [kind.code for kind in declared_kinds().values() if kind.seen_by_enterprise]
            represented = Representation.objects.filter(account=account)
            codes = list(represented.values_list("organization_id", flat=True))
            return self.filter(kind__in=kinds, organization__in=codes)
        if role in OF_UNITS and account.unit_id is not None:
            return self.filter(of_unit(account.unit_id) | Q(raised_by=account.pk))
        return self.none()


class OfCaseQuerySet(models.QuerySet[Any]):
    """Rows that belong to a case."""

    def visible_to(self, account: Account | None) -> OfCaseQuerySet:
        """Those of the cases that the account sees."""
        from banyan.desk.cases.models import Case

        if account is not None and account.is_active and Role(account.role) in WHOLE_CITY:
            return self
        return self.filter(case__in=Case.objects.visible_to(account))


class InsideQuerySet(OfCaseQuerySet):
    """Rows of which some are among officials."""

    def visible_to(self, account: Account | None) -> InsideQuerySet:
        """Those of the cases that the account sees; an enterprise not what is among officials."""
        found = super().visible_to(account)
        assert isinstance(found, InsideQuerySet)
        if account is not None and Role(account.role) is Role.ENTERPRISE:
            return found.filter(inside=False)
        return found


class AmongOfficialsQuerySet(OfCaseQuerySet):
    """Rows that officials alone see."""

    def visible_to(self, account: Account | None) -> AmongOfficialsQuerySet:
        """Those of the cases that the account sees; nothing for an enterprise."""
        found = super().visible_to(account)
        assert isinstance(found, AmongOfficialsQuerySet)
        if account is not None and Role(account.role) is Role.ENTERPRISE:
            return found.none()
        return found

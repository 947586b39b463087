"""Which obligations an account holds, and which it sees."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models import Representation


class ObligationQuerySet(models.QuerySet[Any]):
    def held_by(self, account: Account | None) -> ObligationQuerySet:
        """Those that the account must see to, whatever their state."""
        if account is None or not account.is_active:
            return self.none()
        return self.filter(_held(account))

    def visible_to(self, account: Account | None) -> ObligationQuerySet:
        """Those that it holds; a county officer sees all of the county's; city and finance
        officers, supervisors and auditors see all. Closed by default."""
        if account is None or not account.is_active:
            return self.none()
        if account.role in SEE_WHOLE_CITY:
            return self
        condition = _held(account)
        if account.county:
            condition |= Q(county=account.county)
        return self.filter(condition)

    def open(self) -> ObligationQuerySet:
        return self.filter(state="open")


def _held(account: Account) -> Q:
    """Arms that each have an index of their own, so that the database reads only what they find."""
    own = Q(account=account)
    if account.role == Role.ENTERPRISE:
        # Asked first: as a part of the query it would have the database look at every obligation.
        represented = Representation.objects.filter(account=account)
        codes = list(represented.values_list("organization_id", flat=True))
        return own | Q(role=Role.ENTERPRISE, organization__in=codes)
    everybody = Q(account=None) & ~Q(not_account=account)
    if account.role == Role.COUNTY:
        everybody &= Q(county__in=["", account.county])
    of_role = Q(role=account.role, unit=None) & everybody
    of_unit = Q(role__in=["", account.role], unit=account.unit_id) & everybody
    return own | of_role | of_unit | Q(escalated_to=account.role)

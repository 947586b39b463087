"""Who sees the counties' results: who sees the whole city all, a county its own row and everyone's
place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models

from banyan.desk.people.roles import SEE_WHOLE_CITY, Role

if TYPE_CHECKING:
    from banyan.desk.people.models import Account

M = TypeVar("M", bound=models.Model)

READERS = SEE_WHOLE_CITY | {Role.COUNTY}


def sees_county(account: Account | None, county: str) -> bool:
    """Whether the account may see a county's own figures."""
    if account is None or not account.is_active:
        return False
    role = Role(account.role)
    return role in SEE_WHOLE_CITY or (role is Role.COUNTY and account.county == county)


class CountyQuerySet(models.QuerySet[M]):
    """Rows of counties (``county``)."""

    def visible_to(self, account: Account | None) -> CountyQuerySet[M]:
        if account is None or not account.is_active:
            return self.none()
        if Role(account.role) in SEE_WHOLE_CITY:
            return self
        if Role(account.role) is Role.COUNTY and account.county:
            return self.filter(county=account.county)
        return self.none()

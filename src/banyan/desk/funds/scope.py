"""Who sees which money."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Q

from banyan.desk.people.roles import SEE_WHOLE_CITY, Role

if TYPE_CHECKING:
    from banyan.desk.people.models import Account

M = TypeVar("M", bound=models.Model)

SEE_MONEY = SEE_WHOLE_CITY | {Role.COUNTY}
"""Who sees budgets: a county officer those that the county pays, the others all."""


class MoneyQuerySet(models.QuerySet[M]):
    """Rows of budgets. The model's ``payer_path`` leads to who pays, ``county_path`` to the county
    of the organization that is paid, where a row has one."""

    def visible_to(self, account: Account | None) -> MoneyQuerySet[M]:
        """The rows that the account may see: a county's are those it pays and those that its own
        organizations are paid. Closed by default."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in SEE_WHOLE_CITY:
            return self
        if role is not Role.COUNTY or not account.county:
            return self.none()
        paths = (getattr(self.model, name, None) for name in ("payer_path", "county_path"))
        own = Q()
        for path in filter(None, paths):
            own |= Q(**{path: account.county})
        return self.filter(own)


def sees(account: Account | None, payer: str, county: str) -> bool:
    """Whether the account sees what ``payer`` pays to organizations of ``county``, as
    ``MoneyQuerySet.visible_to`` says it of rows."""
    if account is None or not account.is_active:
        return False
    role = Role(account.role)
    if role in SEE_WHOLE_CITY:
        return True
    return role is Role.COUNTY and bool(account.county) and account.county in (payer, county)

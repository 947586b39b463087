"""Which organizations an account sees; every read of records goes through here."""

from __future__ import annotations

from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role

M = TypeVar("M", bound=models.Model)


def visible_organizations(account: Account | None, prefix: str = "") -> Q | None:
    """A condition on organizations (their fields reached by ``prefix``, as ``organization__``);
    ``None`` for everything.

    An enterprise user sees the organizations that accepted it, a county officer those of the
    county, a bank or a department what was shared with its unit; city and finance officers,
    supervisors and auditors see all; administrators and visitors none."""
    if account is None or not account.is_active:
        return Q(pk__in=[])
    role = Role(account.role)
    if role in SEE_WHOLE_CITY:
        return None
    if role is Role.COUNTY:
        county = account.county
        return Q(**{f"{prefix}county": county}) if county else Q(pk__in=[])
    if role is Role.ENTERPRISE:
        return _among("records.Representation", "account", account, prefix)
    if role in (Role.BANK, Role.DEPARTMENT):
        return _among("records.Sharing", "unit", account.unit_id, prefix, ended_at__isnull=True)
    return Q(pk__in=[])


def _among(model: str, by: str, value: Any, prefix: str, **more: Any) -> Q:
    chosen = apps.get_model(model)._default_manager.filter(**{by: value}, **more)
    path = f"{prefix.removesuffix('__')}_id__in" if prefix else "pk__in"
    return Q(**{path: chosen.values("organization_id")})


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to an organization. The model's ``organization_path`` leads from the row to
    its organization, empty for the organization itself; ``organization_code`` names the column of a
    row that has only a credit code, of an organization that need not be here any more."""

    def visible_to(self, account: Account | None) -> ScopedQuerySet[M]:
        """The rows that the account may see. Closed by default."""
        path = getattr(self.model, "organization_path", None)
        code = getattr(self.model, "organization_code", None)
        if path is None and code is None:
            return self._of_nobody(account)
        condition = visible_organizations(account, f"{path}__" if path else "")
        if condition is None:
            return self
        if path is None:
            organizations = apps.get_model("records.Organization")._default_manager
            condition = Q(**{f"{code}__in": organizations.filter(condition).values("uscc")})
        return self.filter(condition)

    def _of_nobody(self, account: Account | None) -> ScopedQuerySet[M]:
        """Rows of no organization (budgets): for those who see the whole city."""
        if account is not None and account.is_active and Role(account.role) in SEE_WHOLE_CITY:
            return self
        return self.none()

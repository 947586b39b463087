"""The accounts that hold an obligation."""

from __future__ import annotations

from django.db.models import QuerySet

from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role

Key = tuple[str, str, int | None, int | None, int | None, str]


def key_of(obligation: Obligation) -> Key:
    """Obligations of the same key are held by the same accounts, as long as none is escalated."""
    enterprise = obligation.role == Role.ENTERPRISE and obligation.account_id is None
    return (
        obligation.role,
        obligation.county,
        obligation.unit_id,
        obligation.account_id,
        obligation.not_account_id,
        obligation.organization if enterprise else "",
    )


def holders(obligation: Obligation) -> QuerySet[Account]:
    """The open accounts that hold it, those to which it was escalated among them."""
    found = own_holders(obligation)
    if obligation.escalated_to:
        found |= with_role(obligation.escalated_to)
    return found


def own_holders(obligation: Obligation) -> QuerySet[Account]:
    """The open accounts that held it from the beginning."""
    role, county, unit, account, not_account, organization = key_of(obligation)
    if account is not None:
        return Account.objects.filter(pk=account, is_active=True)
    found = with_role(role)
    if role == Role.ENTERPRISE:
        representatives = Account.objects.filter(representations__organization=organization)
        return found.filter(pk__in=representatives.values("pk"))
    if county:
        found = found.filter(unit__in=Unit.objects.filter(county=county))
    if unit is not None:
        found = found.filter(unit=unit)
    if not_account is not None:
        found = found.exclude(pk=not_account)
    return found


def with_role(role: str) -> QuerySet[Account]:
    return Account.objects.filter(role=role, is_active=True)

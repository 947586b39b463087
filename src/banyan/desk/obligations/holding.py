"""The accounts that hold an obligation."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Representation
from banyan.desk.records.speaking import representatives


def holders(obligation: Obligation) -> QuerySet[Account]:
    """The open accounts that hold it, those to which it was escalated among them."""
    if _is_of_representatives(obligation):
        speaking = Representation.objects.filter(organization=obligation.organization)
        found = with_role(Role.ENTERPRISE).filter(pk__in=speaking.values("account"))
    else:
        found = _own_holders(obligation)
    if obligation.escalated_to:
        found |= with_role(obligation.escalated_to)
    return found


def holders_of(obligations: Sequence[Obligation]) -> list[list[Account]]:
    """The holders of each, with few queries: many are held by the same, or by those who speak for
    their organizations."""
    codes = {one.organization for one in obligations if _is_of_representatives(one)}
    speaking = {
        code: [account for account in accounts if account.role == Role.ENTERPRISE]
        for code, accounts in representatives(codes).items()
    }
    known: dict[object, list[Account]] = {}
    found = []
    for one in obligations:
        if _is_of_representatives(one) and not one.escalated_to:
            found.append(speaking[one.organization])
            continue
        of_organization = one.organization if _is_of_representatives(one) else ""
        key = (
            *(one.role, one.county, one.unit_id, one.account_id, one.not_account_id),
            *(one.escalated_to, of_organization),
        )
        if key not in known:
            known[key] = list(holders(one))
        found.append(known[key])
    return found


def with_role(role: str) -> QuerySet[Account]:
    return Account.objects.filter(role=role, is_active=True)


def _is_of_representatives(obligation: Obligation) -> bool:
    """Whether those hold it who speak for its organization."""
    return obligation.role == Role.ENTERPRISE and obligation.account_id is None


def _own_holders(obligation: Obligation) -> QuerySet[Account]:
    """The open accounts that hold it from the beginning, of those that are no representatives."""
    if obligation.account_id is not None:
        return Account.objects.filter(pk=obligation.account_id, is_active=True)
    found = (
        with_role(obligation.role) if obligation.role else Account.objects.filter(is_active=True)
    )
    if obligation.county:
        found = found.filter(unit__in=Unit.objects.filter(county=obligation.county))
    if obligation.unit_id is not None:
        found = found.filter(unit=obligation.unit_id)
    if obligation.not_account_id is not None:
        found = found.exclude(pk=obligation.not_account_id)
    return found

"""Who sees what of parks, and who does what with them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from banyan.desk.audit import Actor
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import OFFICIALS, Role
from banyan.desk.records.models import Organization, Representation

OFFICERS = (Role.COUNTY, Role.CITY)
"""Who verifies what parks report."""

REPORTERS = (Role.ENTERPRISE, *OFFICERS)
"""Who reports: those who speak for the park, and officers who see it."""

READERS = (Role.ENTERPRISE, *(role for role in Role if role in OFFICIALS - {Role.ADMINISTRATOR}))


def parks_seen(account: Account | None) -> Any:
    """The parks among the organizations that the account sees."""
    return Organization.objects.visible_to(account).filter(kind="park")


def allowed(actor: Actor, park: Any, *roles: Role) -> None:
    """Raises PermissionDenied unless the actor has one of the roles and sees the park; an
    enterprise must speak for it."""
    require(actor, *roles)
    account = actor.account
    if account is None:
        return
    if not parks_seen(account).filter(pk=park.pk).exists():
        raise PermissionDenied
    if account.role == Role.ENTERPRISE:
        spoken = Representation.objects.filter(account=account, organization=park.pk)
        if not spoken.exists():
            raise PermissionDenied

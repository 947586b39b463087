"""Who sees what of supervision: who supervises all, a county and a unit their own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from banyan.desk.people.models import Account
from banyan.desk.people.roles import OFFICIALS, Role

WRITERS = (Role.CITY, Role.SUPERVISOR)
"""Who urges, holds to account, drafts and publishes."""

WHOLE_CITY = frozenset({Role.CITY, Role.SUPERVISOR, Role.AUDITOR})

READERS = (OFFICIALS | {Role.BANK}) - {Role.ADMINISTRATOR}
"""Who may be urged, the power company among them, and who urges."""

RECONCILE = frozenset({Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR})


def role_of(account: Account | None) -> Role | None:
    return Role(account.role) if account is not None and account.is_active else None


def sees_all(account: Account | None) -> bool:
    return role_of(account) in WHOLE_CITY


def writes(account: Account | None) -> bool:
    return role_of(account) in WRITERS


def concerned(account: Account | None) -> Q:
    """What is addressed to the account's unit or its county; nothing where it has neither."""
    if account is None or role_of(account) not in READERS or account.unit_id is None:
        return Q(pk__in=[])
    own = Q(unit=account.unit_id)
    if account.county:
        own |= Q(county=account.county) | Q(unit__county=account.county)
    return own


class AddressedQuerySet(models.QuerySet[Any]):
    """Rows with a ``unit`` or a ``county`` to which they are addressed; ``hidden_states`` are those
    that only who supervises sees."""

    hidden_states: tuple[str, ...] = ()

    def visible_to(self, account: Account | None) -> AddressedQuerySet:
        """Who supervises the whole city sees all, a unit and a county what is addressed to them.
        Closed by default."""
        if sees_all(account):
            return self
        return self.filter(concerned(account)).exclude(state__in=self.hidden_states)


class LetterQuerySet(AddressedQuerySet):
    hidden_states = ("drafted", "discarded")


class OfLetterQuerySet(models.QuerySet[Any]):
    """Rows that belong to a letter."""

    def visible_to(self, account: Account | None) -> OfLetterQuerySet:
        from banyan.desk.supervision.models import Letter

        return self.filter(letter__in=Letter.objects.visible_to(account))


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> ReportQuerySet:
        """Drafts for who supervises; a published bulletin for everyone who works for the
        government, a published scoreboard for anybody."""
        if sees_all(account):
            return self
        published = self.filter(state="published")
        if role_of(account) in OFFICIALS:
            return published
        return published.filter(kind="scoreboard")


class ReconciliationQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> ReconciliationQuerySet:
        """A county its own, who supervises all. Closed by default."""
        if sees_all(account):
            return self
        if account is not None and role_of(account) is Role.COUNTY and account.county:
            return self.filter(county=account.county)
        return self.none()


class OfReconciliationQuerySet(models.QuerySet[Any]):
    """Rows that belong to a reconciliation."""

    def visible_to(self, account: Account | None) -> OfReconciliationQuerySet:
        if sees_all(account):
            return self
        if account is not None and role_of(account) is Role.COUNTY and account.county:
            return self.filter(reconciliation__county=account.county)
        return self.none()

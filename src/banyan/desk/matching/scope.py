"""Who sees which matches."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.scope import ScopedQuerySet


class MatchQuerySet(ScopedQuerySet[Any]):
    def visible_to(self, account: Account | None) -> MatchQuerySet:
        """Those of the organizations that the account sees. An enterprise learns of a match when
        it is told, not while officers still look at it."""
        seen = super().visible_to(account)
        assert isinstance(seen, MatchQuerySet)
        if account is None or account.role != Role.ENTERPRISE:
            return seen
        return seen.filter(Q(told_at__isnull=False) | Q(state="confirmed"))

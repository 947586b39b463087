"""Whose messages are whose: everybody reads the own inbox, nobody another's."""

from __future__ import annotations

from typing import Any

from django.db import models

from banyan.desk.people.models import Account


class MessageQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> MessageQuerySet:
        if account is None or not account.is_active:
            return self.none()
        return self.filter(account=account)

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at=None)

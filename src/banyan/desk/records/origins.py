"""What led to a record, beyond its sources: parts above join in, so that a record's page leads back
to an application and its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from banyan.desk.people.models import Account


@dataclass(frozen=True)
class Origin:
    """``words`` for people, ``address`` of the page, empty for whoever may not see it."""

    words: str
    address: str


Find = Callable[[Account | None, str, str], Iterable[Origin]]
"""Of the account that reads: what led to the record of this table and key."""

_joined: list[Find] = []


def join(find: Find) -> None:
    _joined.append(find)


def origins_of(account: Account | None, table: str, key: str) -> list[Origin]:
    return [origin for find in _joined for origin in find(account, table, key)]

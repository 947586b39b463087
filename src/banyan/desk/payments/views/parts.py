"""What the pages of payments share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from banyan.desk.audit import RefusedError
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization

READERS = (Role.FINANCE, Role.CITY, Role.SUPERVISOR, Role.AUDITOR)
"""Who sees everything; finance officers also act."""

WITH_COUNTIES = (*READERS, Role.COUNTY)
"""Who sees payments of the organizations that they see."""

EVERYONE = (*WITH_COUNTIES, Role.ENTERPRISE)


def may_act(request: HttpRequest) -> bool:
    account = account_of(request)
    return account is not None and account.role == Role.FINANCE


def sees_all(request: HttpRequest) -> bool:
    account = account_of(request)
    return account is not None and Role(account.role) in READERS


def shown_number(request: HttpRequest, number: str) -> str:
    """An account's number: whole for those who see everything, else its end."""
    return number if sees_all(request) else f"•••• {number[-4:]}"


def names_of(codes: Any) -> dict[str, str]:
    """The names of organizations by their codes."""
    return dict(Organization.objects.filter(uscc__in=set(codes)).values_list("uscc", "name"))


def named(rows: list[Any]) -> list[Any]:
    """The rows, each with ``name``, that of its organization."""
    names = names_of(row.uscc for row in rows)
    for row in rows:
        row.name = names.get(row.uscc, row.uscc)
    return rows


def attempt(request: HttpRequest, act: Callable[[], Any], done: str = "") -> Any:
    """What ``act`` returns, or ``None`` where it is refused; the reader is told either way."""
    try:
        result = act()
    except RefusedError as error:
        messages.error(request, str(error))
        return None
    if done:
        messages.success(request, done)
    return result

"""Who may do what with a list: propose, decide, publish, report."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from banyan.desk.audit import Actor
from banyan.desk.lists.declared import DeclaredList, declared_lists
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role


def may_propose(account: Account | None, of: DeclaredList) -> bool:
    """An enterprise its own, a county's officers those of the county, the city's anyone."""
    return account is not None and Role(account.role) in of.proposes


def may_decide(account: Account | None, of: DeclaredList) -> bool:
    """City officers, and the department that answers for the list."""
    if account is None:
        return False
    role = Role(account.role)
    return role is Role.CITY or (role is Role.DEPARTMENT and leads(account, of))


def may_write_records(account: Account | None, of: DeclaredList) -> bool:
    """Whether what the account confirms may become a record: those are the city's."""
    if not of.writes_records:
        return may_decide(account, of)
    return account is not None and Role(account.role) is Role.CITY


def leads(account: Account, of: DeclaredList) -> bool:
    """Whether the account's unit answers for the list."""
    return account.unit is not None and account.unit.code == of.unit


def lists_led_by(account: Account) -> list[str]:
    return [code for code, one in declared_lists().items() if leads(account, one)]


def require_decider(actor: Actor, of: DeclaredList) -> None:
    """Raises PermissionDenied for who may not decide on the list. The desk itself may."""
    if _is_desk(actor) or may_decide(actor.account, of):
        return
    raise PermissionDenied


def require_writer(actor: Actor, of: DeclaredList) -> None:
    """Raises PermissionDenied for who may not confirm what becomes a record."""
    if not may_write_records(actor.account, of):
        raise PermissionDenied


def _is_desk(actor: Actor) -> bool:
    return actor.account is None and actor.origin.via in ("command", "task")

"""Who did what: append-only, hash-chained entries, written in the transaction of the change.

Every change of data is an *action*, a function decorated with ``action("app.verb")`` whose first
argument is the ``Actor``::

    @action("people.lock_account")
    def lock_account(actor: Actor, account: Account) -> None:
        require(actor, Role.ADMINISTRATOR)
        ...
        log(account, before={"is_active": True}, after={"is_active": False})

It runs in one transaction and fails where it leaves no entry. What it cannot do it refuses with a
``RefusedError``, whose message people read.
"""

from banyan.desk.audit.actions import (
    ACTIONS,
    Actor,
    NoEntryError,
    Origin,
    RefusedError,
    action,
    after_commit,
    log,
)

__all__ = [
    "ACTIONS",
    "Actor",
    "NoEntryError",
    "Origin",
    "RefusedError",
    "action",
    "after_commit",
    "log",
]

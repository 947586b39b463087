"""Actions: the only way by which data changes, and how each leaves its entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import models, transaction

if TYPE_CHECKING:
    from banyan.desk.audit.models import Entry

P = ParamSpec("P")
R = TypeVar("R")


class RefusedError(Exception):
    """The action cannot be done; the message says why, in the language of the request. ``field``
    names the form's field that is at fault, empty where none is."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class NoEntryError(Exception):
    """An action that changed something, or nothing, without saying so in the audit."""


@dataclass(frozen=True)
class Origin:
    """From where: ``via`` is browser, api, command or task."""

    via: str = "command"
    address: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts. ``account`` is ``None`` for the system itself (a command, a scheduled task) and
    for a visitor who is not signed in."""

    account: Any = None
    origin: Origin = field(default_factory=Origin)

    @property
    def name(self) -> str:
        return str(self.account.get_username()) if self.account is not None else ""


ACTIONS: dict[str, Callable[..., Any]] = {}
"""Every action by its name, ``app.verb``."""


@dataclass
class _Running:
    name: str
    actor: Actor
    entries: int = 0


_running: ContextVar[_Running | None] = ContextVar("running_action", default=None)


Action = Callable[Concatenate[Actor, P], R]


def action(name: str) -> Callable[[Action[P, R]], Action[P, R]]:
    """Makes a function an action: one transaction, at least one entry, else nothing happens.

    An action may call others; each leaves its own entry. Raises NoEntryError at the end of an
    action that called ``log`` not once."""

    def decorate(function: Action[P, R]) -> Action[P, R]:
        if name in ACTIONS:
            raise ValueError(f"two actions are named {name}")

        @wraps(function)
        def run(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            running = _Running(name, actor)
            token = _running.set(running)
            try:
                with transaction.atomic():
                    result = function(actor, *args, **kwargs)
                    if not running.entries:
                        raise NoEntryError(f"{name} left no entry")
                    return result
            finally:
                _running.reset(token)

        ACTIONS[name] = run
        return cast("Action[P, R]", run)

    return decorate


def log(
    subject: models.Model | str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    organization: str = "",
) -> Entry:
    """Appends the entry of the running action. ``subject`` is the row that it concerns, or a word
    for what has no row. ``before`` and ``after`` hold what changed, as JSON can say it;
    ``organization`` is the credit code of the organization that may see the entry."""
    from banyan.desk.audit.models import Entry

    running = _running.get()
    if running is None:
        raise NoEntryError("log was called outside of an action")
    running.entries += 1
    if isinstance(subject, str):
        kind, key = subject, ""
    else:
        kind, key = subject._meta.label_lower, str(subject.pk)
    entry = Entry.append(
        action=running.name,
        actor=running.actor,
        subject=kind,
        key=key,
        before=before,
        after=after,
        organization=organization,
    )
    for listener in _listeners:
        transaction.on_commit(partial(listener, entry))
    return entry


_listeners: list[Callable[[Entry], None]] = []


def after_commit(listener: Callable[[Entry], None]) -> None:
    """Calls ``listener`` with every entry once its transaction has been committed: how the parts
    above hear of changes below them, to queue what follows."""
    _listeners.append(listener)

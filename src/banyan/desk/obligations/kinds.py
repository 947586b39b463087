"""The kinds of obligations: their titles in the reader's language, and who comes next.

Each part of the desk declares its kinds when it is loaded::

    kinds.declare("matching.confirm", _("Confirm %(measure)s %(year)s"))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from banyan.desk.messaging.templates import in_language, without_words
from banyan.desk.people.roles import Role

if TYPE_CHECKING:
    from banyan.desk.obligations.models import Obligation

NEXT: dict[str, Role] = {
    Role.COUNTY: Role.CITY,
    Role.DEPARTMENT: Role.CITY,
    Role.BANK: Role.CITY,
    Role.EXPERT: Role.CITY,
    Role.CITY: Role.SUPERVISOR,
    Role.FINANCE: Role.SUPERVISOR,
}
"""To whom an overdue obligation goes from the role that holds it, where its kind does not say; to
the city from a unit, whatever the roles of its people. An
enterprise's silence has its own rule, which the kind's part of the desk knows."""


@dataclass(frozen=True)
class Kind:
    title: str | Promise
    name: str | Promise
    next_holder: Role | None
    escalates: bool
    pauses: bool


_kinds: dict[str, Kind] = {}


def declare(
    code: str,
    title: str | Promise,
    *,
    name: str | Promise = "",
    next_holder: Role | None = None,
    escalates: bool = True,
    pauses: bool = True,
) -> None:
    """Says how an obligation of the kind ``code`` ("app.verb") is called: lazily translated text
    with named placeholders, ``%(name)s``, that the obligation's ``words`` fill. ``name`` is the
    kind's own name in lists of kinds, else the title without its words. Overdue, it goes to
    ``next_holder`` too, or as ``NEXT`` says; to nobody where ``escalates`` is false. Where
    ``pauses`` is false its clock is not stopped from the to-do: its part of the desk says who may,
    and when."""
    _kinds[code] = Kind(title, name, next_holder, escalates, pauses)


def is_declared(code: str) -> bool:
    return code in _kinds


def declared_kinds() -> list[str]:
    return sorted(_kinds)


def title(code: str, words: Mapping[str, Any]) -> str:
    """The title in the active language. KeyError where ``words`` lack a placeholder. Of a kind
    that nobody declares (any more), the code."""
    kind = _kinds.get(code)
    return code if kind is None else str(kind.title) % in_language(words)


def title_of(obligation: Obligation) -> str:
    return title(obligation.kind, obligation.words)


def name_of(code: str) -> str:
    """What obligations of the kind are called together."""
    kind = _kinds.get(code)
    if kind is None:
        return code
    return str(kind.name) or without_words(str(kind.title))


def pauses(code: str) -> bool:
    """Whether who holds it may stop its clock from the to-do."""
    kind = _kinds.get(code)
    return kind is None or kind.pauses


def next_holder(obligation: Obligation) -> Role | None:
    """The role to which the obligation goes when it is overdue; ``None`` for nobody."""
    kind = _kinds.get(obligation.kind)
    if kind is not None:
        if kind.next_holder is not None:
            return kind.next_holder
        if not kind.escalates:
            return None
    role = obligation.account.role if obligation.account is not None else obligation.role
    return NEXT.get(role) if role else Role.CITY

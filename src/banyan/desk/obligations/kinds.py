"""The kinds of obligations, and their titles in the reader's language.

Each part of the desk declares its kinds when it is loaded::

    kinds.declare("matching.confirm", _("Confirm %(measure)s %(year)s"))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from banyan.desk.messaging.templates import in_language

if TYPE_CHECKING:
    from banyan.desk.obligations.models import Obligation

_titles: dict[str, str | Promise] = {}


def declare(code: str, title: str | Promise) -> None:
    """Says how an obligation of the kind ``code`` ("app.verb") is called: lazily translated text
    with named placeholders, ``%(name)s``, that the obligation's ``words`` fill."""
    _titles[code] = title


def is_declared(code: str) -> bool:
    return code in _titles


def declared_kinds() -> list[str]:
    return sorted(_titles)


def title(code: str, words: Mapping[str, Any]) -> str:
    """The title in the active language. KeyError where ``words`` lack a placeholder. Of a kind
    that nobody declares (any more), the code."""
    declared = _titles.get(code)
    return code if declared is None else str(declared) % in_language(words)


def title_of(obligation: Obligation) -> str:
    return title(obligation.kind, obligation.words)

"""The words of messages, in the reader's language.

Each part of the desk declares the kinds that it tells, when it is loaded::

    templates.declare(
        "matching.told",
        subject=_("%(measure)s %(year)s: please confirm"),
        body=_("By %(due)s, please say whether you take part."),
    )
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language


@dataclass(frozen=True)
class Template:
    subject: str | Promise
    body: str | Promise


@dataclass(frozen=True)
class Words:
    """A message put into words."""

    subject: str
    body: str


_templates: dict[str, Template] = {}


def declare(kind: str, *, subject: str | Promise, body: str | Promise) -> None:
    """Says what messages of ``kind`` ("app.verb") say: lazily translated text with named
    placeholders, ``%(name)s``, that the context of a message fills. A ``%`` is written ``%%``."""
    _templates[kind] = Template(subject, body)


def is_declared(kind: str) -> bool:
    return kind in _templates


def declared_kinds() -> list[str]:
    return sorted(_templates)


def render(kind: str, context: Mapping[str, Any]) -> Words:
    """The message in the active language. KeyError where the context lacks a placeholder. Of a
    kind that nobody declares (any more), its code is all that can be said."""
    template = _templates.get(kind)
    if template is None:
        return Words(kind, "")
    chosen = in_language(context)
    return Words(str(template.subject) % chosen, str(template.body) % chosen)


def in_language(context: Mapping[str, Any]) -> dict[str, Any]:
    """``context`` with what is given in both languages, ``{"zh": …, "en": …}``, in the active
    one."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return {
        name: value[language] if isinstance(value, Mapping) and "zh" in value else value
        for name, value in context.items()
    }


def name_of(kind: str) -> str:
    """What messages of the kind are called together: the subject without what fills it."""
    template = _templates.get(kind)
    return kind if template is None else without_words(str(template.subject))


def without_words(text: str) -> str:
    """A text with an ellipsis in place of its placeholders."""
    return re.sub(rf"{_ELLIPSIS}(\s*{_ELLIPSIS})*", _ELLIPSIS, text % _Anything()).strip()


_ELLIPSIS = "…"


class _Anything(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return _ELLIPSIS

"""What other parts of the desk show on an organization's page: the lists that it is in, its visits.

Each part declares its own when it is loaded::

    portrait_sections.declare(sections.of_organization)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string


@dataclass(frozen=True)
class PortraitSection:
    """A part of the page, from ``template`` with ``context``; ``anchor`` is its id, ``label`` what
    leads to it."""

    anchor: str
    label: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Rendered:
    anchor: str
    label: str
    markup: str


Find = Callable[[HttpRequest, Any], PortraitSection | None]
"""Of the request and the organization, which the reader sees; ``None`` for nothing to show."""

_declared: list[Find] = []


def declare(find: Find) -> None:
    if find not in _declared:
        _declared.append(find)


def sections_of(request: HttpRequest, organization: Any) -> list[Rendered]:
    """The sections of the organization for who asks."""
    found = (find(request, organization) for find in _declared)
    return [
        Rendered(one.anchor, one.label, render_to_string(one.template, dict(one.context), request))
        for one in found
        if one is not None
    ]

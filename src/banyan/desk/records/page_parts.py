"""What other parts of the desk show on an organization's page, above what is on record: who visits
it, for example.

Each part declares its own when it is loaded::

    page_parts.declare("banyan.desk.visits.organization_part.part")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Part:
    """A part of the page, from ``template`` with ``context``."""

    template: str
    context: Mapping[str, Any]


_declared: list[str] = []


def declare(function: str) -> None:
    """Has the function of this dotted name asked for each organization's page: of the request and
    the organization, which the reader sees, it returns a Part or ``None``."""
    if function not in _declared:
        _declared.append(function)


def parts_of(request: HttpRequest, organization: Any) -> list[str]:
    """The parts of the organization's page as markup, for who asks."""
    found = (import_string(function)(request, organization) for function in _declared)
    return [
        render_to_string(one.template, dict(one.context), request)
        for one in found
        if one is not None
    ]

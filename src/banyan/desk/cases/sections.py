"""What other parts of the desk show on a case's page: the chart that raised a warning, a decision
of a meeting.

Each part declares its own when it is loaded::

    sections.declare("warning", "banyan.desk.monitoring.case_section.section")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from banyan.desk.cases.models import Case

EVERY_KIND = ""


@dataclass(frozen=True)
class Section:
    """A part of the page, from ``template`` with ``context``."""

    template: str
    context: Mapping[str, Any]


_declared: dict[str, str] = {}


def declare(kind: str, function: str) -> None:
    """Has the function of this dotted name asked for each case of ``kind`` (``EVERY_KIND`` for
    all): of the request and the case, which the reader sees, it returns a Section or ``None``."""
    _declared[function] = kind


def sections_of(request: HttpRequest, case: Case) -> list[str]:
    """The sections of the case as markup, for who asks."""
    found = (
        import_string(function)(request, case)
        for function, kind in _declared.items()
        if kind in (EVERY_KIND, case.kind)
    )
    return [
        render_to_string(one.template, dict(one.context), request)
        for one in found
        if one is not None
    ]

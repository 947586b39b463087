"""What other parts of the desk show on a case's page: the chart that raised a warning, a decision
of a meeting.

Each part declares its own when it is loaded::

    sections.declare("warning", "banyan.desk.monitoring.case_section.section")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.module_loading import import_string

from banyan.desk.ui.sections import Section, rendered

if TYPE_CHECKING:
    from banyan.desk.cases.models import Case

__all__ = ["EVERY_KIND", "Section", "declare", "sections_of"]

EVERY_KIND = ""


_declared: dict[str, str] = {}


def declare(kind: str, function: str) -> None:
    """Has the function of this dotted name asked for each case of ``kind`` (``EVERY_KIND`` for
    all): of the request and the case, which the reader sees, it returns a Section or ``None``."""
    _declared[function] = kind


def sections_of(request: HttpRequest, case: Case) -> list[str]:
    """The sections of the case as markup, for who asks."""
    return rendered(
        request,
        (
            import_string(function)(request, case)
            for function, kind in _declared.items()
            if kind in (EVERY_KIND, case.kind)
        ),
    )

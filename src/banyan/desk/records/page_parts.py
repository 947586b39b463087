"""What other parts of the desk show on an organization's page, above what is on record: who visits
it, the lists that it is in, the targets in which it counts.

Each part declares its own when it is loaded::

    page_parts.declare("banyan.desk.visits.organization_part.part")
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.desk.ui.sections import Sections

_sections = Sections()


def declare(function: str) -> None:
    """Has the function of this dotted name asked for each organization's page: of the request and
    the organization, which the reader sees, it returns a Section or ``None``."""
    _sections.declare(function)


def parts_of(request: HttpRequest, organization: Any) -> list[str]:
    """The parts of the organization's page as markup, for who asks."""
    return _sections.of(request, organization)

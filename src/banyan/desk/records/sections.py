"""What other parts of the desk show on an organization's page: the targets in which it counts.

Each part declares its own when it is loaded::

    sections.declare("banyan.desk.targets.on_other_pages.of_organization")
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.desk.ui.page_sections import Section, Sections

__all__ = ["Section", "declare", "sections_of"]

_sections = Sections()


def declare(function: str) -> None:
    """Has the function of this dotted name asked for each organization: of the request and the
    organization, which the reader sees, it returns a Section or ``None``."""
    _sections.declare(function)


def sections_of(request: HttpRequest, organization: Any) -> list[str]:
    """The sections of the organization as markup, for who asks."""
    return _sections.of(request, organization)

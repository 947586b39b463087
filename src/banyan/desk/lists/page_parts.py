"""What other parts of the desk show above the pages of a list: the targets that draw on it.

Each part declares its own when it is loaded::

    page_parts.declare("banyan.desk.targets.on_other_pages.of_list")
"""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.lists.declared import DeclaredList
from banyan.desk.ui.sections import Sections

_sections = Sections()


def declare(function: str) -> None:
    """Has the function of this dotted name asked for the pages of each list: of the request and
    the list it returns a Section or ``None``."""
    _sections.declare(function)


def parts_of(request: HttpRequest, of: DeclaredList) -> list[str]:
    """The parts as markup, for who asks."""
    return _sections.of(request, of)

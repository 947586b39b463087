"""What other parts of the desk show with a list of projects: the targets that draw on it.

Each part declares its own when it is loaded::

    page_parts.declare("banyan.desk.targets.on_other_pages.of_project_list")
"""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.projects.kinds import ProjectList
from banyan.desk.ui.sections import Sections

_sections = Sections()


def declare(function: str) -> None:
    """Has the function of this dotted name asked for each list of projects: of the request and the
    list it returns a Section or ``None``."""
    _sections.declare(function)


def parts_of(request: HttpRequest, of: ProjectList) -> list[str]:
    """The parts as markup, for who asks."""
    return _sections.of(request, of)

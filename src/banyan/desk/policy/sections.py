"""What other parts of the desk show on an article's page: the tasks that follow it.

Each part declares its own when it is loaded::

    sections.declare("banyan.desk.tasks.sections.of_article")
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.module_loading import import_string

from banyan.desk.ui.sections import rendered

_declared: dict[str, None] = {}


def declare(function: str) -> None:
    """Has the function of this dotted name asked for each article: of the request (a visitor's too)
    and the article's number it returns a Section or ``None``."""
    _declared[function] = None


def sections_of(request: HttpRequest, number: str) -> list[str]:
    """The sections of the article as markup, for who asks."""
    return rendered(request, (import_string(one)(request, number) for one in _declared))

"""What other parts of the desk show on an article's page: the tasks that follow it, the targets
that it sets.

Each part declares its own when it is loaded::

    sections.declare("banyan.desk.tasks.sections.of_article")
"""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.ui.sections import Sections
from banyan.rules.articles import Article

_sections = Sections()


def declare(function: str) -> None:
    """Has the function of this dotted name asked for each article: of the request (a visitor's too)
    and the Article it returns a Section or ``None``."""
    _sections.declare(function)


def sections_of(request: HttpRequest, article: Article) -> list[str]:
    """The sections of the article as markup, for who asks."""
    return _sections.of(request, article)

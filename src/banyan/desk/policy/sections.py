"""What other parts of the desk show on an article's page: the targets that it sets.

Each part declares its own when it is loaded::

    sections.declare("banyan.desk.targets.on_other_pages.of_article")
"""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.ui.page_sections import Section, Sections
from banyan.rules.articles import Article

__all__ = ["Section", "declare", "sections_of"]

_sections = Sections()


def declare(function: str) -> None:
    """Has the function of this dotted name asked for each article: of the request, whose account
    may be anybody, and the Article, it returns a Section or ``None``."""
    _sections.declare(function)


def sections_of(request: HttpRequest, article: Article) -> list[str]:
    """The sections of the article as markup, for who asks."""
    return _sections.of(request, article)

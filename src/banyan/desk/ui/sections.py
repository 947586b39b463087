"""Parts of a page that other parts of the desk show there: the page's app has a ``Sections`` of its
own, in which they declare a function each when they are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Section:
    """A part of the page, from ``template`` with ``context``."""

    template: str
    context: Mapping[str, Any]


class Sections:
    """The functions that are asked for a page's sections, by their dotted names: of the request and
    what the page shows they return a Section or ``None``."""

    def __init__(self) -> None:
        self._declared: dict[str, None] = {}

    def declare(self, function: str) -> None:
        self._declared[function] = None

    def of(self, request: HttpRequest, shown: Any) -> list[str]:
        """The sections as markup, for who asks."""
        return rendered(request, (import_string(one)(request, shown) for one in self._declared))


def rendered(request: HttpRequest, sections: Iterable[Section | None]) -> list[str]:
    """The sections that there are as markup, for who asks."""
    return [
        render_to_string(one.template, dict(one.context), request)
        for one in sections
        if one is not None
    ]

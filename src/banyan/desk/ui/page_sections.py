"""What other parts of the desk show on a page: the page's app has a ``Sections`` of its own, in
which they declare a function each when they are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Section:
    """A part of a page, from ``template`` with ``context``."""

    template: str
    context: Mapping[str, Any]


class Sections:
    """The functions that are asked for a page's sections, by their dotted names."""

    def __init__(self) -> None:
        self._declared: list[str] = []

    def declare(self, function: str) -> None:
        if function not in self._declared:
            self._declared.append(function)

    def of(self, request: HttpRequest, shown: Any) -> list[str]:
        """The sections as markup, for who asks."""
        found = (import_string(function)(request, shown) for function in self._declared)
        return [
            render_to_string(one.template, dict(one.context), request)
            for one in found
            if one is not None
        ]

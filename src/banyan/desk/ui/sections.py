"""Parts of a page that other parts of the desk show there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Section:
    """A part of the page, from ``template`` with ``context``."""

    template: str
    context: Mapping[str, Any]


def rendered(request: HttpRequest, sections: Iterable[Section | None]) -> list[str]:
    """The sections that there are as markup, for who asks."""
    return [
        render_to_string(one.template, dict(one.context), request)
        for one in sections
        if one is not None
    ]

"""Whether a whole page is asked for, or a part of one."""

from __future__ import annotations

from django.http import HttpRequest


def by_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page is asked for (answers are kept apart by ``Vary``)."""
    return request.headers.get("HX-Request") == "true"

"""What several pages of cases need."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 4_000
"""Characters of a long text."""


def text_of(request: HttpRequest, name: str) -> str:
    """A long text of a form, as a database takes it."""
    return str(request.POST.get(name, "")).replace("\x00", "")[:LONGEST]

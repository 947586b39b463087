"""The pack's words, and the colours of states, for the pages of payments."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from banyan.desk.records.labels import word_label
from banyan.desk.ui.templatetags.ui import badge

register = template.Library()

COLOURS = {
    "draft": "secondary",
    "prepared": "secondary",
    "proposed": "secondary",
    "received": "orange",
    "checked": "azure",
    "sent": "blue",
    "demanded": "orange",
    "open": "orange",
    "paid": "green",
    "good": "green",
    "posted": "green",
    "closed": "green",
    "recovered": "green",
    "partial": "yellow",
    "partly": "yellow",
    "failed": "red",
    "bad": "red",
    "returned": "red",
    "cancelled": "secondary",
    "withdrawn": "secondary",
}


@register.filter
def measure(code: str) -> str:
    """What a measure is called."""
    return word_label("measure", code)


@register.filter
def county(code: str) -> str:
    """What a county is called."""
    return word_label("county", code)


@register.simple_tag
def state(of: Any, field: str = "state") -> SafeString:
    """The state of a row as a badge."""
    label = getattr(of, f"get_{field}_display")()
    return badge(label, COLOURS.get(getattr(of, field), "secondary"))

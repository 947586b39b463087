"""Budgets in pages."""

from __future__ import annotations

from typing import Any

from django import template

from banyan.desk.funds import budgets
from banyan.desk.funds.budgets import Pots
from banyan.desk.funds.models import Budget

register = template.Library()
PARTS = ("paid", "approved", "committed", "available")


@register.filter
def title(budget: Budget) -> str:
    """The budget in one line."""
    return budgets.title_of(budget)


@register.inclusion_tag("funds/bar.html")
def bar(pots: Pots) -> dict[str, Any]:
    """How the money of a budget is spread over its pots, as a bar: parts in percent of the whole
    with their place, decorative beside the amounts."""
    whole = pots.appropriated
    parts, start = [], 0.0
    for name in PARTS:
        width = 100 * getattr(pots, name) / whole if whole else 0.0
        parts.append({"name": name, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return {"parts": parts}

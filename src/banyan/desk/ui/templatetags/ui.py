"""The parts that every app's pages are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BADGE_COLOURS = frozenset(
    {"blue", "azure", "purple", "red", "orange", "yellow", "green", "teal", "secondary"}
)
_SAFE_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """A Tabler icon by its name, decorative: words beside it say what it means. ``more`` are more
    classes."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        more,
        static("ui/icons.svg"),
        name,
    )


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan with two decimals, ``1,234.56``; a dash for ``None``."""
    if fen is None:
        return "–"
    sign, fen = ("−", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


@register.filter
def percent(millionths: int | None) -> str:
    """Millionths as percent without trailing zeros, ``12.5%``; a dash for ``None``."""
    if millionths is None:
        return "–"
    sign, millionths = ("−", -millionths) if millionths < 0 else ("", millionths)
    decimals = f"{millionths % 10_000:04d}".rstrip("0")
    return f"{sign}{millionths // 10_000:,}{'.' if decimals else ''}{decimals}%"


@register.simple_tag
def badge(text: Any, colour: str = "secondary") -> SafeString:
    """A word about a state. The colour (one of Tabler's) only helps the eye."""
    if colour not in BADGE_COLOURS:
        raise ValueError(f"no colour for a badge: {colour!r}")
    return format_html('<span class="badge bg-{}-lt">{}</span>', colour, text)


@register.inclusion_tag("ui/chart.html")
def chart(
    dom_id: str,
    option: Mapping[str, Any],
    caption: Any,
    headers: Sequence[Any],
    rows: Iterable[Sequence[Any]],
) -> dict[str, Any]:
    """A picture from an ECharts option, with its numbers as a table that opens under it.

    The first column of ``rows`` names the row; the others are shown as they are, right-aligned.
    In the option a formatter is ``"yuan"`` (fen), ``"percent"`` (millionths) or ``"count"``.
    """
    return {
        "dom_id": dom_id,
        "option": mark_safe(json.dumps(option, default=str).translate(_SAFE_IN_SCRIPT)),
        "caption": caption,
        "headers": headers,
        "rows": [list(row) for row in rows],
    }


@register.inclusion_tag("ui/next_page.html")
def next_page(page: Any) -> dict[str, Any]:
    """The way onward in a list: ``page.next`` is the query string of the next page or empty, and
    so ``page.first``, where the page has it, of the first one."""
    return {
        "next": str(getattr(page, "next", "") or "").lstrip("?"),
        "first": str(getattr(page, "first", "") or "").lstrip("?"),
    }


@register.inclusion_tag("ui/empty_state.html")
def empty_state(icon_name: str, title: Any, text: Any = "") -> dict[str, Any]:
    """Says in place of a list that there is nothing, and what one can do."""
    return {"icon_name": icon_name, "title": title, "text": text}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field of a form: label, control, help, errors."""
    return _field(bound)


@register.inclusion_tag("ui/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form, with the errors that belong to none of them."""
    return {
        "form": form,
        "fields": [_field(bound) for bound in form.visible_fields()],
        "hidden": form.hidden_fields(),
    }


def _field(bound: BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    options = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    tick = isinstance(widget, forms.CheckboxInput)
    if tick or options:
        style = "form-check-input"
    elif isinstance(widget, forms.Select):
        style = "form-select"
    else:
        style = "form-control"
    classes = [widget.attrs.get("class", ""), style, "is-invalid" if bound.errors else ""]
    attributes: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if widget.attrs.get("placeholder") == bound.label:
        attributes["placeholder"] = False  # left out: it says nothing that the label does not
    return {
        "field": bound,
        "control": None if options else bound.as_widget(attrs=attributes),
        "options": list(bound.subwidgets) if options else None,
        "tick": tick,
        "optional": not bound.field.required and not tick,
    }


class _ShownAgain(template.Node):
    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return BlockNode(self.name, template.NodeList()).render(context)


@register.tag
def shown_again(parser: Parser, token: Token) -> _ShownAgain:
    """What a block holds, once more: a page's title is both the window's and the heading."""
    _, name = token.split_contents()
    return _ShownAgain(name)

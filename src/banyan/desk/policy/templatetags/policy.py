"""Words and figures of the pack for the reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.translation import gettext as _

from banyan.desk.policy.library import language
from banyan.desk.policy.simulation_charts import signed_yuan
from banyan.rules.parameters import Figure, Value, parse_value, show_value
from banyan.rules.units import Unit

register = template.Library()


@register.filter
def said(words: Mapping[str, str]) -> str:
    """A text of the pack in the reader's language."""
    return words[language()]


@register.filter
def amount(value: Value | None, figure: Figure) -> str:
    """A value of a figure as people read it: ``5,000,000 yuan``, ``3%``, ``30``."""
    if value is None:
        return ""
    if figure.unit is Unit.MONEY and not isinstance(value, date):
        whole, rest = divmod(value, 100)
        places = f".{rest:02d}" if rest else ""
        return _("%(amount)s yuan") % {"amount": f"{whole:,}{places}"}
    return show_value(value, figure.unit)


@register.filter
def written(text: str, figure: Figure) -> str:
    """A value that is held as text, as people read it."""
    return amount(parse_value(text, figure.unit, figure.key), figure)


@register.filter
def signed(fen: int) -> str:
    """A difference of money with its sign."""
    return signed_yuan(fen)

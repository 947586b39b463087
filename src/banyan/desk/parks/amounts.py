"""Figures of parks as they are typed and shown: money in yuan (held in fen), counts as they are."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.projects.kinds import Indicator
from banyan.desk.projects.money import read_fen, write_yuan
from banyan.desk.ui.templatetags.ui import yuan


def heading(indicator: Indicator) -> str:
    """The name with the unit of measure."""
    units = {
        "yuan": _("yuan"),
        "count": pgettext("a unit", "number"),
        "tce": _("tce"),
        "mu": _("mu"),
    }
    return f"{indicator.name} ({units[indicator.unit]})"


def read(indicator: Indicator, text: str) -> int | None:
    """What was typed; ``None`` for nothing. Raises ValueError for what is no such figure."""
    text = text.strip()
    if not text:
        return None
    fen = read_fen(text)
    if indicator.unit == "yuan":
        return fen
    if fen % 100:
        raise ValueError(text)
    return fen // 100


def written(indicator: Indicator, value: int | None) -> str:
    """With thousands separated; a dash for ``None``."""
    if value is None:
        return "–"
    return yuan(value) if indicator.unit == "yuan" else f"{value:,}"


def plain(indicator: Indicator, value: int | None) -> str:
    """As it stands in a field; empty for ``None``."""
    if value is None:
        return ""
    return write_yuan(value) if indicator.unit == "yuan" else str(value)

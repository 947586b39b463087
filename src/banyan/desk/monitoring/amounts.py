"""How the indicators are written for people, and read back. Output, tax and orders are fen and
written in yuan, power watt-hours and written in kilowatt-hours, jobs are counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.monitoring.rules import INDICATORS


@dataclass(frozen=True)
class Indicator:
    """``places`` decimals lie between what is held and what is written."""

    code: str
    name: Any
    unit: Any
    places: int

    @property
    def heading(self) -> str:
        return f"{self.name} ({self.unit})"


_YUAN, _KWH, _PEOPLE = _("yuan"), _("kWh"), _("people")
ALL = {
    "output": Indicator("output", _("Output"), _YUAN, 2),
    "power": Indicator("power", _("Power used"), _KWH, 3),
    "tax": Indicator("tax", _("Tax"), _YUAN, 2),
    "jobs": Indicator("jobs", _("Jobs"), _PEOPLE, 0),
    "orders": Indicator("orders", pgettext_lazy("of customers", "Orders"), _YUAN, 2),
}
assert tuple(ALL) == INDICATORS

LARGEST = 10**15
"""What is held is smaller; more is a slip of the pen."""


def written(indicator: str, value: int | None) -> str:
    """With thousands separated, ``1,234.56``; a dash for ``None``."""
    return "–" if value is None else f"{plain(indicator, value):,f}"


def plain(indicator: str, value: int) -> Decimal:
    """As it is written, exactly."""
    return Decimal(value).scaleb(-ALL[indicator].places)


def parsed(indicator: str, text: str) -> int | None:
    """What ``text`` holds; ``None`` for nothing. ValueError for what is no number, has too many
    decimals, is below zero where it cannot be, or too large."""
    text = text.strip().replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(text)
    held = number.scaleb(ALL[indicator].places)
    if held != held.to_integral_value():
        raise ValueError(text)
    return checked(indicator, int(held))


def checked(indicator: str, value: int) -> int:
    """The value. ValueError where it is below zero and cannot be, or too large."""
    if abs(value) >= LARGEST or (value < 0 and indicator != "tax"):
        raise ValueError(str(value))
    return value

"""Money that people type, in yuan: ``12,000,000.50``."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from banyan.desk.records.models.facts import MOST_MONEY

_SEPARATORS = re.compile(r"[\s,，]")


def read_fen(text: str) -> int:
    """Yuan as fen. Raises ValueError for what is no amount from zero on with at most two
    decimals."""
    try:
        value = Decimal(_SEPARATORS.sub("", text.removesuffix("元")))
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or value < 0 or value * 100 != (value * 100).to_integral_value():
        raise ValueError(text)
    fen = int(value * 100)
    if fen > MOST_MONEY:
        raise ValueError(text)
    return fen


def write_yuan(fen: int) -> str:
    """As it stands in a field or a file: ``12000000.50``, without decimals where there are none."""
    return f"{fen // 100}.{fen % 100:02d}" if fen % 100 else str(fen // 100)


class YuanField(forms.CharField):
    """An amount in yuan; its value is fen."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=30, **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_fen(text)
        except ValueError:
            raise forms.ValidationError(
                _("An amount in yuan, not below zero, with at most two decimals.")
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return write_yuan(value) if isinstance(value, int) else value

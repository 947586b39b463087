"""What enterprises and officers fill in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from banyan.desk.monitoring import amounts
from banyan.desk.monitoring.evaluation import first_day
from banyan.desk.monitoring.figures import months_back

MONTHS_OFFERED = 6


class ReportForm(forms.Form):
    """The figures of a month; ``values`` holds them once it is valid."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        months = [f"{first_day(month):%Y-%m}" for month in reversed(months_back(MONTHS_OFFERED))]
        self.fields["month"] = forms.ChoiceField(
            label=_("Month"), choices=[(one, one) for one in months]
        )
        for code, one in amounts.ALL.items():
            widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
            self.fields[code] = forms.CharField(
                label=one.heading, required=False, max_length=30, widget=widget
            )
        self.values: dict[str, int | None] = {}

    @property
    def month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for code in amounts.ALL:
            try:
                self.values[code] = amounts.parsed(code, given.get(code) or "")
            except ValueError:
                self.add_error(code, _("A number, not below zero, with the decimals of its unit."))
        return given

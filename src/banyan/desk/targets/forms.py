"""What people enter for targets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.records import labels
from banyan.desk.targets import amounts
from banyan.desk.targets.indicators import START, Indicator
from banyan.desk.targets.path import counties
from banyan.desk.targets.periods import period_name, periods_over

OFFERED = {1: 24, 3: 16, 12: 8}
"""Periods that the form offers, by the months of one."""


class ReportForm(forms.Form):
    """A value of one period, with its evidence."""

    period = forms.TypedChoiceField(label=_("Period"), coerce=date.fromisoformat)
    county = forms.ChoiceField(label=_("County"), required=False)
    value = forms.CharField(label=_("Actual value"), max_length=30)
    evidence = forms.FileField(
        label=_("Evidence"), help_text=_("The document that shows it: PDF, photo, Excel or Word.")
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, indicator: Indicator, *given: Any) -> None:
        super().__init__(*given)
        self.indicator = indicator
        today = timezone.localdate()
        periods = periods_over(indicator, today, OFFERED[indicator.every])
        choices = [(one.isoformat(), period_name(indicator, one)) for one in periods]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]
        if indicator.counties:
            named = [(code, labels.word_label("county", code)) for code in counties()]
            whole = [("", _("Whole city")), *named]
            self.fields["county"].choices = whole  # type: ignore[attr-defined]
        else:
            del self.fields["county"]
        self.fields["value"].help_text = amounts.expected(indicator)

    def clean_value(self) -> int:
        try:
            return amounts.parsed(self.indicator, self.cleaned_data["value"])
        except ValueError:
            raise forms.ValidationError(amounts.expected(self.indicator)) from None


class YearlyForm(forms.Form):
    """The year of a report, and remarks."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    remarks_zh = forms.CharField(
        label=_("remarks in Chinese"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    remarks_en = forms.CharField(
        label=_("remarks in English"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        years = range(timezone.localdate().year, START, -1)
        choices = [(year, str(year)) for year in years]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

"""What is filled in about a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.meetings.models import Meeting
from banyan.desk.people.models import Unit


def units_for(county: str) -> Any:
    """Whom a county's meeting, or the city's, may invite and charge: the county's own units and
    those of the whole city."""
    units = Unit.objects.order_by("county", "code")
    return units.filter(county__in=["", county]) if county else units


class PlanForm(forms.Form):
    """A new meeting."""

    kind = forms.ChoiceField(label=_("kind of meeting"), choices=Meeting.Kind.choices)
    title = forms.CharField(label=_("title"), max_length=200)
    day = forms.DateField(label=_("day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(
        label=pgettext_lazy("time of day", "from"),
        initial="09:00",
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    place = forms.CharField(label=_("place"), max_length=200)
    chair = forms.CharField(label=_("chair"), max_length=100)
    units = forms.ModelMultipleChoiceField(
        label=_("units invited"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, county: str, **more: Any) -> None:
        super().__init__(*args, **more)
        units = self.fields["units"]
        assert isinstance(units, forms.ModelMultipleChoiceField)
        units.queryset = units_for(county)


class DecisionForm(forms.Form):
    """What which unit must do until when."""

    what = forms.CharField(label=_("decision"), max_length=200)
    lead = forms.ModelChoiceField(label=_("lead unit"), queryset=Unit.objects.none())
    helping = forms.ModelMultipleChoiceField(
        label=_("helping units"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=pgettext_lazy("a decision", "until"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, county: str, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("lead", "helping"):
            units = self.fields[name]
            assert isinstance(units, forms.ModelChoiceField)
            units.queryset = units_for(county)

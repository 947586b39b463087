"""What people fill in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.desk.policy.models import Document


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FigureForm(forms.Form):
    """Another value of one figure. ``last_day`` left out is the last on which the policy holds."""

    value = forms.CharField(label=_("new value"), max_length=50)
    starts = forms.DateField(label=_("from"), widget=Day)
    last_day = forms.DateField(
        label=_("last day"),
        widget=Day,
        required=False,
        help_text=_("Left empty: as long as the policy is in force."),
    )
    reason = forms.CharField(
        label=_("reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def ends(self, after: Any) -> Any:
        last = self.cleaned_data["last_day"]
        return after if last is None else last + timedelta(days=1)


class TextForm(forms.Form):
    """An official text to be imported."""

    file = forms.FileField(
        label=_("official text"), help_text=_("A text file in UTF-8, as it was published.")
    )
    number = forms.CharField(
        label=_("document number"),
        max_length=100,
        required=False,
        help_text=_("Only where the text gives none, or the text of another document is meant."),
    )
    kind = forms.ChoiceField(
        label=_("kind"), choices=Document.Kind.choices, initial=Document.Kind.NOTICE
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("what was compared, and what came of it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RepealForm(forms.Form):
    """``by`` repeals the document from the day ``on``."""

    by = forms.ModelChoiceField(label=_("repealed by"), queryset=Document.objects.all())
    on = forms.DateField(label=_("from"), widget=Day)

"""What people enter for a bulletin."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.bulletins.models import Draft
from banyan.desk.policy.pack_in_force import pack_in_force


class NewDraftForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    cut_off = forms.DateField(
        label=_("Cut-off day"),
        help_text=_("The figures are those of the ledger until this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: object = None) -> None:
        today = timezone.localdate()
        years = pack_in_force().years
        initial = {"year": min(max(today.year, years.start), years.stop - 1), "cut_off": today}
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years if year <= today.year] or [
            (years.start, str(years.start))
        ]


class WordsForm(forms.ModelForm[Draft]):
    class Meta:
        model = Draft
        fields = ("title_zh", "title_en", "remarks_zh", "remarks_en")


class ExplanationForm(forms.Form):
    text = forms.CharField(
        label=_("Why, and what you will do"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

"""What is filled in on reception days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.states import Gravity
from banyan.desk.receptions.models import MOST_SLOTS


class AnnounceForm(forms.Form):
    """A new reception day."""

    day = forms.DateField(label=_("day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(
        label=pgettext_lazy("time of day", "from"),
        initial="09:00",
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    minutes = forms.IntegerField(
        label=_("minutes for each"), initial=20, min_value=5, max_value=120
    )
    slots = forms.IntegerField(
        label=_("number of slots"), initial=9, min_value=1, max_value=MOST_SLOTS
    )
    place = forms.CharField(label=_("place"), max_length=200)
    hosts = forms.CharField(label=_("who listens"), max_length=300)


class BookForm(forms.Form):
    """A slot; ``organizations`` are (code, name) of those for which the account may book, empty
    where an officer types the code."""

    organization = forms.CharField(label=_("organization"), max_length=18)
    number = forms.TypedChoiceField(label=_("slot"), coerce=int, empty_value=None, required=False)
    about = forms.CharField(
        label=_("what it is about"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a few sentences, so that somebody who knows it is there."),
    )
    contact = forms.CharField(label=_("who comes"), max_length=100)
    phone = forms.CharField(
        label=_("telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(
        self,
        *args: Any,
        organizations: list[tuple[str, str]],
        numbers: list[tuple[int, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        if organizations:
            self.fields["organization"] = forms.ChoiceField(
                label=_("organization"), choices=organizations
            )
        else:
            self.fields["organization"].label = _("credit code of the organization")
        number = self.fields["number"]
        assert isinstance(number, forms.ChoiceField)
        number.choices = numbers or [("", _("none is free: in the queue"))]


class RecordForm(forms.Form):
    """What was said, for the ledger."""

    title = forms.CharField(label=_("title"), max_length=200)
    category = forms.ChoiceField(label=_("category"))
    gravity = forms.ChoiceField(label=_("gravity"), choices=Gravity.choices)
    text = forms.CharField(
        label=_("description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        categories = kind_of("problem").categories.values()
        category.choices = [(one.code, one.name) for one in categories]

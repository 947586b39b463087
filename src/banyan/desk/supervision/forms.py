"""What is filled in about accountability and reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.models import Case
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.records.labels import language
from banyan.desk.supervision.models import Accountability, Letter, Report
from banyan.desk.supervision.periods import Period, choices


class AccountabilityForm(forms.Form):
    """Who is to be held to account, for what, and how."""

    unit = forms.ModelChoiceField(label=_("unit"), queryset=Unit.objects.none(), required=False)
    county = forms.ChoiceField(label=_("or the officers of the county"), required=False)
    person = forms.CharField(label=_("person responsible"), max_length=100, required=False)
    sanction = forms.ChoiceField(label=_("what follows"), choices=Accountability.Sanction.choices)
    reason = forms.CharField(
        label=_("grounds"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    letters = forms.ModelMultipleChoiceField(
        label=_("urging letters"),
        queryset=Letter.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cases = forms.CharField(
        label=_("numbers of cases"),
        max_length=500,
        required=False,
        help_text=_("Separated by spaces."),
    )

    def __init__(self, *args: Any, account: Account | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.account = account
        unit, county, letters = (self.fields[one] for one in ("unit", "county", "letters"))
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.order_by("county", "code")
        assert isinstance(county, forms.ChoiceField)
        county.choices = [("", "–"), *((code, one[language()]) for code, one in counties().items())]
        assert isinstance(letters, forms.ModelMultipleChoiceField)
        sent = Letter.objects.visible_to(account).filter(paper__isnull=False)
        addressed = {
            name: self.data.get(name) or self.initial.get(name) for name in ("unit", "county")
        }
        if str(addressed["unit"] or "").isdecimal():
            sent = sent.filter(unit=addressed["unit"])
        elif addressed["county"]:
            sent = sent.filter(county=addressed["county"])
        else:
            sent = sent.none()
        letters.queryset = sent.select_related("paper").order_by("-pk")
        if not sent.exists():
            del self.fields["letters"]

    def clean_cases(self) -> list[Case]:
        found = []
        for text in self.cleaned_data["cases"].split():
            number = text.rpartition("-")[2]
            seen = Case.objects.visible_to(self.account)
            known = number.isascii() and number.isdecimal() and len(number) < 15
            case = seen.filter(pk=int(number)).first() if known else None
            if case is None:
                raise forms.ValidationError(
                    _("There is no case %(number)s."), params={"number": text}
                )
            found.append(case)
        return found


class ConsentForm(forms.Form):
    """The document by which the city government consents."""

    number = forms.CharField(label=_("Number of the document"), max_length=100)
    day = forms.DateField(
        label=_("Day of the document"), widget=forms.DateInput(attrs={"type": "date"})
    )


class NewReportForm(forms.Form):
    """What to draft, of which period."""

    kind = forms.ChoiceField(label=_("kind"), choices=Report.Kind.choices)
    period = forms.ChoiceField(label=pgettext_lazy("a report", "period"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = [(one.code, one.words) for one in choices(timezone.localdate())]

    def clean_period(self) -> Period:
        return Period.of(self.cleaned_data["period"])


class ReportWordsForm(forms.ModelForm[Report]):
    class Meta:
        model = Report
        fields = ("title_zh", "title_en", "remarks_zh", "remarks_en")

"""What is filled in about projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects.entering import Said
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import Project
from banyan.desk.projects.money import YuanField
from banyan.desk.projects.months import read_month
from banyan.desk.records.labels import language
from banyan.desk.records.models import Organization

_DAY = {"type": "date"}


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


class ProjectForm(forms.Form):
    """A project. The organization and the park are given by their credit codes."""

    kind = forms.ChoiceField(label=_("kind"))
    name = forms.CharField(label=_("name of the project"), max_length=200)
    organization = forms.CharField(
        label=_("credit code of the enterprise"), max_length=18, min_length=18
    )
    county = forms.ChoiceField(
        label=_("county in which it is"),
        required=False,
        help_text=_("Left empty: the county of the enterprise."),
    )
    park = forms.CharField(label=_("credit code of the park"), max_length=18, required=False)
    code = forms.CharField(
        label=_("project code"),
        max_length=60,
        required=False,
        help_text=_("The number by which the authorities know it."),
    )
    total = YuanField(label=_("total investment (yuan)"))
    starts_on = day_field(_("planned start"))
    ends_on = day_field(_("planned completion"))
    special_bond = forms.BooleanField(
        label=_("has had ultra-long special treasury bonds"), required=False
    )
    other_support = forms.BooleanField(label=_("has had other fiscal support"), required=False)
    innovation_centre = forms.BooleanField(
        label=_("is equipment of a manufacturing innovation centre"), required=False
    )
    fact = forms.CharField(
        label=_("identifier in the records"),
        max_length=200,
        required=False,
        help_text=_("Where the enterprise has it on record already."),
    )

    def __init__(self, *args: Any, account: Account | None, kind: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.account = account
        self._choose("kind", [(one.code, one.name) for one in declared().kinds.values()])
        named = [(code, said[language()]) for code, said in counties().items()]
        if account is not None and account.role == Role.COUNTY:
            named = [one for one in named if one[0] == account.county]
        self._choose("county", [("", "–"), *named])
        self.asked = declared().kinds[kind].fields if kind in declared().kinds else ()
        for asked in self.asked:
            self.fields[f"field-{asked.code}"] = _asked(asked)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_organization(self) -> Any:
        return self._seen("organization")

    def clean_park(self) -> Any:
        return self._seen("park") if self.cleaned_data["park"] else None

    def _seen(self, name: str) -> Any:
        code = self.cleaned_data[name].strip().upper()
        rows = Organization.objects.filter(pk=code)
        if self.account is not None:
            rows = Organization.objects.visible_to(self.account).filter(pk=code)
        found = rows.first()
        if found is None:
            raise forms.ValidationError(_("There is no such organization in your remit."))
        return found

    def said(self, officer: Account | None = None) -> Said:
        """What was filled in."""
        given = self.cleaned_data
        columns = (
            "kind",
            "name",
            "organization",
            "county",
            "park",
            "code",
            "total",
            "starts_on",
            "ends_on",
            "fact",
            "special_bond",
            "other_support",
            "innovation_centre",
        )
        return Said(
            **{name: given[name] for name in columns},
            officer=officer,
            fields={asked.code: _text(given.get(f"field-{asked.code}")) for asked in self.asked},
        )


def initial_of(project: Project) -> dict[str, Any]:
    """The form of a project as it stands."""
    names = ("kind", "name", "county", "code", "total", "starts_on", "ends_on", "fact")
    flags = ("special_bond", "other_support", "innovation_centre")
    return {
        **{name: getattr(project, name) for name in (*names, *flags)},
        "organization": project.organization_id,
        "park": project.park_id or "",
        **{f"field-{code}": value for code, value in project.fields.items()},
    }


def _asked(asked: Any) -> forms.Field:
    label = f"{asked.name} ({asked.unit})" if asked.unit else asked.name
    required = not asked.optional
    if asked.type == "choice":
        choices = [(one.code, one.name) for one in asked.choices]
        return forms.ChoiceField(
            label=label,
            choices=[("", "–"), *choices] if asked.optional else choices,
            required=required,
        )
    if asked.type == "date":
        return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs=_DAY))
    return forms.CharField(label=label, max_length=500, required=required)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


class MonthField(forms.CharField):
    """A month; its value is the month's first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"})

    def clean(self, value: Any) -> Any:
        month = read_month(super().clean(value))
        if month is None:
            raise forms.ValidationError(_("A month, as 2026-03."))
        return month


class MultipleFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ReportForm(forms.Form):
    """What was done in a month."""

    month = MonthField(label=_("month"))
    percent = forms.IntegerField(label=_("percent of the whole so far"), min_value=0, max_value=100)
    invested = YuanField(label=_("invested in the month (yuan)"))
    words = forms.CharField(
        label=_("what was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    hindrance = forms.CharField(
        label=_("what is in the way"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class YearForm(forms.Form):
    """What was invested in a year."""

    year = forms.IntegerField(label=_("year"), min_value=2000, max_value=2100)
    equipment_gross = YuanField(label=_("equipment and software, tax included (yuan)"))
    equipment_net = YuanField(label=_("equipment and software, without VAT (yuan)"))
    digital_net = YuanField(
        label=_("digital software and hardware, without VAT (yuan)"),
        help_text=_("0 where there is none."),
    )
    digital_effective = forms.BooleanField(label=_("assessed as clearly effective"), required=False)
    reason = forms.CharField(
        label=pgettext_lazy("a form", "remark"), max_length=1000, required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].initial = timezone.localdate().year

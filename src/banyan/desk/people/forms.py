"""What administrators enter about accounts and units, and people about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role


class ChangeAccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.all(),
        required=False,
        help_text=_("Everyone but enterprise users works for a unit."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("An officer may sign in with a provider that confirms this address."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NewAccountForm(ChangeAccountForm):
    username = forms.CharField(label=_("User name"), max_length=150)
    field_order = ("username", "name", "role", "unit", "email", "phone")


class AccountFilter(forms.Form):
    q = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.all(), required=False, empty_label=_("all")
    )
    locked = forms.BooleanField(label=_("locked only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [("", _("all")), *Role.choices]


class ChangeUnitForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=150)
    county = forms.ChoiceField(
        label=_("County"),
        required=False,
        help_text=_("Its officers see the organizations of this county only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = "zh" if (get_language() or "zh").startswith("zh") else "en"
        county: Any = self.fields["county"]
        county.choices = [
            ("", _("the whole city")),
            *((code, said[language]) for code, said in counties().items()),
        ]


class NewUnitForm(ChangeUnitForm):
    code = forms.SlugField(
        label=_("Code of the unit"),
        max_length=50,
        help_text=_("Letters, digits and hyphens; it stays."),
    )
    field_order = ("code", "name_zh", "name_en", "county")


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=100)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if account.role != Role.ENTERPRISE:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("An administrator changes it.")

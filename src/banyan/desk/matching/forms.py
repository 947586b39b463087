"""What enterprises fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.desk.matching.consenting import AccountGiven
from banyan.desk.matching.models import PayeeAccount


class AccountForm(forms.Form):
    """An account to be paid to; filled in with the present one, else the organization's name. What
    can be an account the action says (``consenting.checked``)."""

    holder = forms.CharField(label=_("account holder"), max_length=200)
    bank = forms.CharField(
        label=_("bank"), max_length=200, help_text=_("With the branch that keeps the account.")
    )
    number = forms.CharField(
        label=_("account number"),
        max_length=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("8 to 34 digits; spaces are left out."),
    )
    branch_code = forms.CharField(
        label=_("bank code (12 digits)"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    explanation = forms.CharField(
        label=_("why the holder has another name"),
        max_length=500,
        required=False,
        help_text=_("Only where the account is not in the name of the organization."),
    )

    @staticmethod
    def of(present: PayeeAccount | None, name: str) -> dict[str, Any]:
        """What stands in it at first."""
        if present is None:
            return {"holder": name}
        names = ("holder", "bank", "number", "branch_code", "explanation")
        return {one: getattr(present, one) for one in names}

    def given(self) -> AccountGiven:
        return AccountGiven(**self.cleaned_data)


class DecliningForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you do not want it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

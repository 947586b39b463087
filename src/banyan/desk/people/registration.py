"""What a visitor who registers is asked beside the user name and the password."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account


class Registration(forms.Form):
    """allauth's form of registration grows from this one."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def signup(self, request: HttpRequest, user: Account) -> None:
        """Nothing more to do: the adapter made the account with all of it."""

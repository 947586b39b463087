"""What a visitor who registers is asked beside the user name and the password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account


class Registration(forms.Form):
    """allauth's form of registration grows from this one."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # allauth's own field, by the name that it has on every other page
        if "username" in self.fields:
            self.fields["username"].label = _("User name")

    def signup(self, request: HttpRequest, user: Account) -> None:
        """Nothing more to do: the adapter made the account with all of it."""

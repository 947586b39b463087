"""The second factor: allauth's pages and forms, with what they do as actions."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from banyan.desk.people import actions
from banyan.desk.people.access import actor_of


class _SaysFailures:
    """A wrong code leaves an entry, as a wrong password does."""

    user: Any

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            actions.sign_in_failed(actor_of(context.request), self.user.username, "code")
            raise


class AuthenticateForm(_SaysFailures, forms.AuthenticateForm):  # type: ignore[misc]
    """Asks for the code at sign-in."""


class ReauthenticateForm(_SaysFailures, forms.ReauthenticateForm):  # type: ignore[misc]
    """Asks for the code again before something sensitive."""


class Activate(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        result: HttpResponse = actions.activate_totp(
            actor_of(self.request), lambda: super(Activate, self).form_valid(form)
        )
        return result


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        result: HttpResponse = actions.deactivate_totp(
            actor_of(self.request), lambda: super(Deactivate, self).form_valid(form)
        )
        return result


class RenewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        result: HttpResponse = actions.renew_recovery_codes(
            actor_of(self.request), lambda: super(RenewRecoveryCodes, self).form_valid(form)
        )
        return result

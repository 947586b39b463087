"""How allauth makes accounts and signs people in here."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor
from banyan.desk.people import actions
from banyan.desk.people.access import actor_of, address_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.people.sessions import remember_device

LOCKED_OUT_SECONDS = 15 * 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Anyone may register; the account is an enterprise user's, and sees nothing until an
    organization accepts it. That a user name is taken must be said at registration, since people
    choose it; only the limit of registrations an hour slows who tries names."""

    def save_user(
        self, request: HttpRequest, user: Account, form: Any, commit: bool = True
    ) -> Account:
        entered = form.cleaned_data
        return actions.register(
            actor_of(request),
            username=entered["username"],
            password=entered["password1"],
            name=entered["name"],
            phone=entered["phone"],
        )

    def clean_password(self, password: str, user: Account | None = None) -> str:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("Choose a password other than the present one."))
        return str(super().clean_password(password, user))

    def set_password(self, user: Account, password: str) -> None:
        request = self.request
        actor = Actor(user, actor_of(request).origin)
        actions.change_password(actor, password, request.session.session_key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:profile")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the name alone; the library's own key has the Host header in it, which the one who
        guesses passwords chooses (another port is another key)."""
        return str(credentials.get("username", "")).lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._say_locked_out(request, str(credentials.get("username", "")))
            raise

    def _say_locked_out(self, request: HttpRequest, username: str) -> None:
        """One entry for a name and an address while it lasts, not one for every attempt."""
        who = f"{username.lower()}\n{address_of(request)}"
        key = f"people:locked-out:{hashlib.sha256(who.encode()).hexdigest()}"
        if cache.add(key, True, LOCKED_OUT_SECONDS):
            actions.lock_out(actor_of(request), username)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        username = str(credentials.get("username", ""))
        actions.sign_in_failed(actor_of(request), username, "credentials")

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        actions.sign_in_failed(actor_of(request), user.username, "locked")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def login(self, request: HttpRequest, user: Account) -> None:
        methods = [record["method"] for record in get_authentication_records(request, user)]
        actions.sign_in(Actor(user, actor_of(request).origin), methods)
        super().login(request, user)
        remember_device(request, address_of(request))

    def logout(self, request: HttpRequest) -> None:
        actions.sign_out(actor_of(request))
        super().logout(request)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Officers sign in with accounts that an administrator made; a provider makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Account, str] | None:
        """The account of the address that the provider confirms: only where the operator says that
        the provider may (``email_authentication`` in its settings), only to an official, and only
        by an address that an administrator gave."""
        for address in sociallogin.email_addresses:
            if not address.verified or not self.can_authenticate_by_email(
                sociallogin, address.email
            ):
                continue
            known = EmailAddress.objects.filter(
                email__iexact=address.email, verified=True
            ).select_related("user")
            accounts = [one.user for one in known if one.user.is_official]
            if len(accounts) == 1:
                return accounts[0], address.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            messages.error(request, _("Sign out first, then sign in with the provider."))
            raise ImmediateHttpResponse(redirect("people:profile"))
        identity = sociallogin.account
        if not sociallogin.is_existing:
            actions.sign_in_failed(
                actor_of(request), f"{identity.provider}:{identity.uid}", "provider"
            )
        elif identity.pk is None:
            actor = Actor(sociallogin.user, actor_of(request).origin)
            actions.connect_identity(actor, sociallogin.user, identity)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Whose role needs a second factor cannot take it away."""

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not settings.OFFICER_TOTP or authenticator.user.role == Role.ENTERPRISE

"""Signing in with an OpenID Connect provider: a fake one that runs beside the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from banyan.desk.audit.models import Entry
from banyan.desk.people import actions
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.people.test_sign_in import sign_in


@dataclass
class Provider:
    """``person`` is what the provider says of whoever signs in there."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)

    def answer(self, path: str) -> dict[str, Any]:
        if path.startswith("/.well-known/"):
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/token":
            return {"access_token": "token", "token_type": "Bearer"}
        return self.person


@pytest.fixture
def provider(db: None, settings: Any) -> Iterator[Provider]:
    from django.core.cache import cache
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    cache.clear()
    fake = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(fake.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _configure(settings, fake)
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()


def _configure(settings: Any, provider: Provider, **more: Any) -> None:
    app = {
        "provider_id": "bureau",
        "name": "市局统一认证",
        "client_id": "banyan",
        "secret": "secret",
        "settings": {"server_url": provider.url, **more},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def _trust(settings: Any, provider: Provider) -> None:
    _configure(settings, provider, email_authentication=True)


def _come_back(client: Client, process: str = "login") -> Any:
    """Goes to the provider and comes back signed in there."""
    login = reverse("openid_connect_login", args=["bureau"])
    out = client.post(f"{login}?process={process}")
    asked = parse_qs(urlsplit(out["Location"]).query)
    callback = reverse("openid_connect_callback", args=["bureau"])
    return client.get(callback, {"code": "code", "state": asked["state"][0]})


def _officer(making: Making, email: str = "lin@bureau.example") -> Account:
    account, _ = actions.make_account(
        making.actor(Role.ADMINISTRATOR),
        username="lin",
        name="林",
        role=Role.CITY,
        unit=making.unit(),
        email=email,
    )
    account.must_change_password = False
    account.save()
    return account


def _is_signed_in(client: Client, account: Account) -> bool:
    return bool(client.session.get("_auth_user_id") == str(account.pk))


def test_the_sign_in_page_offers_the_provider(provider: Provider) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert reverse("openid_connect_login", args=["bureau"]) in page
    assert "市局统一认证" in page


def test_without_a_provider_the_page_offers_none(db: None) -> None:
    assert "/oidc/" not in Client().get(reverse("account_login")).content.decode()


def test_signing_in_goes_to_the_provider_and_names_where_to_return(provider: Provider) -> None:
    out = Client().post(reverse("openid_connect_login", args=["bureau"]))
    assert out["Location"].startswith(f"{provider.url}/authorize?")
    asked = parse_qs(urlsplit(out["Location"]).query)
    assert asked["client_id"] == ["banyan"]
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/bureau/login/callback/"]


def test_nobody_gets_an_account_from_the_provider(provider: Provider, making: Making) -> None:
    provider.person = {"sub": "1", "email": "new@bureau.example", "email_verified": True}
    client = Client()
    _come_back(client)
    assert not Account.objects.exists()
    assert "_auth_user_id" not in client.session
    assert Entry.objects.get(action="people.sign_in_failed").after == {
        "username": "bureau:1",
        "why": "provider",
    }


def test_an_officer_is_known_by_the_confirmed_address_where_the_operator_trusts_the_provider(
    provider: Provider, making: Making, settings: Any
) -> None:
    _trust(settings, provider)
    account = _officer(making)
    provider.person = {"sub": "1", "email": "Lin@bureau.example", "email_verified": True}
    client = Client()
    _come_back(client)
    assert _is_signed_in(client, account)
    assert SocialAccount.objects.get().user == account
    assert Entry.objects.filter(action="people.connect_identity").count() == 1
    account.refresh_from_db()
    assert account.has_usable_password()


def test_once_connected_the_officer_is_known_by_the_provider_s_own_number(
    provider: Provider, making: Making, settings: Any
) -> None:
    _trust(settings, provider)
    account = _officer(making)
    provider.person = {"sub": "1", "email": "lin@bureau.example", "email_verified": True}
    _come_back(Client())
    provider.person = {"sub": "1", "email": "changed@bureau.example", "email_verified": False}
    client = Client()
    _come_back(client)
    assert _is_signed_in(client, account)
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("trusted", "verified", "email"),
    [
        (False, True, "lin@bureau.example"),
        (True, False, "lin@bureau.example"),
        (True, True, "somebody@bureau.example"),
    ],
)
def test_an_address_that_is_not_safe_signs_nobody_in(
    provider: Provider, making: Making, settings: Any, trusted: bool, verified: bool, email: str
) -> None:
    if trusted:
        _trust(settings, provider)
    account = _officer(making)
    provider.person = {"sub": "1", "email": email, "email_verified": verified}
    client = Client()
    _come_back(client)
    assert not _is_signed_in(client, account)
    assert not SocialAccount.objects.exists()


def test_an_address_that_an_enterprise_user_gave_signs_nobody_in(
    provider: Provider, making: Making, settings: Any
) -> None:
    _trust(settings, provider)
    account = making.account(Role.ENTERPRISE)
    client = Client()
    client.force_login(account)
    client.post(
        reverse("people:profile"), {"name": "a", "phone": "", "email": "lin@bureau.example"}
    )
    account.refresh_from_db()
    assert account.email == "lin@bureau.example"
    assert not EmailAddress.objects.exists()
    provider.person = {"sub": "1", "email": "lin@bureau.example", "email_verified": True}
    other = Client()
    _come_back(other)
    assert "_auth_user_id" not in other.session


def test_an_officer_does_not_change_the_address_by_which_the_provider_knows(
    provider: Provider, making: Making
) -> None:
    account = _officer(making)
    client = Client()
    client.force_login(account)
    client.post(
        reverse("people:profile"), {"name": "林", "phone": "", "email": "boss@bureau.example"}
    )
    account.refresh_from_db()
    assert account.email == "lin@bureau.example"


def test_two_officers_do_not_share_an_address(provider: Provider, making: Making) -> None:
    from django.core.exceptions import ValidationError

    _officer(making)
    with pytest.raises(ValidationError):
        actions.make_account(
            making.actor(Role.ADMINISTRATOR, username="another"),
            username="lin2",
            name="林",
            role=Role.CITY,
            unit=making.unit(),
            email="LIN@bureau.example",
        )


def test_a_locked_officer_is_not_let_in_by_the_provider(
    provider: Provider, making: Making, settings: Any
) -> None:
    _trust(settings, provider)
    account = _officer(making)
    account.is_active = False
    account.save()
    provider.person = {"sub": "1", "email": "lin@bureau.example", "email_verified": True}
    client = Client()
    _come_back(client)
    assert not _is_signed_in(client, account)


def test_who_is_signed_in_does_not_connect_another_identity(
    provider: Provider, making: Making
) -> None:
    making.account(Role.CITY)
    client = Client()
    sign_in(client, "city")
    provider.person = {"sub": "1", "email": "x@bureau.example", "email_verified": True}
    _come_back(client, process="connect")
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_after_the_provider_too(
    provider: Provider, making: Making, settings: Any
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    _trust(settings, provider)
    account = _officer(making)
    TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    provider.person = {"sub": "1", "email": "lin@bureau.example", "email_verified": True}
    client = Client()
    assert _come_back(client)["Location"].startswith(reverse("mfa_authenticate"))
    assert not _is_signed_in(client, account)


def test_the_browser_may_follow_the_form_to_the_provider() -> None:
    from banyan.desk.settings import _origins

    app = {"settings": {"server_url": "https://id.example:8443/realms/a"}}
    assert _origins([app]) == ["https://id.example:8443"]

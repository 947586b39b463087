"""An account with a temporary password, or without the second factor that it needs, does nothing
else before."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from banyan.desk.audit.models import Entry
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import PASSWORD, Making
from desk.people.test_sign_in import sign_in
from desk.walking import Route, routes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CHANGE = "/accounts/password/change/"
ACTIVATE = "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def _cache_table(db: None) -> None:
    from django.core.cache import cache
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    cache.clear()


def _code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


CLOSED = [
    one
    for one in routes()
    if one.access is not None and not one.access.unready and not one.access.own
]


@pytest.mark.parametrize("route", CLOSED, ids=[route.pattern for route in CLOSED])
def test_no_page_is_open_before_the_temporary_password_is_changed_and_the_second_factor_set_up(
    making: Making, route: Route, settings: Any
) -> None:
    url = route.url(making)
    account = making.account(Role.CITY, username="unready")
    account.must_change_password = True
    account.save()
    client = Client()
    client.force_login(account)
    assert client.get(url).headers.get("Location") == CHANGE
    assert client.post(url).headers.get("Location") == CHANGE
    account.must_change_password = False
    account.save()
    settings.OFFICER_TOTP = True
    assert client.get(url).headers.get("Location") == ACTIVATE
    assert client.post(url).headers.get("Location") == ACTIVATE


@pytest.mark.parametrize("role", list(Role))
def test_everyone_but_enterprises_needs_the_second_factor(
    making: Making, settings: Any, role: Role
) -> None:
    settings.OFFICER_TOTP = True
    client = Client()
    client.force_login(making.account(role))
    answer = client.get(reverse("people:profile"))
    assert answer.status_code == (200 if role is Role.ENTERPRISE else 302)


def test_without_the_setting_nobody_needs_it(making: Making) -> None:
    client = Client()
    client.force_login(making.account(Role.CITY))
    assert client.get(reverse("people:profile")).status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_to_the_first_step(
    making: Making, settings: Any
) -> None:
    settings.OFFICER_TOTP = True
    client = Client()
    client.force_login(making.account(Role.CITY))
    answer = client.get(reverse("people:profile"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == ACTIVATE


def test_an_officer_sets_the_second_factor_up_and_is_asked_for_it(
    making: Making, settings: Any
) -> None:
    settings.OFFICER_TOTP = True
    making.account(Role.CITY)
    client = Client()
    sign_in(client, "city")
    # The password is asked for again before the factor is set up.
    asked = client.get(ACTIVATE)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(ACTIVATE)
    secret = client.session["mfa.totp.secret"]
    assert page.status_code == 200
    done = client.post(ACTIVATE, {"code": _code(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("people:profile")).status_code == 200
    assert Entry.objects.filter(action="people.activate_totp").count() == 1
    again = Client()
    assert sign_in(again, "city")["Location"].startswith(reverse("mfa_authenticate"))
    assert again.get(reverse("people:profile")).status_code == 302


def _with_totp(making: Making, role: Role = Role.CITY) -> Account:
    account = making.account(role)
    TOTP.activate(account, SECRET)
    return account


def test_a_right_code_signs_in_and_serves_once(making: Making) -> None:
    _with_totp(making)
    client, other = Client(), Client()
    for one in (client, other):
        sign_in(one, "city")
    code = _code()
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("people:profile")).status_code == 200
    assert Entry.objects.get(action="people.sign_in").after == {"methods": ["password", "mfa"]}
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert other.get(reverse("people:profile")).status_code == 302


def test_wrong_codes_leave_entries_and_lock_out(making: Making) -> None:
    _with_totp(making)
    client = Client()
    sign_in(client, "city")
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": _code()})
    assert client.get(reverse("people:profile")).status_code == 302
    whys = [one.after["why"] for one in Entry.objects.filter(action="people.sign_in_failed")]
    assert whys.count("code") >= 6


def test_an_officer_who_needs_it_cannot_take_it_away(making: Making, settings: Any) -> None:
    settings.OFFICER_TOTP = True
    account = _with_totp(making)
    client = Client()
    sign_in(client, "city")
    client.post(reverse("mfa_authenticate"), {"code": _code()})
    asked = client.get(reverse("mfa_deactivate_totp"))
    client.post(asked["Location"], {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=account).exists()


def test_who_needs_none_takes_it_away(making: Making, settings: Any) -> None:
    settings.OFFICER_TOTP = True
    account = _with_totp(making, Role.ENTERPRISE)
    client = Client()
    sign_in(client, "enterprise")
    client.post(reverse("mfa_authenticate"), {"code": _code()})
    asked = client.get(reverse("mfa_deactivate_totp"))
    client.post(asked["Location"], {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=account).exists()
    assert Entry.objects.filter(action="people.deactivate_totp").count() == 1


def _change(client: Client, old: str, new: str) -> Any:
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_changing_the_temporary_password_opens_the_desk(making: Making) -> None:
    account = making.account(Role.CITY)
    account.must_change_password = True
    account.save()
    client = Client()
    sign_in(client, "city")
    assert _change(client, PASSWORD, PASSWORD).status_code == 200, "the same again is refused"
    assert client.get(reverse("people:profile")).status_code == 302
    assert _change(client, PASSWORD, "another-horse-battery").status_code == 302
    assert client.get(reverse("people:profile")).status_code == 200
    assert Entry.objects.filter(action="people.change_password").count() == 1


def test_changing_the_password_ends_the_other_sessions(making: Making) -> None:
    making.account(Role.CITY)
    client, other = Client(), Client()
    sign_in(client, "city")
    sign_in(other, "city")
    _change(client, PASSWORD, "another-horse-battery")
    assert client.get(reverse("people:profile")).status_code == 200
    assert other.get(reverse("people:profile")).status_code == 302

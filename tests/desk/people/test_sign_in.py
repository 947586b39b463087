"""Signing in, failing to, being locked out, and what each leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from banyan.desk.audit.models import Entry
from banyan.desk.people.models import Account, Session
from banyan.desk.people.roles import Role
from desk.making import PASSWORD, Making

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _cache_table(db: None) -> None:
    """The limits are counted in the database, as in service."""
    from django.core.cache import cache
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **more)


def _entries(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action).order_by("number"))


def test_signing_in_leaves_an_entry_from_where(making: Making) -> None:
    account = making.account(Role.CITY)
    response = sign_in(Client(), "city", REMOTE_ADDR="10.1.2.3")
    assert response.status_code == 302
    (entry,) = _entries("people.sign_in")
    assert (entry.actor, entry.via, entry.address) == (account, "browser", "10.1.2.3")
    assert entry.after == {"methods": ["password"]}


def test_signing_out_leaves_an_entry(making: Making) -> None:
    account = making.account(Role.CITY)
    client = Client()
    sign_in(client, "city")
    client.post("/accounts/logout/")
    (entry,) = _entries("people.sign_out")
    assert entry.actor == account
    assert client.get(reverse("people:profile")).status_code == 302


def test_a_wrong_password_and_an_unknown_name_look_the_same(making: Making) -> None:
    making.account(Role.CITY)
    wrong = sign_in(Client(), "city", "wrong")
    unknown = sign_in(Client(), "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    errors = [
        answer.context["form"].errors.as_json().replace("nobody", "city")
        for answer in (wrong, unknown)
    ]
    assert errors[0] == errors[1]


def test_failing_leaves_the_same_entry_for_a_name_that_exists_and_one_that_does_not(
    making: Making,
) -> None:
    making.account(Role.CITY)
    sign_in(Client(), "city", "wrong")
    sign_in(Client(), "nobody", "wrong")
    known, unknown = _entries("people.sign_in_failed")
    assert (known.actor, known.subject, known.key) == (unknown.actor, unknown.subject, unknown.key)
    assert known.after == {"username": "city", "why": "credentials"}
    assert unknown.after == {"username": "nobody", "why": "credentials"}


def test_a_password_is_never_in_an_entry(making: Making) -> None:
    making.account(Role.CITY)
    sign_in(Client(), "city", "my-secret-attempt")
    sign_in(Client(), "city")
    assert not [
        entry
        for entry in Entry.objects.all()
        if "my-secret-attempt" in str(entry.after) or PASSWORD in str(entry.after)
    ]


@pytest.mark.parametrize("username", ["city", "nobody"])
def test_five_failures_lock_a_name_out_whether_it_exists_or_not(
    making: Making, username: str
) -> None:
    making.account(Role.CITY)
    for attempt in range(5):
        answer = sign_in(Client(), username, "wrong", REMOTE_ADDR=f"10.0.0.{attempt}")
        assert "Too many" not in str(answer.context["form"].errors)
    locked = sign_in(Client(HTTP_ACCEPT_LANGUAGE="en"), username, REMOTE_ADDR="10.0.0.9")
    assert locked.status_code == 200
    assert locked.context["user"].is_anonymous
    (entry,) = _entries("people.lock_out")
    assert entry.after == {"username": username}


def test_the_lock_out_cannot_be_passed_by_another_case_or_another_host(
    making: Making, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    making.account(Role.CITY)
    for attempt in range(5):
        address = {"REMOTE_ADDR": f"10.0.0.{attempt}", "HTTP_HOST": f"desk.example:{attempt}"}
        sign_in(Client(), ["city", "CITY", " City"][attempt % 3], "wrong", **address)
    sign_in(Client(), "cITY", REMOTE_ADDR="10.0.0.9", HTTP_HOST="desk.example:9")
    assert not _entries("people.sign_in")
    assert _entries("people.lock_out")


def test_ten_failures_of_one_address_lock_the_address_out(making: Making) -> None:
    making.account(Role.CITY)
    for attempt in range(10):
        sign_in(Client(), f"nobody{attempt}", "wrong")
    sign_in(Client(), "city")
    assert not _entries("people.sign_in")


def test_attempts_of_one_who_is_locked_out_do_not_fill_the_audit(making: Making) -> None:
    for _ in range(9):
        sign_in(Client(), "nobody", "wrong")
    assert len(_entries("people.lock_out")) == 1


def test_a_locked_account_cannot_sign_in(making: Making) -> None:
    account = making.account(Role.CITY)
    account.is_active = False
    account.save()
    response = sign_in(Client(), "city")
    assert response["Location"] == reverse("account_inactive")
    assert not _entries("people.sign_in")
    assert [entry.after["why"] for entry in _entries("people.sign_in_failed")] == ["locked"]


def test_locking_an_account_ends_the_session_that_it_has(making: Making) -> None:
    account = making.account(Role.CITY)
    client = Client()
    sign_in(client, "city")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.get(reverse("people:profile"))["Location"].startswith(LOGIN)


def test_a_session_ends_when_it_is_idle(making: Making, settings: Any) -> None:
    making.account(Role.CITY)
    client = Client()
    sign_in(client, "city")
    session = Session.objects.get(account__isnull=False)
    left = session.expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    Session.objects.filter(pk=session.pk).update(expire_date=timezone.now())
    assert client.get(reverse("people:profile"))["Location"].startswith(LOGIN)


def test_every_request_puts_the_end_of_the_session_off(making: Making) -> None:
    making.account(Role.CITY)
    client = Client()
    sign_in(client, "city")
    soon = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    client.get(reverse("people:profile"))
    assert Session.objects.get(account__isnull=False).expire_date > soon + timedelta(minutes=20)


def test_the_cookie_ends_with_the_browser(making: Making) -> None:
    making.account(Role.CITY)
    client = Client()
    sign_in(client, "city", remember="on")
    assert client.cookies["banyan_session"]["max-age"] == ""


def _register(client: Client, **more: str) -> Any:
    entered = {
        "username": "wang",
        "password1": "grand-banyan-tree",
        "password2": "grand-banyan-tree",
        "name": "王小明",
        "phone": "",
    }
    return client.post("/accounts/signup/", entered | more)


def test_registering_makes_an_enterprise_account_that_sees_nothing(making: Making) -> None:
    response = _register(Client(), role="administrator", is_active="1", unit="1")
    assert response.status_code == 302
    account = Account.objects.get(username="wang")
    assert (account.role, account.unit, account.name) == (Role.ENTERPRISE, None, "王小明")
    (entry,) = _entries("people.register")
    assert entry.after["username"] == "wang"
    assert "grand-banyan-tree" not in str(entry.after)


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", "wangwangwang"])
def test_weak_passwords_are_refused(making: Making, password: str) -> None:
    username = "wangwangwan"
    response = _register(Client(), username=username, password1=password, password2=password)
    assert response.status_code == 200
    assert not Account.objects.exists()


def test_a_user_name_is_taken_in_any_case(making: Making) -> None:
    making.account(Role.ENTERPRISE, username="Wang")
    assert _register(Client()).status_code == 200
    assert Account.objects.count() == 1


def test_registering_is_limited_for_one_address(making: Making) -> None:
    answers = [_register(Client(), username=f"wang{number}") for number in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]


def test_signing_in_leads_to_the_page_that_was_asked_for_and_never_elsewhere(
    making: Making,
) -> None:
    making.account(Role.CITY)
    client = Client()
    asked = client.get(reverse("people:profile"))
    assert client.post(asked["Location"], {"login": "city", "password": PASSWORD})[
        "Location"
    ] == reverse("people:profile")
    elsewhere = Client().post(
        LOGIN + "?next=https://elsewhere.example/", {"login": "city", "password": PASSWORD}
    )
    assert elsewhere["Location"] == "/"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(making: Making) -> None:
    answer = Client().get(
        reverse("people:profile"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/policy/?q=a"},
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == LOGIN + "?next=%2Fpolicy%2F%3Fq%3Da"
    assert not answer.content

"""What administrators do with accounts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.people import actions
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import PASSWORD, Making


@pytest.fixture
def administrator(making: Making) -> Account:
    return making.account(Role.ADMINISTRATOR)


@pytest.fixture
def window(administrator: Account) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def _post(window: Client, account: Account, what: str) -> Any:
    return window.post(reverse("people:act_on_account", args=[account.pk, what]))


def _make(actor: Actor, making: Making, **more: Any) -> Account:
    given: dict[str, Any] = {
        "username": "lin",
        "name": "林",
        "role": Role.CITY,
        "unit": making.unit(),
    }
    return actions.make_account(actor, **(given | more))[0]


def test_a_new_account_signs_in_once_with_the_password_shown(
    making: Making, window: Client
) -> None:
    entered = {"username": "lin", "name": "林", "role": "city", "unit": making.unit().pk}
    page = window.post(reverse("people:new_account"), entered)
    match = re.search(r"<code>([a-z0-9-]{19})</code>", page.content.decode())
    assert match is not None
    assert "no-store" in page["Cache-Control"]
    account = Account.objects.get(username="lin")
    assert account.check_password(match[1])
    assert account.must_change_password
    (entry,) = Entry.objects.filter(action="people.make_account")
    assert match[1] not in str(entry.after)


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.CITY, None),
        (Role.COUNTY, None),
        (Role.COUNTY, "industry"),
        (Role.FINANCE, "county-350102"),
        (Role.ENTERPRISE, "industry"),
    ],
)
def test_a_role_has_the_unit_that_belongs_to_it(
    making: Making, administrator: Account, role: Role, unit: str | None
) -> None:
    county = "350102" if unit == "county-350102" else ""
    with pytest.raises(ValidationError):
        _make(
            Actor(administrator),
            making,
            role=role,
            unit=making.unit(unit, county) if unit else None,
        )


def test_user_names_differ_in_more_than_their_case(making: Making, administrator: Account) -> None:
    making.account(Role.CITY, username="Lin")
    with pytest.raises(ValidationError):
        _make(Actor(administrator), making, username="lIN")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create_user("lIN", name="")


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_nobody_but_administrators_acts_on_accounts(making: Making, role: Role) -> None:
    actor = making.actor(role)
    account = making.account(Role.ENTERPRISE, username="other")
    for act in (
        lambda: _make(actor, making),
        lambda: actions.change_account(actor, account, name="x", role=Role.ENTERPRISE, unit=None),
        lambda: actions.lock_account(actor, account),
        lambda: actions.unlock_account(actor, account),
        lambda: actions.end_account_sessions(actor, account),
        lambda: actions.reset_password(actor, account),
        lambda: actions.reset_totp(actor, account),
        lambda: actions.make_unit(actor, code="a", name_zh="a", name_en="a"),
        lambda: actions.set_up_units(actor),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Entry.objects.exists()


def test_a_visitor_is_not_the_system(making: Making) -> None:
    from banyan.desk.audit import Origin

    account = making.account(Role.CITY)
    with pytest.raises(PermissionDenied):
        actions.lock_account(Actor(None, Origin(via="browser")), account)


def test_a_locked_account_is_signed_out_everywhere(making: Making, window: Client) -> None:
    account = making.account(Role.CITY)
    other = Client()
    other.force_login(account)
    _post(window, account, "lock")
    account.refresh_from_db()
    assert not account.is_active
    assert not account.sessions.exists()
    assert other.get(reverse("people:profile")).status_code == 302
    _post(window, account, "unlock")
    account.refresh_from_db()
    assert account.is_active


def test_a_new_role_signs_the_person_out(making: Making, administrator: Account) -> None:
    account = making.account(Role.CITY)
    Client().force_login(account)
    other = Client()
    other.force_login(account)
    actions.change_account(
        Actor(administrator), account, name="林", role=Role.FINANCE, unit=making.unit("finance")
    )
    assert other.get(reverse("people:profile")).status_code == 302
    (entry,) = Entry.objects.filter(action="people.change_account")
    assert (entry.before["role"], entry.after["role"]) == ("city", "finance")


def test_a_new_telephone_signs_nobody_out(making: Making, administrator: Account) -> None:
    account = making.account(Role.CITY)
    other = Client()
    other.force_login(account)
    actions.change_account(
        Actor(administrator), account, name="林", role=Role.CITY, unit=account.unit, phone="1"
    )
    assert other.get(reverse("people:profile")).status_code == 200


@pytest.mark.parametrize(
    ("before", "after"), [(Role.ENTERPRISE, Role.CITY), (Role.CITY, Role.ENTERPRISE)]
)
def test_an_enterprise_account_stays_one(
    making: Making, administrator: Account, before: Role, after: Role
) -> None:
    account = making.account(before)
    unit = None if after is Role.ENTERPRISE else making.unit()
    with pytest.raises(ValidationError):
        actions.change_account(Actor(administrator), account, name="x", role=after, unit=unit)


def test_nobody_locks_or_moves_the_own_account(making: Making, administrator: Account) -> None:
    making.account(Role.ADMINISTRATOR, username="second")
    actor = Actor(administrator)
    with pytest.raises(ValidationError):
        actions.lock_account(actor, administrator)
    with pytest.raises(ValidationError):
        actions.change_account(
            actor, administrator, name="x", role=Role.CITY, unit=administrator.unit
        )


def test_the_last_administrator_stays(making: Making, administrator: Account) -> None:
    with pytest.raises(ValidationError):
        actions.lock_account(Actor(), administrator)
    with pytest.raises(ValidationError):
        actions.change_account(
            Actor(), administrator, name="x", role=Role.CITY, unit=administrator.unit
        )
    making.account(Role.ADMINISTRATOR, username="second")
    actions.lock_account(Actor(), administrator)


def test_a_temporary_password_replaces_the_old_one(making: Making, window: Client) -> None:
    account = making.account(Role.CITY)
    page = _post(window, account, "reset-password")
    match = re.search(r"<code>([a-z0-9-]{19})</code>", page.content.decode())
    assert match is not None
    account.refresh_from_db()
    assert account.check_password(match[1])
    assert not account.check_password(PASSWORD)
    assert account.must_change_password


def test_the_second_factor_of_who_lost_it_is_taken_away(making: Making, window: Client) -> None:
    account = making.account(Role.CITY)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    _post(window, account, "reset-totp")
    assert not account.authenticator_set.exists()


def test_nobody_resets_the_own_second_factor_this_way(
    making: Making, administrator: Account, window: Client
) -> None:
    TOTP.activate(administrator, "JBSWY3DPEHPK3PXP")
    _post(window, administrator, "reset-totp")
    assert administrator.authenticator_set.exists()


def test_an_unknown_thing_to_do_is_not_found(making: Making, window: Client) -> None:
    assert _post(window, making.account(Role.CITY), "promote").status_code == 404


def test_accounts_are_found_by_name_role_unit_and_state(making: Making, window: Client) -> None:
    making.account(Role.CITY, username="lin")
    locked = making.account(Role.FINANCE, username="chen")
    Account.objects.filter(pk=locked.pk).update(is_active=False)

    def found(query: str) -> list[str]:
        page = window.get(reverse("people:accounts") + query).context["page"]
        return [one.username for one in page.rows]

    assert found("") == ["administrator", "chen", "lin"]
    assert found("?q=LI") == ["lin"]
    assert found("?role=finance") == ["chen"]
    assert found("?locked=on") == ["chen"]
    assert found(f"?unit={making.unit().pk}&role=city") == ["lin"]


def test_a_long_list_goes_on_after_the_last_name(making: Making, window: Client) -> None:
    for number in range(60):
        making.account(Role.ENTERPRISE, username=f"person{number:02d}")
    seen: list[str] = []
    query = ""
    while True:
        page = window.get(f"{reverse('people:accounts')}?{query}").context["page"]
        seen += [one.username for one in page.rows]
        query = page.next
        if not query:
            break
    assert seen == sorted(seen)
    assert len(seen) == 61


def test_the_page_of_an_account_says_what_was_done_with_it(
    making: Making, administrator: Account, window: Client
) -> None:
    account = making.account(Role.CITY)
    actions.lock_account(Actor(administrator), account)
    page = window.get(reverse("people:account", args=[account.pk]))
    assert [row["entry"].action for row in page.context["entries"]] == ["people.lock_account"]


def test_people_end_their_other_sessions(making: Making) -> None:
    account = making.account(Role.CITY)
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(account)
    page = here.get(reverse("people:profile"))
    assert len(page.context["sessions"]) == 2
    here.post(reverse("people:end_own_sessions"))
    assert here.get(reverse("people:profile")).status_code == 200
    assert there.get(reverse("people:profile")).status_code == 302
    (entry,) = Entry.objects.filter(action="people.end_own_sessions")
    assert entry.after == {"sessions": 1}


def test_people_change_what_is_said_of_them(making: Making) -> None:
    account = making.account(Role.ENTERPRISE)
    client = Client()
    client.force_login(account)
    entered = {"name": "王", "phone": "123", "email": "w@a.example", "role": "administrator"}
    client.post(reverse("people:profile"), entered)
    account.refresh_from_db()
    assert (account.name, account.phone, account.email, account.role) == (
        "王",
        "123",
        "w@a.example",
        Role.ENTERPRISE,
    )

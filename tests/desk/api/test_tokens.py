"""A token does what its scopes and its account may, until it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from banyan.desk.api.actions import make_token, revoke_token
from banyan.desk.api.models import Scope, Token
from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making

ORGANIZATIONS = "/api/v1/organizations"


def _get(client: Client, path: str, token: str = "") -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.get(path, headers=headers)


def _token(account: Account, *scopes: Scope, days: int = 1) -> tuple[Token, str]:
    return make_token(Actor(account), "ERP", scopes or (Scope.READ,), days)


def test_without_a_token_there_are_no_records(making: Making, client: Client) -> None:
    answer = _get(client, ORGANIZATIONS)
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == 401


def test_a_session_in_the_browser_is_no_token(making: Making, client: Client) -> None:
    client.force_login(making.account(Role.CITY))
    assert _get(client, ORGANIZATIONS).status_code == 401


def test_a_token_sees_what_its_account_sees(making: Making, client: Client) -> None:
    making.organization(1, county="350102")
    making.organization(2, county="350103")
    county, city = making.account(Role.COUNTY), making.account(Role.CITY)
    seen = {
        account.username: [
            one["county"]
            for one in _get(client, ORGANIZATIONS, _token(account)[1]).json()["organizations"]
        ]
        for account in (county, city)
    }
    assert seen == {"county": ["350102"], "city": ["350102", "350103"]}


def test_an_organization_out_of_sight_is_not_there(making: Making, client: Client) -> None:
    other = making.organization(2, county="350103")
    token = _token(making.account(Role.COUNTY))[1]
    hidden = _get(client, f"{ORGANIZATIONS}/{other.uscc}", token)
    absent = _get(client, f"{ORGANIZATIONS}/{making.credit_code(9)}", token)
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() == absent.json()


def test_a_token_without_the_scope_is_refused(making: Making, client: Client) -> None:
    token = _token(making.account(Role.CITY), Scope.EVALUATE)[1]
    assert _get(client, ORGANIZATIONS, token).status_code == 403


def test_a_revoked_or_expired_token_is_refused(making: Making, client: Client) -> None:
    account = making.account(Role.CITY)
    revoked, text = _token(account)
    revoke_token(Actor(account), revoked)
    assert _get(client, ORGANIZATIONS, text).status_code == 401
    expired, text = _token(account)
    Token.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert _get(client, ORGANIZATIONS, text).status_code == 401


def test_the_token_of_a_locked_account_is_refused(making: Making, client: Client) -> None:
    account = making.account(Role.CITY)
    text = _token(account)[1]
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert _get(client, ORGANIZATIONS, text).status_code == 401


def test_a_token_is_shown_once_and_kept_as_a_hash(making: Making, client: Client) -> None:
    client.force_login(making.account(Role.CITY))
    made = client.post("/api/", {"name": "ERP", "scopes": [Scope.READ], "days": "5"})
    token = Token.objects.get()
    text = made.content.decode().split('data-testid="token">')[1].split("<")[0]
    assert _get(Client(), ORGANIZATIONS, text).status_code == 200
    assert text not in client.get("/api/").content.decode()
    assert text not in (token.sha256, token.prefix)


@pytest.mark.parametrize(("scopes", "days"), [([], 5), (["all"], 5), ([Scope.READ], 0)])
def test_a_token_needs_a_scope_and_an_end(making: Making, scopes: list[str], days: int) -> None:
    with pytest.raises(ValidationError):
        make_token(making.actor(Role.CITY), "ERP", scopes, days)


def test_nobody_revokes_the_token_of_another(making: Making, client: Client) -> None:
    token, text = _token(making.account(Role.CITY))
    other = making.account(Role.COUNTY)
    with pytest.raises(PermissionDenied):
        revoke_token(Actor(other), token)
    client.force_login(other)
    assert client.post(f"/api/tokens/{token.pk}/revoke/").status_code == 404
    assert _get(Client(), ORGANIZATIONS, text).status_code == 200


def test_the_token_of_an_account_that_must_be_set_up_first_is_refused(
    making: Making, client: Client, settings: Any
) -> None:
    account = making.account(Role.CITY)
    text = _token(account)[1]
    settings.OFFICER_TOTP = True
    assert _get(client, ORGANIZATIONS, text).status_code == 403
    settings.OFFICER_TOTP = False
    Account.objects.filter(pk=account.pk).update(must_change_password=True)
    assert _get(client, ORGANIZATIONS, text).status_code == 403


def test_benefits_are_those_of_organizations_in_sight(making: Making, client: Client) -> None:
    mine, other = making.organization(1), making.organization(2, county="350103")
    text = _token(making.account(Role.COUNTY))[1]
    found = _get(client, f"{ORGANIZATIONS}/{mine.uscc}/benefits?year=2026", text)
    assert found.status_code == 200
    assert len(found.json()["measures"]) == 39
    hidden = _get(client, f"{ORGANIZATIONS}/{other.uscc}/benefits?year=2026", text)
    assert hidden.status_code == 404
    out_of_force = _get(client, f"{ORGANIZATIONS}/{mine.uscc}/benefits?year=2031", text)
    assert out_of_force.status_code == 422

"""The HTTP interface shows nobody what is not theirs: every operation is called by programs that
act for different accounts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from banyan.desk.api import actions as api
from banyan.desk.api.main import api as interface
from banyan.desk.api.models import Scope
from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.people.test_no_one_elses_rows import Two
from desk.walking import text_of

SCHEMA = interface.get_openapi_schema()
OPERATIONS = [
    (path, method, operation)
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
]
BY_OPERATION = pytest.mark.parametrize(
    ("path", "method", "operation"),
    OPERATIONS,
    ids=[f"{method} {path}" for path, method, _ in OPERATIONS],
)


def _call(path: str, method: str, two: Two, token: str = "") -> Any:
    """Calls an operation on the first organization; where it takes a table, on every one of the
    tables in which the organization has rows."""
    answers = []
    for table in ("organizations", "projects", "history") if "{table}" in path else ("",):
        address = path.replace("{uscc}", two.here.pk).replace("{table}", table)
        address = re.sub(r"{\w+}", "1", address)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answers.append(
            Client().generic(
                method.upper(), address, "{}", content_type="application/json", headers=headers
            )
        )
    return answers


def _token(account: Account) -> str:
    return str(api.make_token(Actor(account), "walk", list(Scope))[1])


@BY_OPERATION
def test_without_a_token_no_operation_shows_records(
    making: Making, path: str, method: str, operation: dict[str, Any]
) -> None:
    two = Two(making)
    for answer in _call(path, method, two):
        if operation.get("security"):
            assert answer.status_code == 401
        said = text_of(answer)
        assert not [mark for mark in two.marks(two.here) if mark in said]


@BY_OPERATION
def test_no_operation_shows_another_s_rows(
    making: Making, path: str, method: str, operation: dict[str, Any]
) -> None:
    two = Two(making)
    strangers = [making.account(Role.ENTERPRISE, username="stranger")]
    for viewer in [*two.viewers(two.there), *strangers]:
        for answer in _call(path, method, two, _token(viewer)):
            said = text_of(answer)
            assert not [mark for mark in two.marks(two.here) if mark in said], viewer


def test_the_walk_would_find_a_leak(making: Making) -> None:
    two = Two(making)
    token = _token(making.account(Role.CITY))
    said = "".join(
        text_of(answer)
        for path, method, _ in OPERATIONS
        if method == "get"
        for answer in _call(path, method, two, token)
    )
    assert [mark for mark in two.marks(two.here) if mark in said] == list(two.marks(two.here))


def test_a_token_of_an_account_that_is_not_ready_opens_nothing(
    making: Making, settings: Any
) -> None:
    two = Two(making)
    account = making.account(Role.CITY)
    token = _token(account)
    settings.OFFICER_TOTP = True
    for path, method, operation in OPERATIONS:
        if operation.get("security"):
            for answer in _call(path, method, two, token):
                assert answer.status_code in (401, 403), f"{method} {path}"
    settings.OFFICER_TOTP = False
    account.must_change_password = True
    account.save()
    for path, method, operation in OPERATIONS:
        if operation.get("security"):
            for answer in _call(path, method, two, token):
                assert answer.status_code in (401, 403), f"{method} {path}"

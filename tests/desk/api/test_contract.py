"""Whatever is sent to the API, it answers as its description says, and never with an error 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from banyan.desk.api.actions import make_token
from banyan.desk.api.models import Scope
from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from banyan.desk.wsgi import application
from desk.making import Making

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DESCRIPTION = "/api/v1/openapi.json"


@pytest.fixture
def described(making: Making) -> Iterator[Any]:
    """The API as it describes itself, called with a token that may do everything."""
    making.organization(1)
    token = make_token(Actor(making.account(Role.CITY)), "test", Scope.values)[1]
    # A real request closes connections when it ends; here the test's transaction lives on it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    loaded = schemathesis.openapi.from_wsgi(DESCRIPTION, application)
    loaded.config.update(headers={"Authorization": f"Bearer {token}"})
    yield loaded
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_as_described(described: Any) -> None:
    for found in described.get_all_operations():

        @settings(
            max_examples=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        @given(case=found.ok().as_strategy())
        def answers_as_described(case: Any) -> None:
            case.call_and_validate(checks=CHECKS)

        answers_as_described()


def test_the_description_is_public_and_names_every_kind_of_thing(client: Client, db: None) -> None:
    answer = client.get(DESCRIPTION)
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    for word in ("organizations", "facts", "evaluate", "measures", "parameters", "articles"):
        assert any(word in path for path in paths)

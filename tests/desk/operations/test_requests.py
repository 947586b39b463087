"""Request ids, the log, the health of the desk."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from banyan.desk.operations import health
from banyan.desk.operations.worker import SIGN_OF_LIFE
from banyan.desk.people.roles import Role
from desk.making import PASSWORD, Making


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.msg for record in caplog.records if record.name == "banyan.requests"]


@pytest.mark.django_db
def test_a_request_is_logged_once_with_its_id(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    response = client.get("/?q=what+somebody+typed")
    (entry,) = logged(caplog)
    assert entry["request_id"] == response["X-Request-ID"]
    assert (entry["method"], entry["route"], entry["status"]) == ("GET", "home", 200)
    assert entry["account"] is None
    assert isinstance(entry["milliseconds"], float)
    assert "typed" not in json.dumps(entry)
    assert len(caplog.records) == 1


@pytest.mark.django_db
def test_the_log_names_the_account_by_its_number(
    client: Client, making: Making, caplog: pytest.LogCaptureFixture
) -> None:
    account = making.account(Role.CITY, "somebody")
    assert client.login(username="somebody", password=PASSWORD)
    caplog.set_level(logging.INFO)
    client.get("/")
    (entry,) = logged(caplog)
    assert entry["account"] == account.pk
    assert "somebody" not in json.dumps(entry)


@pytest.mark.django_db
def test_every_request_has_another_id_whatever_it_brings(client: Client) -> None:
    ids = {client.get("/", headers={"X-Request-ID": "mine"})["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert "mine" not in ids


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/language/", "/health/"])
def test_an_answer_that_is_no_page_has_an_id_too(client: Client, path: str, data: Path) -> None:
    assert client.get(path)["X-Request-ID"]


@pytest.mark.django_db
def test_a_failure_is_logged_with_the_id_that_the_answer_carries(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    def fail() -> bool:
        raise RuntimeError("boom")

    monkeypatch.setitem(health.CHECKS, "database", fail)
    client.raise_request_exception = False
    caplog.set_level(logging.INFO)
    response = client.get("/health/")
    assert response.status_code == 500
    assert [entry["request_id"] for entry in logged(caplog)] == [response["X-Request-ID"]]
    assert any(record.exc_info for record in caplog.records if record.name == "django.request")


@pytest.mark.django_db
def test_a_desk_that_works_is_well(client: Client, data: Path) -> None:
    (data / SIGN_OF_LIFE).touch()
    response = client.get("/health/")
    assert response.json() == {
        "well": True,
        "database": True,
        "migrations": True,
        "worker": True,
        "disk": True,
        "ledger": True,
    }
    assert response.status_code == 200


@pytest.mark.django_db
def test_a_desk_whose_worker_never_came_is_not_well(client: Client, data: Path) -> None:
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["worker"] is False
    assert response.json()["database"] is True


@pytest.mark.django_db
def test_a_desk_whose_worker_is_silent_is_not_well(client: Client, data: Path) -> None:
    (data / SIGN_OF_LIFE).touch()
    long_ago = time.time() - health.WORKER_SILENT - 10
    os.utime(data / SIGN_OF_LIFE, (long_ago, long_ago))
    assert client.get("/health/").status_code == 503


@pytest.mark.django_db
def test_a_full_disk_and_waiting_migrations_are_not_well(
    client: Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / SIGN_OF_LIFE).touch()
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health, "waiting_migrations", lambda: ["people.0002_more"])
    response = client.get("/health/")
    assert (response.json()["disk"], response.json()["migrations"]) == (False, False)
    assert response.status_code == 503
    assert "people" not in response.content.decode()

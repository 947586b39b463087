"""What every answer carries, the settings behind TLS, how often an open page may be called."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from banyan.desk import urls
from banyan.desk.people import access
from banyan.desk.people.limits import limited
from banyan.desk.people.roles import Role
from desk.making import PASSWORD, Making

from .conftest import Desk, Desks

ROOT = Path(__file__).resolve().parents[3]

ALLOWED = 3
settings.ACCOUNT_RATE_LIMITS["open_page"] = f"{ALLOWED}/m/ip"


@access.visitors
@limited("open_page")
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.META["REMOTE_ADDR"])


@access.visitors
def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("boom")


urlpatterns = [
    *urls.urlpatterns,
    path("open/", open_page),
    path("failing/", failing),
]
handler500 = urls.handler500


@pytest.fixture
def extended(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def visitor(extended: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/nowhere/", 404),
        ("/language/", 302),
        ("/accounts/login/", 200),
        ("/failing/", 500),
        ("/health", 301),
    ],
)
def test_every_answer_carries_its_protection(visitor: Client, address: str, status: int) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer


@pytest.mark.django_db
def test_an_unknown_host_is_refused_with_the_policy(visitor: Client) -> None:
    answer = visitor.get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer


@pytest.mark.django_db
def test_a_failure_names_its_request_and_nothing_else(visitor: Client) -> None:
    answer = visitor.get("/failing/")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "boom" not in answer.content.decode()
    missing = visitor.get("/nowhere/")
    assert missing["X-Request-ID"] in missing.content.decode()


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts(client: Client, making: Making) -> None:
    making.account(Role.CITY, "somebody")
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "somebody", "password": PASSWORD})
    for name in ("banyan_session", "banyan_csrf"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] in ("Lax", "Strict"), name


def test_behind_tls_the_deployment_check_finds_nothing(desks: Desks) -> None:
    desk = desks.make()
    # set by the browser's tests for their own process, where they run in it too
    environment = {
        name: value
        for name, value in desk.environment.items()
        if name != "DJANGO_ALLOW_ASYNC_UNSAFE"
    }
    checked = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"],
        env=environment | {"BANYAN_TLS": "1", "BANYAN_HOSTS": "banyan.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_behind_tls_cookies_are_secure_and_plain_requests_are_sent_on(desks: Desks) -> None:
    desk = Desk(desks.make().environment | {"BANYAN_TLS": "1", "BANYAN_HOSTS": "banyan.example"})
    printed = desk.shell(
        "from django.conf import settings as s\n"
        "from django.test import Client\n"
        # links to static files stand in what is asked for; none needs to be there
        "s.STORAGES['staticfiles'] = {'BACKEND': "
        "'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
        "c = Client(headers={'Host': 'banyan.example'})\n"
        "plain = c.get('/health/nothing')\n"
        "print(plain.status_code, plain['Location'])\n"
        "behind = c.get('/language/', headers={'X-Forwarded-Proto': 'https'})\n"
        "print(behind.status_code, behind['Strict-Transport-Security'])\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE)\n"
    )
    lines = printed.splitlines()
    assert lines[0] == "301 https://banyan.example/health/nothing"
    assert lines[1].endswith("max-age=31536000; includeSubDomains; preload")
    assert lines[2] == "True True True"


@pytest.mark.django_db
def test_an_open_page_is_limited_by_address(visitor: Client) -> None:
    def call(address: str) -> int:
        return int(visitor.get("/open/", REMOTE_ADDR=address).status_code)

    assert [call("192.0.2.1") for _ in range(ALLOWED + 2)] == [200] * ALLOWED + [429, 429]
    assert call("192.0.2.2") == 200
    answer = visitor.get("/open/", REMOTE_ADDR="192.0.2.1", headers={"Accept-Language": "en"})
    assert "Too many" in answer.content.decode()
    assert "Content-Security-Policy" in answer


def test_a_limit_that_the_settings_do_not_know_is_refused() -> None:
    with pytest.raises(Exception, match="no_such_page"):
        limited("no_such_page")


@pytest.mark.django_db(transaction=True)
def test_all_processes_count_together(extended: None) -> None:
    """Every thread has its own connection to the database, as a process has."""
    start = threading.Barrier(4)
    found: list[int] = []

    def call() -> None:
        start.wait()
        for _ in range(2):
            client = Client(raise_request_exception=False)
            found.append(client.get("/open/", REMOTE_ADDR="192.0.2.3").status_code)
        connections.close_all()

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache.clear()
    assert len(found) == 8
    assert found.count(200) <= ALLOWED
    assert set(found) <= {200, 429}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "passed_on", "seen"),
    [
        (set(), "203.0.113.9", "192.0.2.1"),
        ({"192.0.2.1"}, "203.0.113.9", "203.0.113.9"),
        ({"192.0.2.1"}, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ({"192.0.2.1", "192.0.2.8"}, "1.1.1.1, 203.0.113.9, 192.0.2.8", "203.0.113.9"),
        ({"192.0.2.1"}, "nonsense", "192.0.2.1"),
        ({"192.0.2.1"}, "", "192.0.2.1"),
    ],
)
def test_only_a_proxy_that_is_known_says_whence_a_request_comes(
    visitor: Client, settings: Settings, proxies: set[str], passed_on: str, seen: str
) -> None:
    settings.PROXIES = proxies
    answer = visitor.get("/open/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": passed_on})
    assert answer.content.decode() == seen

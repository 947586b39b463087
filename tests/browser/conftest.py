"""Tests with a browser. Without Chromium or the built front end they are skipped with a word; in CI
that is an error."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from browser import browsing as browsing_
from browser.browsing import Browsing

# Playwright keeps an event loop in this thread; the tests use the database between its calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    lack = browsing_.missing()
    if lack:
        if os.environ.get("CI"):
            pytest.fail(lack)
        pytest.skip(lack)
    with sync_playwright() as playwright:
        launched = browsing_.launched(playwright)
        yield launched
        launched.close()


@pytest.fixture
def browsing(chromium: Browser, live_server: LiveServer) -> Iterator[Browsing]:
    """Opens pages of the desk; what goes wrong in them fails the test."""
    cache.clear()  # the counts of attempts to sign in
    browsing = Browsing(chromium, live_server.url)
    yield browsing
    browsing.close()
    assert browsing.faults == []


@pytest.fixture
def notices_end_at_once(settings: Any, tmp_path: Path) -> None:
    """The desk is that of a demo, so that nobody waits for a public notice; runs are kept in a
    folder of the test's own."""
    settings.DEMO = True
    settings.DATA = settings.MEDIA_ROOT = tmp_path

"""A browser before the desk: Debian's Chromium against a live server."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
)

from banyan.desk.people.models import Account

UI = Path(__file__).parents[2] / "src" / "banyan" / "desk" / "ui"
AXE = UI / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Language = Literal["zh-hans", "en"]
Theme = Literal["light", "dark"]


def missing() -> str:
    """What is missing for tests with a browser; empty where nothing is."""
    if chromium() is None:
        return "Chromium is not installed"
    if not (UI / "static" / "ui" / "icons.svg").exists() or not AXE.exists():
        return "the front end is not built (make frontend)"
    return ""


def chromium() -> str | None:
    return os.environ.get("BANYAN_CHROMIUM") or shutil.which("chromium")


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


class Browsing:
    """Opens pages of the desk and collects what goes wrong in them: errors of scripts, what the
    content security policy refused, what could not be loaded. The fixture ``browsing`` fails the
    test for any of it, but for answers of a status in ``expected``."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []
        self.expected: set[int] = set()

    def page(
        self,
        account: Account | None = None,
        *,
        language: Language = "zh-hans",
        theme: Theme = "light",
        width: int = 1440,
        **more: Any,
    ) -> Page:
        """A page of a browser of its own, signed in where an account is given. ``goto`` takes
        addresses like ``/policy/``. ``more`` is for Playwright's ``new_context``."""
        context = self._browser.new_context(
            base_url=self._address,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            **more,
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if account is not None:
            client = Client()
            client.force_login(account)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[
                settings.SESSION_COOKIE_NAME
            ].value
        context.add_cookies(
            [
                {"name": name, "value": value, "url": self._address}
                for name, value in cookies.items()
            ]
        )
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("requestfailed", self._not_loaded)
        return page

    def _not_loaded(self, request: Request) -> None:
        # what a page still loads when one goes on to the next is no fault
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"not loaded: {request.url}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if any(f"responded with a status of {status} " in message.text for status in self.expected):
            return
        self.faults.append(f"{message.location.get('url')}: {message.text}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical on a page, with the places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def settle(page: Page) -> None:
    """Scrolls through the page, so that charts are drawn, and waits for them."""
    page.evaluate(
        """async () => {
            const go = (top) => scrollTo({ top, behavior: "instant" });
            for (let top = 0; top < document.body.scrollHeight; top += 600) {
                go(top);
                await new Promise(requestAnimationFrame);
            }
            go(0);
        }"""
    )
    for picture in page.locator("[data-chart-picture]").all():
        picture.locator("canvas").first.wait_for()


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )

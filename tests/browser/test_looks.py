"""Every page in both languages, in light and in dark, at the width of a desk and of a phone. Four
of the eight combinations show every pair of choices together."""

from __future__ import annotations

import pytest

from browser.browsing import Browsing, Language, Theme, serious, settle, sideways
from browser.pages import Shown, all_pages
from desk.making import Making

LOOKS: list[tuple[Language, Theme, int]] = [
    ("zh-hans", "light", 1440),
    ("zh-hans", "dark", 390),
    ("en", "dark", 1440),
    ("en", "light", 390),
]


@pytest.mark.parametrize("shown", all_pages(), ids=lambda shown: shown.name)
def test_a_page_is_usable_by_everyone_and_fits_its_window(
    shown: Shown, browsing: Browsing, making: Making
) -> None:
    account, address = shown.open(making)
    if shown.status != 200:
        browsing.expected.add(shown.status)
    found: list[str] = []
    for language, theme, width in LOOKS:
        page = browsing.page(account, language=language, theme=theme, width=width)
        response = page.goto(address)
        assert response is not None
        assert response.status == shown.status, address
        settle(page)
        look = f"{language} {theme} {width}"
        found += [f"{look}: {fault}" for fault in serious(page)]
        if sideways(page) > 0:
            found.append(f"{look}: the page scrolls sideways by {sideways(page)} pixels")
        if page.locator("h1").count() != 1:
            found.append(f"{look}: the page has {page.locator('h1').count()} headings of rank 1")
        page.context.close()
    assert found == []

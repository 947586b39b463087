"""The frame and the parts of every page, in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from banyan.desk.people.roles import Role
from browser.browsing import Browsing, serious, settle, sideways
from browser.test_looks import LOOKS
from desk.making import PASSWORD, Making


@pytest.fixture
def _gallery(settings: Any) -> None:
    settings.ROOT_URLCONF = "browser.gallery"


@pytest.mark.usefixtures("_gallery")
def test_every_part_is_usable_by_everyone_and_fits_its_window(browsing: Browsing) -> None:
    found = []
    for language, theme, width in LOOKS:
        page = browsing.page(language=language, theme=theme, width=width)
        page.goto("/gallery/")
        settle(page)
        page.locator("details.chart-table summary").click()
        found += [f"{language} {theme} {width}: {fault}" for fault in serious(page)]
        if sideways(page) > 0:
            found.append(f"{language} {theme} {width}: scrolls sideways by {sideways(page)}")
    assert found == []


@pytest.mark.usefixtures("_gallery")
def test_a_chart_is_drawn_and_has_its_numbers_as_a_table(browsing: Browsing) -> None:
    page = browsing.page()
    page.goto("/gallery/")
    page.locator("#money").scroll_into_view_if_needed()
    expect(page.locator("#money canvas").first).to_be_visible()
    page.locator("#money summary").click()
    expect(page.locator("#money table")).to_contain_text("3,500,000.00")


@pytest.mark.usefixtures("_gallery")
def test_htmx_brings_a_part_and_its_messages(browsing: Browsing) -> None:
    page = browsing.page()
    page.goto("/gallery/")
    page.get_by_role("button", name="Load").click()
    expect(page.locator("#part")).to_have_text("A part")
    expect(page.locator("#messages")).to_contain_text("Brought by htmx")


@pytest.mark.usefixtures("_gallery")
def test_a_fault_of_ours_is_told_in_both_languages(browsing: Browsing) -> None:
    browsing.expected.add(500)
    page = browsing.page()
    response = page.goto("/gallery/broken/")
    assert response is not None
    assert response.status == 500
    expect(page.locator("[lang=zh-hans] h1")).to_have_text("系统出现故障")
    expect(page.locator("[lang=en] h2")).to_have_text("Something went wrong here")
    assert serious(page) == []


def test_a_script_error_is_noticed_and_so_is_what_the_content_policy_refuses(
    browsing: Browsing,
) -> None:
    page = browsing.page()
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i style=\"color: red\"></i>')")
    page.evaluate("setTimeout(() => { throw new Error('meant to fail') })")
    page.wait_for_timeout(50)
    refused, thrown = browsing.faults
    assert "Content Security Policy" in refused
    assert "meant to fail" in thrown
    browsing.faults.clear()


def test_the_language_is_switched_on_the_page_one_is_on(browsing: Browsing) -> None:
    page = browsing.page()
    page.goto("/accounts/login/?next=/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert page.url.endswith("/accounts/login/?next=/")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("登录")


def test_the_chosen_theme_holds_on_the_next_page_before_it_is_painted(browsing: Browsing) -> None:
    page = browsing.page(language="en")
    page.goto("/")
    html = page.locator("html")
    expect(html).to_have_attribute("data-bs-theme", "light")
    page.locator("summary", has_text="Light or dark").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.goto("/accounts/login/", wait_until="commit")
    expect(html).to_have_attribute("data-bs-theme", "dark")


def test_menus_close_on_escape_and_give_the_focus_back(browsing: Browsing, making: Making) -> None:
    page = browsing.page(making.account(Role.CITY), language="en")
    page.goto("/")
    menu = page.locator("details", has_text="Sign out")
    menu.locator("summary").click()
    expect(menu.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_on_a_phone_the_navigation_opens_by_a_button(browsing: Browsing) -> None:
    page = browsing.page(language="en", width=390)
    page.goto("/")
    places = page.get_by_role("navigation", name="Places").get_by_role("link")
    expect(places).to_have_count(0)
    page.get_by_role("button", name="Menu").click()
    expect(places.first).to_be_visible()


def test_one_can_sign_in_go_on_and_sign_out_without_scripts(
    browsing: Browsing, making: Making
) -> None:
    making.account(Role.CITY, "officer")
    page = browsing.page(language="en", java_script_enabled=False)
    page.goto("/accounts/password/change/")
    page.get_by_label("User name").fill("officer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/accounts/password/change/")
    page.locator("details", has_text="Sign out").locator("summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()


def test_a_keyboard_reaches_the_content_first(browsing: Browsing) -> None:
    page = browsing.page(language="en")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

"""The calculator as one uses it: quickly, and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from banyan.desk.calculator.description import to_link
from browser.browsing import Browsing
from desk.calculator.describing import PROJECT, described, kinds

pytestmark = pytest.mark.django_db(transaction=True)

_LINK = to_link(
    described(
        projects=[{**PROJECT, "project_years.equipment_net": "4000000"}],
        none=kinds("loans.technology_upgrade"),
    )
)


def test_the_total_changes_while_one_types_and_the_address_follows(browsing: Browsing) -> None:
    page = browsing.page(language="en")
    page.goto(f"/calculator/?{_LINK}")
    total = page.locator("[data-total]")
    expect(total).to_contain_text("120,000.00")
    page.locator("[id='projects-0-project_years-equipment_net']").press("End")
    page.locator("[id='projects-0-project_years-equipment_net']").fill("5000000")
    expect(total).to_contain_text("150,000.00")
    expect(page).not_to_have_url(re.compile(re.escape(str(_LINK))))
    address = page.url
    page.goto(address)
    expect(page.locator("[data-total]")).to_contain_text("150,000.00")


def test_answers_in_quick_succession_are_all_kept(browsing: Browsing) -> None:
    page = browsing.page(language="en")
    page.goto("/calculator/")
    page.select_option("[name='organization.county']", "350102")
    page.select_option("[name='organization.industry']", "C0")
    page.locator("label:has([name='organization.size'][value='medium'])").click()
    expect(page).to_have_url(re.compile("f="))
    expect(page.locator("[name='has.recognitions.software_honour']")).to_have_count(0)
    expect(page.locator("[name='organization.county']")).to_have_value("350102")
    expect(page.locator("[name='organization.industry']")).to_have_value("C0")
    expect(page.locator("[name='organization.size'][value='medium']")).to_be_checked()


def test_on_a_phone_the_total_stays_in_sight(browsing: Browsing) -> None:
    page: Page = browsing.page(width=390)
    page.goto(f"/calculator/?{_LINK}")
    bar = page.locator(".calculator-bar")
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text("120,000.00")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(bar).to_be_in_viewport()

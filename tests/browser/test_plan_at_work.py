"""From a figure of the plan to the list behind it, to an organization, to its projects, problems
and money, and back: a click each."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from banyan.desk.targets.computing import compute
from browser.browsing import Browsing, serious, sideways
from desk.cases.living import Living
from desk.lists.listing import Listing
from desk.making import Making
from desk.projects.building import Building
from desk.targets.showing import TASK

pytestmark = pytest.mark.django_db(transaction=True)

INDICATOR = "Green factories of provincial level or above"


def _city(making: Making) -> tuple[Any, Any, Any, Any]:
    """An organization in a list, with a project and a problem; the officer of the city."""
    listing, living = Listing(making), Living(making)
    organization = living.organization
    day = listing.today - timedelta(days=1)
    listing.entered("green_factories", organization, day, tier="provincial")
    listing.entered("green_factories", listing.organization(), day, tier="municipal")
    project = Building(making).project("零碳车间", organization=organization)
    case = living.raised()
    compute(TASK)
    return listing.city.account, organization, project, case


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_the_plan_leads_to_the_organization_and_back(browsing: Browsing, making: Making) -> None:
    officer, organization, project, case = _city(making)
    page = browsing.page(officer, language="en")
    page.goto("/targets/indicators/green_factories/")
    _heading(page, INDICATOR)

    # to what counts, to the organization
    page.get_by_role("link", name="What is counted").click()
    expect(page.get_by_text("1 count today")).to_be_visible()
    assert sideways(page) == 0
    assert serious(page) == []
    page.get_by_role("link", name=organization.name).click()
    _heading(page, organization.name)
    here = page.url

    # to its project, its problem and its money, and back to it each time
    targets = page.locator("#targets")
    targets.get_by_role("link", name="Its projects").click()
    page.get_by_role("link", name=project.name).first.click()
    _heading(page, project.name)
    page.get_by_role("link", name=organization.name).first.click()
    expect(page).to_have_url(here)
    targets.get_by_role("link", name="Its problems").click()
    page.get_by_role("link", name=re.compile(case.title)).first.click()
    _heading(page, case.title)
    page.get_by_role("link", name=organization.name).first.click()
    expect(page).to_have_url(here)
    targets.get_by_role("link", name="Its money").click()
    page.get_by_role("link", name=organization.name).first.click()
    expect(page).to_have_url(here)

    # back to the figure
    targets.get_by_role("link", name=INDICATOR).click()
    _heading(page, INDICATOR)

    # the list itself leads to it and back as well
    page.get_by_role("link", name="Green factories", exact=True).click()
    _heading(page, "Green factories")
    page.get_by_role("link", name=INDICATOR).click()
    _heading(page, INDICATOR)

    # and who would close the gap are as many as is said
    closer = page.get_by_role("link", name=re.compile("Municipal green factory, which may rise"))
    expect(closer).to_contain_text("1")
    closer.click()
    expect(page.get_by_text("1 found")).to_be_visible()

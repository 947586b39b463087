"""A project falls behind, turns red, and comes to the table of a meeting."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from banyan.desk.projects.models import Report
from browser.browsing import Browsing
from desk.making import Making
from desk.projects.building import Building

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_project_turns_red_and_lands_on_the_agenda(browsing: Browsing, making: Making) -> None:
    here = Building(making)
    project = here.planned({1: 60})
    enterprise = browsing.page(here.enterprise().account, language="en", width=390)
    enterprise.goto(project.get_absolute_url())
    enterprise.get_by_role("link", name="Report a month").click()
    enterprise.get_by_label("Percent of the whole so far").fill("25")
    enterprise.get_by_label("Invested in the month (yuan)").fill("5,000")
    enterprise.get_by_label("What was done").fill("设备未到货。")
    enterprise.get_by_label("What is in the way").fill("供电不足")
    enterprise.get_by_role("button", name="Report", exact=True).click()
    expect(enterprise.get_by_text("Reported; the county confirms it.")).to_be_visible()

    officer = browsing.page(here.officer().account, language="en")
    officer.goto(Report.objects.get().get_absolute_url())
    officer.get_by_role("button", name="Confirm").click()
    officer.goto(project.get_absolute_url())
    expect(officer.get_by_text("That is 35 points behind.")).to_be_visible()

    officer.goto("/meetings/plan/")
    officer.get_by_label("Title").fill("重大项目协调会")
    officer.get_by_label("Day", exact=True).fill(timezone.localdate().isoformat())
    officer.get_by_role("textbox", name="Place").fill("政务中心")
    officer.get_by_label("Chair").fill("县长")
    officer.get_by_role("button", name="Plan it and write the agenda").click()
    suggestion = officer.locator("label", has_text=project.name)
    expect(suggestion.get_by_text("project far behind")).to_be_visible()
    suggestion.get_by_role("checkbox").check()
    officer.get_by_role("button", name="Put on the agenda").click()
    expect(officer.get_by_role("heading", name=project.name)).to_be_visible()

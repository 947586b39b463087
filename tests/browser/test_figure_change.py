"""An administrator changes a figure with a second person, after both have seen what it costs."""

from __future__ import annotations

from playwright.sync_api import expect

from banyan.desk.people.roles import Role
from banyan.desk.policy.models import FigureChange
from browser.browsing import Browsing
from desk.making import Making
from desk.policy.scenarios import enterprise_with_equipment


def test_two_administrators_change_a_figure(browsing: Browsing, making: Making) -> None:
    enterprise_with_equipment(making)
    first = browsing.page(making.account(Role.ADMINISTRATOR, "first"), language="en")
    first.goto("/policy/parameters/equipment.rate/")
    first.get_by_role("link", name="Propose a change").click()
    browsing.expected.add(422)
    first.get_by_label("new value").fill("4%")
    first.get_by_label("reason").fill("less money is there")
    first.get_by_role("button", name="Propose and compute the cost").click()
    expect(first.get_by_text("4% is above the ceiling of the document, 3%.")).to_be_visible()
    first.get_by_label("new value").fill("2%")
    first.get_by_role("button", name="Propose and compute the cost").click()
    expect(first.get_by_text("−100,000.00").first).to_be_visible()
    expect(first.get_by_role("button", name="Confirm")).to_have_count(0)

    second = browsing.page(making.account(Role.ADMINISTRATOR, "second"), language="en")
    second.goto("/")
    second.get_by_role("link", name="Confirm or refuse: ").click()
    expect(second.get_by_text("1 get less")).to_be_visible()
    expect(second.locator("#cost-by-measure canvas").first).to_be_visible()
    second.get_by_role("button", name="Confirm").click()
    expect(second.get_by_text("The change is in force.")).to_be_visible()

    visitor = browsing.page(language="en")
    visitor.goto("/policy/parameters/equipment.rate/")
    expect(visitor.get_by_role("cell", name="2%", exact=True)).to_be_visible()
    first.reload()
    expect(first.get_by_text("confirmed")).to_be_visible()
    assert FigureChange.objects.get().state == FigureChange.State.CONFIRMED

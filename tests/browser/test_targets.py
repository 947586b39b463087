"""A leader sees on one screen which targets of 2030 will be missed, and why."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from banyan.desk.people.roles import Role
from banyan.desk.targets.computing import compute
from banyan.desk.targets.indicators import with_targets
from banyan.desk.targets.models import Value
from browser.browsing import Browsing, serious, settle, sideways
from desk.making import Making
from desk.targets.showing import TASK, account, months, shown

PICTURES = os.environ.get("BANYAN_PICTURES")
"""A folder for pictures of the pages, for who wants to look at them."""


def _values() -> None:
    """Two targets of 2030 go too slowly, one well, one adds up in this year."""
    shown("chain_masters", months(date(2025, 3, 1), 20, 21, 21, 22, 22, 23, every=3))
    shown("green_factories", months(date(2025, 3, 1), 120, 122, 125, 126, 129, 131, every=3))
    shown("strategic_share", months(date(2025, 3, 1), *range(330_000, 360_000, 5_000), every=3))
    shown("park_projects", months(date(2026, 3, 1), 55, 120, every=3))
    shown("green_factories", months(date(2025, 12, 1), 20, 20, 21, every=3), county="350181")


def test_a_leader_sees_what_will_be_missed_and_why(browsing: Browsing, making: Making) -> None:
    _values()
    compute(TASK)
    leader = account(making, Role.SUPERVISOR)
    page = browsing.page(leader, language="en")
    page.goto("/targets/")
    cards = page.locator(".targets-grid").first.locator("> a")
    _picture(page, "home-en")
    expect(cards).to_have_count(len(with_targets()))
    first = [cards.nth(place) for place in range(2)]
    expect(first[0]).to_contain_text("Chain masters")
    expect(first[0]).to_contain_text("will be missed")
    expect(first[0]).to_contain_text("At this pace 2030 ends with")
    expect(first[1]).to_contain_text("Green factories")
    # all of it without scrolling
    box = cards.nth(len(with_targets()) - 1).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900
    assert sideways(page) == 0
    assert serious(page) == []

    first[1].click()
    expect(page.get_by_text("What would close the gap")).to_be_visible()
    settle(page)
    assert serious(page) == []
    _picture(page, "indicator-en", whole=True)
    page.get_by_role("link", name="P2.7").first.click()
    page.get_by_role("link", name="Green factories of provincial").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Green factories")
    page.goto("/targets/counties/")
    assert sideways(page) == 0
    _picture(page, "counties-en")

    phone = browsing.page(leader, width=390)
    for address in (
        "/targets/",
        "/targets/indicators/green_factories/",
        "/targets/indicators/park_projects/",
        "/targets/counties/",
        "/targets/yearly/",
    ):
        phone.goto(address)
        settle(phone)
        assert sideways(phone) == 0, address
        _picture(phone, "phone-" + (address.strip("/").split("/")[-1]), whole=True)
    desk = browsing.page(leader)
    desk.goto("/targets/")
    _picture(desk, "home-zh")
    desk.goto("/targets/indicators/park_projects/")
    settle(desk)
    _picture(desk, "indicator-zh", whole=True)


def test_a_value_is_reported_and_confirmed_by_another(
    browsing: Browsing, making: Making, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    evidence = tmp_path / "list.pdf"
    evidence.write_bytes(b"%PDF-1.4\n%%EOF\n")
    first = browsing.page(account(making, Role.CITY, "first"), language="en")
    first.goto("/targets/indicators/fixed_investment_rank/")
    first.get_by_role("link", name="Report a value").click()
    browsing.expected.add(422)
    first.get_by_label("Actual value").fill("many")
    first.get_by_label("Evidence").set_input_files(str(evidence))
    first.get_by_role("button", name="Report", exact=True).click()
    expect(first.locator(".invalid-feedback, .field .text-danger").first).to_be_visible()
    first.get_by_label("Actual value").fill("2")
    first.get_by_label("Evidence").set_input_files(str(evidence))
    first.get_by_role("button", name="Report", exact=True).click()
    expect(first.get_by_text("Reported. Another person confirms it.")).to_be_visible()
    second = browsing.page(account(making, Role.CITY, "second"), language="en")
    second.goto(first.url)
    _picture(second, "report-en")
    second.get_by_role("button", name="Confirm").click()
    expect(second.get_by_text("Confirmed: the values count from now on.")).to_be_visible()
    assert Value.objects.get(indicator="fixed_investment_rank").value == 2


def _picture(page: Any, name: str, *, whole: bool = False) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=whole)

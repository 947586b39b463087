"""Forty are proposed from Excel, thirty enter, one grows; a little giant that lacks leaves."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from banyan.desk.lists.models import Candidacy, Entry, Round
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from browser.browsing import Browsing
from desk.lists.listing import FIRST, Listing
from desk.lists.test_terms import ending
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def _opened(city: Page) -> str:
    """A city officer prepares and opens a round of thirty places; its address."""
    city.goto("/lists/rongsheng/rounds/")
    city.get_by_role("link", name="Prepare a round").click()
    city.get_by_label("Proposals until").fill(str(date.today() + timedelta(days=20)))
    city.get_by_label("Places of the round").fill("30")
    city.get_by_role("button", name="Prepare it").click()
    city.get_by_role("button", name="Open it for proposals").click()
    expect(city.get_by_text("open for proposals")).to_be_visible()
    return city.url


def _propose(county: Page, round_: str, listing: Listing, folder: Path) -> None:
    """A county fills the template with forty enterprises and sends it."""
    county.goto(round_)
    county.get_by_role("link", name="From Excel").click()
    with county.expect_download() as template:
        county.get_by_role("link", name="Template").click()
    book = load_workbook(BytesIO(Path(template.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    for one in listing.organizations(40):
        sheet.append([one.pk, one.name, "Raise", "orders grow"])
    path = folder / "榕升计划推荐.xlsx"
    book.save(path)
    county.get_by_label("File (.xlsx or .csv)").set_input_files(path)
    county.get_by_role("button", name="Check the file").click()
    expect(county.get_by_text("40 organizations will be proposed.")).to_be_visible()
    county.get_by_role("button", name="Write them").click()
    expect(county.get_by_text("They are proposed.")).to_be_visible()


def _decide(city: Page, round_: str) -> None:
    """Thirty are taken, ten are not, each with a reason; it is proposed to publish."""
    city.goto(round_)
    boxes = city.locator("input[name=candidacy]")
    for place in range(30):
        boxes.nth(place).check()
    city.get_by_label("reason", exact=True).fill("成长性较好")
    city.get_by_role("button", name="Take", exact=True).click()
    city.goto(f"{round_}?state=proposed")
    city.get_by_label("all that the filter shows, on every page").check()
    city.get_by_label("reason", exact=True).fill("近年投入不足")
    city.get_by_role("button", name="Do not take").click()
    city.goto(round_)
    city.get_by_label("They enter on").fill(str(timezone.localdate().replace(day=1)))
    city.get_by_role("button", name="Propose to publish").click()
    expect(city.get_by_text("waits for publication")).to_be_visible()


def test_a_county_proposes_forty_the_city_takes_thirty_and_one_grows(
    browsing: Browsing, listing: Listing, tmp_path: Path
) -> None:
    city = browsing.page(listing.city.account, language="en")
    round_ = _opened(city)
    county = browsing.page(listing.county.account, language="en")
    _propose(county, round_, listing, tmp_path)
    _decide(city, round_)
    second = browsing.page(listing.second.account, language="en")
    second.goto("/todo/")
    second.get_by_role("link", name="Publish as a second person").click()
    second.get_by_role("button", name="Publish", exact=True).click()
    expect(second.get_by_text("The round is published")).to_be_visible()
    assert Entry.objects.filter(list="rongsheng").count() == 30
    assert Candidacy.objects.filter(state="refused").exclude(answer="").count() == 10
    assert Round.objects.get().taken == 30

    grown = Entry.objects.order_by("pk")[0].organization
    city.goto(f"/records/organizations/{grown.pk}/change/")
    city.get_by_label("above designated size").fill(str(timezone.localdate()))
    city.get_by_role("button", name="Save").click()
    city.goto("/lists/rongsheng/progress/")
    expect(city.get_by_text("above designated size since").first).to_be_visible()
    expect(city.locator(".lists-figures")).to_contain_text("3.33%")


def test_a_little_giant_that_lacks_leaves_and_its_owner_reads_why(
    browsing: Browsing, listing: Listing
) -> None:
    entry = ending(listing)
    speaker = listing.speaker(FIRST).account
    city = browsing.page(listing.city.account, language="en")
    city.goto("/lists/gradient/reviews/")
    city.locator("input[name=entry]").check()
    city.get_by_label("reason", exact=True).fill("no provincial recognition any more")
    city.get_by_role("button", name="They leave").click()
    second = browsing.page(listing.second.account, language="en")
    second.goto("/lists/changes/")
    second.locator("input[name=change]").check()
    second.get_by_role("button", name="Confirm what is ticked").click()
    expect(second.get_by_text("Confirmed.")).to_be_visible()
    record = FACTS["recognitions"].objects.get(recognition=entry.recognition)
    assert record.expires_on == timezone.localdate()
    person = browsing.page(speaker, language="en", width=390)
    person.goto("/lists/mine/")
    expect(person.get_by_text("no longer meets the criteria")).to_be_visible()
    assert speaker.role == Role.ENTERPRISE

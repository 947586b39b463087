"""One award, from an imported list to the bank and into a bulletin, and all the way back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from banyan.desk.matching.models import Match
from banyan.desk.payments.models import PaymentOrder
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.models import FACTS
from banyan.desk.settlement.models import Award
from browser.browsing import Browsing
from browser.way_to_the_bank import Officers
from desk.making import Making

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("notices_end_at_once"),
]


def _year() -> int:
    years = declared_pack().years
    return min(max(timezone.localdate().year, years.start), years.stop - 1)


def _import_recognition(page: Page, uscc: str, folder: Path) -> None:
    """An officer imports the list of this year's technology centres and vouches for it."""
    page.goto("/imports/")
    with page.expect_download() as template:
        page.locator("a[href$='templates/recognitions.xlsx']").click()
    workbook = load_workbook(BytesIO(Path(template.value.path()).read_bytes()))
    sheet = workbook.worksheets[0]
    names = [column.name for column in declared_pack().schema.table("recognitions").columns]
    row = {
        "recognition": "JS-2026-001",
        "uscc": uscc,
        "kind": "technology_centre",
        "level": "provincial",
        "recognized_on": f"{_year()}-01-02",
    }
    sheet.append([row.get(name) for name in names])
    path = folder / "企业技术中心名单.xlsx"
    workbook.save(path)
    page.get_by_label("File (.xlsx or .csv)").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_label("write them as verified by me").check()
    page.get_by_role("button", name="Import 1 record").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible()


def test_an_award_travels_from_an_imported_list_to_the_bank_and_can_be_followed_back(
    browsing: Browsing, making: Making, tmp_path: Path
) -> None:
    year = _year()
    browsing.expected.add(422)  # the same answer of the bank, read in again
    officers = Officers(browsing, making, year)
    organization = making.organization(1)
    FACTS["organizations"].objects.update(verified_at=timezone.now())
    enterprise = making.account(Role.ENTERPRISE)
    making.representation(enterprise, organization)

    # imported, matched, told
    city = officers.city
    _import_recognition(city, organization.uscc, tmp_path)
    city.goto("/matches/")
    city.get_by_role("button", name="Search now").click()
    city.goto("/matches/")
    city.get_by_label(f"{organization.name}, ").check()
    city.get_by_role("button", name="Tell the enterprises").click()
    assert Match.objects.get().state == Match.State.TOLD

    # confirmed, with the account, on one page
    person = browsing.page(enterprise, language="en", width=390)
    person.goto("/todo/")
    person.get_by_role("link", name="Confirm").first.click()
    person.get_by_label("Bank", exact=True).fill("Industrial Bank, Fuzhou")
    person.get_by_label("account number").fill("117010101000123456")
    person.get_by_role("button", name="Confirm what is ticked").click()
    assert Match.objects.get().state == Match.State.CONFIRMED

    # computed, before the public, approved, paid
    officers.settle()
    visitor = browsing.page(language="en")
    visitor.goto("/notices/")
    visitor.get_by_role("main").get_by_role("link").first.click()
    expect(visitor.get_by_text(organization.name)).to_be_visible()
    reference = officers.pay(tmp_path)
    award = Award.objects.get()
    assert award.paid == award.amount == 700_000_00
    person.goto("/payments/own/")
    expect(person.get_by_text("700,000.00").first).to_be_visible()
    assert PaymentOrder.objects.get().reference == reference

    # a bulletin: drafted by one, published by another
    writer = browsing.page(making.account(Role.SUPERVISOR, "writer"), language="en")
    writer.goto("/bulletins/drafts/new/")
    writer.get_by_role("button", name="Compute the figures").click()
    draft = writer.url
    publisher = browsing.page(making.account(Role.SUPERVISOR, "publisher"), language="en")
    publisher.goto(draft)
    publisher.get_by_role("button", name="Publish").click()
    file = publisher.get_by_role("link", name="PDF").first.get_attribute("href")
    assert file is not None
    _follow_back(browsing, making, publisher.request.get(file).body(), reference)


def _follow_back(browsing: Browsing, making: Making, pdf: bytes, reference: str) -> None:
    """An auditor starts from a figure of the PDF and ends at the imported row and the article."""
    links = [
        str(annotation.get_object()["/A"]["/URI"])
        for page in PdfReader(BytesIO(pdf)).pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    ]
    figures = [link for link in links if "/figures/" in link and "paid" in link]
    assert figures, links
    auditor = browsing.page(making.account(Role.AUDITOR), language="en")
    auditor.goto(urlsplit(figures[0]).path)
    auditor.get_by_role("link", name=reference).first.click()
    auditor.get_by_role("link", name="how it was computed").click()
    expect(auditor.get_by_text("JS-2026-001").first).to_be_visible()
    expect(auditor.get_by_text("企业技术中心名单.xlsx").first).to_be_visible()
    line = auditor.url
    auditor.get_by_role("link", name="A2.1").first.click()
    expect(auditor.get_by_role("heading", level=1)).to_contain_text("A2.1")
    auditor.goto(line)
    auditor.get_by_role("heading", name="JS-2026-001").get_by_role("link").click()
    expect(auditor.get_by_text("JS-2026-001").first).to_be_visible()

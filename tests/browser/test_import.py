"""An officer imports a list with faults, mends it, imports it, and takes it back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from browser.browsing import Browsing
from desk.making import Making


def _send(page: Page, path: Path) -> None:
    page.goto("/imports/")
    page.get_by_label("File (.xlsx or .csv)").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()


def test_an_officer_imports_a_list_with_three_faults_after_mending_them(
    browsing: Browsing, making: Making, tmp_path: Path
) -> None:
    codes = [making.organization(number).uscc for number in (1, 2, 3)]
    orders = FACTS["orders"].objects
    page = browsing.page(making.account(Role.CITY), language="en")

    page.goto("/imports/")
    with page.expect_download() as template:
        page.locator("a[href$='templates/orders.xlsx']").click()
    workbook = load_workbook(BytesIO(Path(template.value.path()).read_bytes()))
    sheet = workbook.worksheets[0]
    day = date(2026, 5, 1)
    rows = [
        ["O1", codes[0], day, "1000000.00"],
        ["O2", codes[1], "the first of May", "2000000.00"],
        ["O2", codes[1], day, "3000000.00"],
        ["O4", making.credit_code(9), day, "4000000.00"],
    ]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "订单.xlsx"
    workbook.save(path)

    _send(page, path)
    expect(page.get_by_text("3 faults: nothing has been written.")).to_be_visible()
    expect(page.locator("td.cell-faulty", has_text="the first of May")).to_be_visible()
    expect(page.locator("td.cell-faulty", has_text=making.credit_code(9))).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_have_count(0)
    assert orders.count() == 0

    last = sheet.max_row
    sheet.cell(last - 2, 3).value = day
    sheet.cell(last - 1, 1).value = "O3"
    sheet.cell(last, 2).value = codes[2]
    workbook.save(path)
    _send(page, path)
    expect(page.get_by_text("4 records will be written.")).to_be_visible()
    assert orders.count() == 0
    page.get_by_role("button", name="Import 4 records").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    assert sorted(orders.values_list("order", "amount")) == [
        (f"O{number}", number * 1_000_000_00) for number in range(1, 5)
    ]

    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("button", name="Take back")).to_have_count(0)
    assert orders.count() == 0

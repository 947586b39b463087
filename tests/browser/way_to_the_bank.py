"""From verified records to paid money, as officers walk it in the browser: the same for what was
matched and for what was applied for."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from banyan.desk.audit import Actor
from banyan.desk.funds.actions import confirm_change, propose_change
from banyan.desk.funds.ledger import CITY, GENERAL
from banyan.desk.payments.models import Batch
from banyan.desk.payments.sample import sample_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from browser.browsing import Browsing
from desk.making import Making


class Officers:
    """Two city officers and two finance officers, each before a browser, and a budget that bears
    what they do in ``year``. The desk is that of a demo: nobody waits for a public notice."""

    def __init__(self, browsing: Browsing, making: Making, year: int) -> None:
        self.year = year
        finance = [making.account(Role.FINANCE, f"finance-{number}") for number in (1, 2)]
        city = [making.account(Role.CITY, f"city-{number}") for number in (1, 2)]
        change = propose_change(Actor(finance[0]), year, GENERAL, "", CITY, 10**11, "budget")
        confirm_change(Actor(finance[1]), change)
        self.finance, self.second_finance = self._pages(browsing, finance)
        self.city, self.second_city = self._pages(browsing, city)

    def _pages(self, browsing: Browsing, accounts: list[Account]) -> list[Page]:
        return [browsing.page(account, language="en") for account in accounts]

    def settle(self) -> None:
        """A run, its public notice, and the approval of a second person."""
        page = self.city
        page.goto("/runs/")
        page.get_by_label("Year").select_option(str(self.year))
        page.get_by_role("button", name="Start a run").click()
        page.get_by_role("button", name="Open the public notice").click()
        expect(page.get_by_text("You opened the notice; somebody else approves")).to_be_visible()
        self.second_city.goto(page.url)
        self.second_city.get_by_role("button", name="Approve the run").click()
        expect(self.second_city.get_by_text("its awards can be paid")).to_be_visible()

    def pay(self, folder: Path) -> str:
        """The account is looked at, a batch drawn up, checked, sent, and answered by the bank; the
        same answer a second time changes nothing. The reference of the payment order."""
        page, second = self.finance, self.second_finance
        page.goto("/payments/accounts/")
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Good").click()
        page.goto("/payments/new/")
        page.get_by_role("button", name="Draw up the batch").click()
        expect(page.get_by_text("A second finance officer looks at the totals")).to_be_visible()
        batch = page.url
        second.goto(batch)
        second.get_by_role("button", name="I have checked this batch").click()
        page.goto(batch)
        page.get_by_role("button", name="Make the file for the bank").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").first.click()
        sent = Batch.objects.get()
        order = sent.orders.get()
        content = Path(download.value.path()).read_text("utf-8-sig")
        assert order.reference in content
        assert order.number in content
        assert sent.sent_at is not None
        answer = folder / "回盘.csv"
        answer.write_bytes(sample_of(sent, sent.sent_at.date()))
        page.goto("/payments/bank/")
        page.get_by_label("File (.xlsx or .csv)").set_input_files(answer)
        page.get_by_role("button", name="Read in and post").click()
        expect(page.get_by_text(order.reference)).to_be_visible()
        page.goto("/payments/bank/")
        page.get_by_label("File (.xlsx or .csv)").set_input_files(answer)
        page.get_by_role("button", name="Read in and post").click()
        expect(page.get_by_text("was read in already; it changes nothing again")).to_be_visible()
        return order.reference

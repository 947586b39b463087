"""An application from the draft, through a return and blind scoring, to the bank."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from banyan.desk.applications.models import Application
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from banyan.desk.settlement.models import Award
from browser.browsing import Browsing
from browser.way_to_the_bank import Officers
from desk.applications.applying import SCORED, Applying
from desk.applications.files import PDF
from desk.making import Making

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("notices_end_at_once"),
]


@pytest.fixture
def applying(making: Making) -> Applying:
    found = Applying(making).verified()
    found.window(SCORED)
    return found


def _move(page: Page, number: int, button: str, said: str = "", *, under: str = "") -> None:
    page.goto(f"/applications/{number}/")
    if under:
        page.get_by_text(under).click()
    if said:
        page.get_by_label("Reason" if "Return" not in button else "What is missing").fill(said)
    page.get_by_role("button", name=button, exact=True).click()


def test_an_application_travels_from_the_draft_to_the_bank(
    browsing: Browsing, applying: Applying, making: Making, tmp_path: Path
) -> None:
    proof = tmp_path / "contract.pdf"
    proof.write_bytes(PDF)
    colleague = making.account(Role.ENTERPRISE, username="colleague")
    making.representation(colleague, applying.organization)

    # a draft, saved as it is written, by two
    person = browsing.page(applying.applicant.account, language="en")
    person.goto("/applications/")
    person.get_by_role("link", name="Research collaboration grant").click()
    person.get_by_role("button", name="Begin a draft").click()
    person.get_by_role("button", name="Add: Research collaborations").click()
    paid = person.get_by_label("Actually paid by the enterprise")
    other = browsing.page(colleague, language="en")
    other.goto("/applications/")
    other.get_by_role("link", name=str(Application.objects.get().reference)).click()
    other.get_by_role("link", name="Go on with the form").first.click()
    paid.fill("300,000")
    paid.blur()
    expect(person.get_by_text("saved").first).to_be_visible()
    theirs = other.get_by_label("Actually paid by the enterprise")
    theirs.fill("250000")
    theirs.blur()
    conflict = other.get_by_role("alert")
    expect(conflict).to_contain_text("300,000.00")
    expect(conflict).to_contain_text("250,000.00")
    conflict.get_by_role("button", name="Write mine instead").click()
    expect(conflict).to_have_count(0)
    expect(other.get_by_text("saved").first).to_be_visible()
    row = Application.objects.get().rows.get()
    assert row.said["paid"]["value"] == "250000"

    # resumed, completed and submitted
    person.reload()
    expect(paid).to_have_value("250000")
    person.get_by_label("Already in production").select_option(label="yes")
    expect(person.get_by_text("1 thing is missing")).to_be_visible()
    expect(person.locator("#preview")).to_contain_text("125,000.00")
    person.get_by_label("Files").set_input_files(proof)
    person.get_by_role("button", name="Send").click()
    person.get_by_role("link", name="Go on to submit").click()
    person.locator("[name=bank]").fill("Industrial Bank, Fuzhou")
    person.locator("[name=number]").fill("1170 1010 0100 123456")
    person.get_by_label("What we submit is true").check()
    person.get_by_role("button", name="Submit").click()
    expect(person.get_by_text("county review").first).to_be_visible()
    number = Application.objects.get().pk

    # returned once, supplied, reviewed
    county = browsing.page(applying.county.account, language="en")
    under = "Return it: something is missing"
    _move(county, number, "Return it", "the bank's receipt", under=under)
    person.goto(f"/applications/{number}/form/")
    expect(person.get_by_text("the bank's receipt")).to_be_visible()
    person.get_by_label("Files").set_input_files(proof)
    person.get_by_role("button", name="Send").click()
    person.get_by_role("link", name="Go on to submit").click()
    person.get_by_label("What we submit is true").check()
    person.get_by_role("button", name="Submit").click()
    county.goto(f"/applications/{number}/")
    expect(county.get_by_text(under)).to_have_count(0)
    _move(county, number, "Pass it on")

    # scored by three who are not told whose it is
    city = browsing.page(applying.city.account, language="en")
    experts = [applying.expert(count) for count in (1, 2, 3)]
    _move(city, number, "Have it scored")
    city.get_by_role("button", name="It names nobody").first.click()
    for expert in experts:
        city.get_by_label("Ask").select_option(value=str(expert.account.pk))
        city.get_by_role("button", name="Ask", exact=True).click()
    for expert, points in zip(experts, (80, 85, 91), strict=True):
        blind = browsing.page(expert.account, language="en")
        blind.goto("/applications/scoring/")
        blind.get_by_role("link", name="Research collaboration grant").click()
        expect(blind.get_by_text("250,000.00")).to_have_count(0)
        blind.get_by_role("button", name="I have none").click()
        expect(blind.get_by_text("250,000.00")).to_be_visible()
        expect(blind.get_by_text(applying.organization.name)).to_have_count(0)
        expect(blind.get_by_role("link", name="Document 1.1")).to_be_visible()
        blind.get_by_label("Points").fill(str(points))
        blind.get_by_label("Reasons").fill("sound")
        blind.get_by_role("button", name="Give the points").click()
    _move(city, number, "Conclude the scoring")

    # decided
    finance = browsing.page(applying.finance.account, language="en")
    _move(finance, number, "Approve")
    record = FACTS["collaborations"].objects.get(organization=applying.organization)
    assert record.score == 85
    assert record.paid == 25_000_000
    assert record.verified_by == applying.finance.account
    finance.goto(f"/records/collaborations/{record.pk}/")
    finance.get_by_role("link", name="with its evidence").click()
    expect(finance.get_by_text("approved").first).to_be_visible()
    expect(finance.get_by_role("link", name="contract.pdf").first).to_be_visible()

    # settled with everything else, and paid to the account that came with the application
    browsing.expected.add(422)
    officers = Officers(browsing, making, Application.objects.get().year)
    officers.settle()
    reference = officers.pay(tmp_path)
    award = Award.objects.get()
    assert award.paid == award.amount == 12_500_000
    person.goto(f"/payments/orders/{reference}/")
    expect(person.get_by_text("125,000.00").first).to_be_visible()

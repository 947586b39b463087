"""An enterprise registers, claims its organization, is accepted, and sees its benefits."""

from __future__ import annotations

from playwright.sync_api import expect

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from browser.browsing import Browsing
from desk.making import PASSWORD, Making
from desk.policy.scenarios import enterprise_with_equipment


def test_an_enterprise_registers_claims_is_accepted_and_sees_its_benefits(
    browsing: Browsing, making: Making
) -> None:
    enterprise_with_equipment(making)
    organization = Organization.objects.get()
    officer = making.account(Role.COUNTY, county=organization.county)

    person = browsing.page(language="en")
    person.goto("/")
    person.get_by_role("link", name="Sign in").first.click()
    person.get_by_role("link", name="Register").click()
    person.get_by_label("User name").fill("lin")
    person.locator("[name=password1]").fill(PASSWORD)
    person.locator("[name=password2]").fill(PASSWORD)
    person.get_by_label("Your name").fill("林晓岚")
    person.get_by_role("button", name="Register").click()
    expect(person.get_by_role("heading", level=1)).to_contain_text("林晓岚")

    person.goto("/claims/")
    person.get_by_label("Unified social credit code").fill(organization.uscc.lower())
    person.get_by_label("Message to the officer").fill("the accountant")
    person.get_by_role("button", name="Send the claim").click()
    expect(person.get_by_text("waiting").first).to_be_visible()
    browsing.expected.add(404)
    hidden = person.goto(f"/organizations/{organization.uscc}/")
    assert hidden is not None
    assert hidden.status == 404

    county = browsing.page(officer, language="en")
    county.goto("/claims/to-decide/")
    county.get_by_role("row", name="林晓岚").get_by_role("link").click()
    expect(county.get_by_text("the accountant")).to_be_visible()
    county.get_by_role("button", name="Accept").click()

    person.goto("/benefits/")
    expect(person.get_by_text(organization.name).first).to_be_visible()
    expect(person.get_by_role("heading", name="Equipment upgrade grant").first).to_be_visible()
    account = Account.objects.get(username="lin")
    assert account.role == Role.ENTERPRISE
    assert [one.organization for one in account.representations.all()] == [organization]

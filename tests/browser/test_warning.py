"""A fall in an enterprise's output raises a warning, which is answered in time."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from banyan.desk.cases.models import Case
from banyan.desk.people.roles import Role
from browser.browsing import Browsing
from desk.making import Making
from desk.monitoring.watching import back, reported, watched

pytestmark = pytest.mark.django_db(transaction=True)

A_MILLION_YUAN = 10**8


def _do(page: Page, case: Case, deed: str, what_was_done: str) -> None:
    """Opens a deed of the case's page, says what was done, and does it."""
    page.goto(f"/cases/{case.pk}/")
    one = page.locator("details").filter(has=page.get_by_text(deed, exact=True)).first
    if one.get_attribute("open") is None:
        one.locator("summary").click()
    one.get_by_label("What was done").fill(what_was_done)
    one.get_by_role("button", name=deed, exact=True).click()


def test_a_fall_in_output_raises_a_warning_that_is_answered_in_time(
    browsing: Browsing, making: Making
) -> None:
    # no rule speaks of January and February, when the Spring Festival moves
    ago = next(n for n in (1, 2, 3) if back(n).month > 2)
    organization = watched(making)
    reported(organization, dict.fromkeys(range(ago + 1, ago + 14), 100 * A_MILLION_YUAN))
    person = making.account(Role.ENTERPRISE)
    making.representation(person, organization)
    officers = [making.account(Role.COUNTY, name) for name in ("first", "second")]

    # the enterprise reports a month from a phone: its output has fallen by half
    phone = browsing.page(person, language="en", width=390)
    month = f"{back(ago):%Y-%m}"
    phone.goto(f"/monitoring/enterprises/{organization.pk}/report/?month={month}")
    phone.get_by_label("Output").fill("5,000")
    phone.get_by_role("button", name="Report").click()
    expect(phone.get_by_text("The figures are reported")).to_be_visible()

    # it is in the county's to-do, with the chart that raised it
    first, second = (browsing.page(one, language="en") for one in officers)
    case = Case.objects.get(kind="warning")
    first.goto("/todo/")
    first.get_by_role("link", name=organization.name).first.click()
    expect(first.get_by_text("What raised this warning")).to_be_visible()
    expect(first.locator("[data-chart-picture] canvas").first).to_be_visible()

    # answered, met, handled, each within its days
    for step in case.declared_kind.steps[:-1]:
        _do(first, case, step.words["en"], "The owner was reached: a mould broke.")
    _do(first, case, "Report it as solved", "A new mould is in use.")
    second.goto(f"/cases/{case.pk}/")
    second.get_by_role("button", name="Close it").click()
    expect(second.get_by_text("closed", exact=True).first).to_be_visible()
    stages = list(case.stages.all())
    assert len(stages) == 3
    assert all(
        one.done_at is not None and timezone.localdate(one.done_at) <= one.due_on for one in stages
    )

"""What a coordination meeting decides turns up in somebody's to-do."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from banyan.desk.cases.models import Case
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from browser.browsing import Browsing
from desk.making import Making
from desk.meetings.coordinating import Coordinating

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_decision_of_a_meeting_turns_up_in_the_to_do_of_its_unit(
    browsing: Browsing, making: Making
) -> None:
    making.organization(1)
    coordinating = Coordinating(making)
    today = timezone.localdate()
    stuck = coordinating.case("新厂房等待增容")
    Case.objects.filter(pk=stuck.pk).update(due_on=today.replace(year=today.year - 1))
    power = making.unit("power")
    engineer = making.account(Role.DEPARTMENT, "engineer")
    Account.objects.filter(pk=engineer.pk).update(unit=power)
    first, second = (
        browsing.page(coordinating.officer(name).account, language="en")
        for name in ("first", "second")
    )

    # planned for today, with what is overdue on its agenda
    first.goto("/meetings/")
    first.get_by_role("link", name="Plan a meeting").first.click()
    first.get_by_label("Title", exact=True).fill("Power for new plants")
    first.get_by_label("Day", exact=True).fill(today.isoformat())
    first.get_by_label("Place", exact=True).fill("Room 201")
    first.get_by_label("Chair", exact=True).fill("Deputy head Lin")
    first.get_by_role("button", name="Plan it and write the agenda").click()
    meeting = first.url
    first.get_by_label("新厂房等待增容").check()
    first.get_by_role("button", name="Put on the agenda").click()

    # held: what was said, what was decided, by whom and until when
    first.get_by_label("What was said").fill("The line can be laid this month.")
    first.get_by_role("button", name="Keep", exact=True).click()
    first.get_by_text("Add a decision").click()
    first.locator("[name=what]").fill("Lay the 10 kV line")
    first.locator("[name=lead]").select_option(label="power")
    until = working_days_after(today, 10)
    first.locator("[name=due_on]").fill(until.isoformat())
    first.get_by_role("button", name="Decided").click()
    first.get_by_role("button", name="Submit to be signed").click()
    second.goto(meeting)
    second.get_by_role("button", name="Sign", exact=True).click()
    expect(second.get_by_text("Minutes No. 1")).to_be_visible()
    with second.expect_download() as word:
        second.get_by_role("link", name="Word").click()
    assert word.value.suggested_filename.endswith(".docx")

    # the unit finds it in its to-do, with the day
    unit = browsing.page(engineer, language="en", width=390)
    unit.goto("/todo/")
    unit.get_by_role("link", name="Lay the 10 kV line").first.click()
    expect(unit.get_by_text(until.isoformat()).first).to_be_visible()
    expect(unit.get_by_text("Power for new plants").first).to_be_visible()

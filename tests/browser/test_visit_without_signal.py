"""An officer records a visit where there is no signal; it arrives once, with its photo and problem,
as soon as there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from banyan.desk.cases.models import Case
from banyan.desk.people.models import Account, Session
from banyan.desk.visits.models import Visit
from browser.browsing import Browsing, sideways
from desk.making import Making
from desk.visits.visiting import PNG, Visiting

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "/visits/phone/"


@pytest.fixture
def visiting(making: Making, settings: object, tmp_path: Path) -> Visiting:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    found = Visiting(making)
    found.assigned(1)
    found.assigned(2)
    return found


@pytest.fixture
def phone(browsing: Browsing) -> Callable[[Account], Page]:
    """A phone on which an account is signed in, with the page open and kept."""

    def opened(account: Account) -> Page:
        page = browsing.page(account, language="en", width=390, has_touch=True, is_mobile=True)
        page.goto(FORM)
        expect(page.get_by_text("This page opens without signal too.")).to_be_visible()
        return page

    return opened


def _without_signal(browsing: Browsing, page: Page) -> None:
    page.context.set_offline(True)


def _with_signal(browsing: Browsing, page: Page) -> None:
    page.context.set_offline(False)
    # what was not loaded while there was no signal is no fault
    browsing.faults.clear()


def _record(page: Page, organization: str, seen: str, problem: str = "") -> None:
    page.get_by_label("Enterprise", exact=True).select_option(label=organization)
    page.get_by_label("What was seen and said").fill(seen)
    if problem:
        page.get_by_label("Problem that the enterprise named").fill(problem)
    page.get_by_role("button", name="Send the record").click()


def test_a_visit_recorded_without_signal_arrives_once(
    browsing: Browsing,
    visiting: Visiting,
    phone: Callable[[Account], Page],
    tmp_path: Path,
) -> None:
    photo = tmp_path / "workshop.png"
    photo.write_bytes(PNG)
    page = phone(visiting.officer().account)
    assert sideways(page) == 0
    name = visiting.organization().name

    _without_signal(browsing, page)
    page.get_by_label("Photos").set_input_files(photo)
    expect(page.locator("#visits-thumbs canvas")).to_have_count(1)
    page.get_by_label("Problem that the enterprise named").fill("车间连续停电，影响交货。")
    expect(page.get_by_label("What the problem is about")).to_have_value("energy")
    page.get_by_role("button", name="Another problem").click()
    page.get_by_label("Problem that the enterprise named").nth(1).fill("招工难，缺工五十人")
    page.get_by_label("Enterprise", exact=True).select_option(label=name)
    page.get_by_label("What was seen and said").fill("两条生产线满负荷运转。")
    page.get_by_role("button", name="Send the record").click()
    expect(page.get_by_text("Kept on this phone: 1 waiting.")).to_be_visible()
    assert not Visit.objects.exists()

    # opened again without signal, it is there still, and so are the enterprises
    page.goto(FORM)
    expect(page.locator("#visits-waiting")).to_contain_text(name)
    expect(page.get_by_text("Kept on this phone: 1 waiting.")).to_be_visible()
    _record(page, visiting.organization(2).name, "一切正常。")
    expect(page.get_by_text("Kept on this phone: 2 waiting.")).to_be_visible()

    _with_signal(browsing, page)
    expect(page.get_by_text("Sent.")).to_be_visible()
    expect(page.locator("#visits-waiting")).to_be_hidden()
    page.goto(FORM)
    expect(page.get_by_label("Enterprise", exact=True)).to_be_visible()
    assert Visit.objects.count() == 2
    visit = Visit.objects.get(organization=visiting.organization())
    assert visit.photos.get().upload.content_type == "image/jpeg"
    assert [one.case.category for one in visit.problems.all()] == ["energy", "labour"]

    county = browsing.page(visiting.keeper().account, language="en")
    county.goto("/cases/")
    county.get_by_role("link", name="车间连续停电，影响交货").click()
    expect(county.get_by_text("Named on a visit")).to_be_visible()
    county.get_by_role("link", name=str(visit.held_on)).click()
    expect(county.get_by_text("两条生产线满负荷运转。")).to_be_visible()
    expect(county.get_by_role("img", name="workshop.jpg")).to_be_visible()
    assert Case.objects.count() == 2


def test_a_session_that_has_ended_keeps_what_waits_until_one_signs_in(
    browsing: Browsing, visiting: Visiting, phone: Callable[[Account], Page]
) -> None:
    page = phone(visiting.officer().account)
    Session.objects.all().delete()
    _record(page, visiting.organization().name, "一切正常。")
    expect(page.get_by_text("Sign in to send what waits.")).to_be_visible()
    expect(page.locator("#visits-waiting")).to_contain_text(visiting.organization().name)
    assert not Visit.objects.exists()

    again = browsing.page(visiting.officer().account, language="en", width=390)
    page.context.add_cookies(again.context.cookies())  # type: ignore[arg-type]
    page.goto(FORM)
    expect(page.get_by_text("Sent.")).to_be_visible()
    expect(page.locator("#visits-waiting")).to_be_hidden()
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_record_takes_two_steps_from_the_plan(
    browsing: Browsing, visiting: Visiting, scripts: bool
) -> None:
    """Written and sent; which enterprise, the day and how are filled in. Without scripts the form
    does the same."""
    visiting.planned()
    page = browsing.page(
        visiting.officer().account, language="en", width=390, java_script_enabled=scripts
    )
    page.goto("/visits/plan/")
    page.get_by_role("link", name="Record it").click()
    page.get_by_label("What was seen and said").fill("一切正常。")
    page.get_by_role("button", name="Send the record").click()
    if scripts:
        page.get_by_role("link", name="Read the record").click()
    expect(page.get_by_text("it was planned for")).to_be_visible()
    assert Visit.objects.get().planned is not None


def test_a_record_that_is_refused_says_why_and_is_mended_or_discarded(
    browsing: Browsing, visiting: Visiting, phone: Callable[[Account], Page]
) -> None:
    browsing.expected.add(422)
    page = phone(visiting.officer().account)
    for seen in ("第一次", "第二次"):
        page.get_by_label("Day").fill("2020-01-01")
        _record(page, visiting.organization().name, seen)
        expect(page.get_by_text("This is longer ago than a year.").last).to_be_visible()
    expect(page.get_by_role("button", name="Mend")).to_have_count(2)
    page.get_by_role("button", name="Mend").first.click()
    expect(page.get_by_label("What was seen and said")).to_have_value("第一次")
    page.get_by_label("Day").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.get_by_role("button", name="Send the record").click()
    expect(page.get_by_text("Not taken: 1.")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Really discard?").click()
    expect(page.locator("#visits-waiting")).to_be_hidden()
    assert [one.seen for one in Visit.objects.all()] == ["第一次"]


def test_on_a_shared_phone_nobody_sends_or_sees_what_another_recorded(
    browsing: Browsing, visiting: Visiting, phone: Callable[[Account], Page]
) -> None:
    visiting.assigned(3, officer=visiting.officer(2))
    page = phone(visiting.officer().account)
    page.context.route("**/visits/phone/state/", lambda route: route.abort())
    _record(page, visiting.organization().name, "第一人的记录")
    expect(page.get_by_text("Kept on this phone: 1 waiting.")).to_be_visible()

    # signed out, the page that the phone keeps shows nothing of anybody
    page.goto("/visits/")
    page.locator("summary", has=page.locator(".account-name")).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    _without_signal(browsing, page)
    page.goto(FORM)
    expect(page.get_by_text("Sign in while there is signal")).to_be_visible()
    expect(page.get_by_text(visiting.organization().name)).to_have_count(0)
    expect(page.get_by_text("第一人的记录")).to_have_count(0)
    page.context.unroute("**/visits/phone/state/")

    # the other's page has what is theirs alone
    other = browsing.page(visiting.officer(2).account, language="en", width=390)
    cookies = other.context.cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    _with_signal(browsing, page)
    page.goto(FORM)
    expect(page.get_by_label("Enterprise", exact=True)).to_contain_text(
        visiting.organization(3).name
    )
    _record(page, visiting.organization(3).name, "第二人的记录")
    expect(page.get_by_text("Sent.")).to_be_visible()
    expect(page.locator("#visits-waiting")).to_be_hidden()
    assert [one.seen for one in Visit.objects.all()] == ["第二人的记录"]

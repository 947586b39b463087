"""A problem named on a visit, until it is solved: the county, overdue, the city, solved, not solved
after all, solved; every step in the audit trail, and the month reconciled."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.cases.models import Case
from banyan.desk.obligations import daily
from banyan.desk.people.roles import Role
from banyan.desk.visits.actions import assigning
from banyan.desk.visits.models import Assignment
from browser.browsing import Browsing
from desk.cases.living import Living, on
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class Days:
    """Everybody before a browser of their own, on the day that it is."""

    def __init__(
        self, browsing: Browsing, living: Living, monkeypatch: pytest.MonkeyPatch, folder: Path
    ) -> None:
        self._browsing, self._monkeypatch = browsing, monkeypatch
        self.living = living
        self._folder = folder

    def proof(self, name: str) -> Path:
        path = self._folder / name
        path.write_bytes(PDF + name.encode())
        return path

    def begin(self, day: str) -> None:
        on(self._monkeypatch, day)
        daily.run_due()

    def of(self, actor: Actor, **more: Any) -> Page:
        return self._browsing.page(actor.account, language="en", **more)

    def do(self, actor: Actor, deed: str, **more: Any) -> None:
        """Does a deed on the case's page, with what is written in its fields by their names."""
        page = self.of(actor, width=390 if actor == self.living.enterprise else 1440)
        page.goto(f"/cases/{Case.objects.get().pk}/")
        one = page.locator("details").filter(has=page.get_by_text(deed, exact=True)).first
        if one.get_attribute("open") is None:
            one.locator("summary").click()
        for name, value in more.items():
            field = one.locator(f"[name={name}]")
            if name == "lead":
                field.select_option(label=value)
            elif name == "file":
                field.set_input_files(value)
            elif name == "rating":
                one.get_by_label(value).check()
            else:
                field.fill(value)
        one.get_by_role("button", name=deed, exact=True).click()


@pytest.fixture
def days(
    browsing: Browsing,
    making: Making,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> Days:
    settings.DATA = settings.MEDIA_ROOT = tmp_path
    on(monkeypatch, "2026-09-28")
    living = Living(making)
    assigning.assign(living.city, living.organization, living.county.account, Assignment.Kind.VISIT)
    return Days(browsing, living, monkeypatch, tmp_path)


def test_a_problem_named_on_a_visit_is_followed_until_it_is_solved(days: Days) -> None:
    living = days.living

    # on a phone, at the enterprise
    days.begin("2026-09-28")
    phone = days.of(living.county, width=390, has_touch=True, is_mobile=True)
    phone.goto("/visits/phone/")
    phone.get_by_label("Enterprise", exact=True).select_option(label=living.organization.name)
    phone.get_by_label("What was seen and said").fill("两条生产线，一条停着。")
    phone.get_by_label("Problem that the enterprise named").fill("车间连续停电，影响交货。")
    phone.get_by_role("button", name="Send the record").click()
    expect(phone.get_by_text("Sent.")).to_be_visible()

    # the county gives it to its bureau within a working day; the bureau accepts, and is silent
    county = days.of(living.county_too)
    county.goto("/cases/")
    expect(county.get_by_role("link", name="车间连续停电，影响交货")).to_be_visible()
    days.do(living.county_too, "Dispatch", lead="county-bureau")
    days.do(living.lead, "Accept")
    # ten working days: seven of holidays, and the Saturday after them that is worked
    assert Case.objects.get().due_on == date(2026, 10, 16)

    days.begin("2026-10-19")
    bureau = days.of(living.lead)
    bureau.goto("/todo/")
    expect(bureau.get_by_text("车间连续停电").first).to_be_visible()
    expect(bureau.locator("main").get_by_text("1 working day overdue").first).to_be_visible()

    # overdue for longer than the rule allows: it is in the city's ledger
    days.begin("2026-10-23")
    city = days.of(living.city)
    city.goto("/cases/?level=city")
    expect(city.get_by_role("link", name="车间连续停电，影响交货")).to_be_visible()
    days.do(living.city, "Dispatch", lead="power")
    days.do(living.company, "Accept")

    # solved, says the power company, with proof; it is not, says the enterprise
    days.begin("2026-10-27")
    days.do(
        living.company, "Report it as solved", note="换了变压器。", file=days.proof("更换单.pdf")
    )
    days.do(living.enterprise, "It is not solved", note="昨晚又停了两小时。")
    assert Case.objects.get().round == 1

    # another round, in the city's ledger, and solved
    days.do(living.city, "Dispatch", lead="power")
    days.do(living.company, "Accept")
    days.begin("2026-10-29")
    days.do(living.company, "Report it as solved", note="架了专线。", file=days.proof("验收单.pdf"))
    days.do(living.enterprise, "It is solved", rating="5, very satisfied")
    assert Case.objects.get().closed
    _every_step_is_in_the_audit()
    _the_month_is_reconciled(days)


def _every_step_is_in_the_audit() -> None:
    entries = Entry.objects.filter(subject="cases.case", key=str(Case.objects.get().pk))
    actions = entries.order_by("number").values_list("action", flat=True)
    # an answer has an entry of its own for the file that proves it
    assert [name for name, _entries in groupby(actions)] == [
        "visits.record",
        "cases.dispatch",
        "cases.accept",
        "cases.escalate_by_rule",
        "cases.dispatch",
        "cases.accept",
        "cases.report_solved",
        "cases.disagree",
        "cases.dispatch",
        "cases.accept",
        "cases.report_solved",
        "cases.agree",
    ]


def _the_month_is_reconciled(days: Days) -> None:
    """Made by itself on the first working day after it, and signed by both sides."""
    days.begin("2026-11-02")
    for actor in (days.living.county_too, days.living.city):
        page = days.of(actor)
        page.goto("/todo/")
        page.get_by_role("link", name="2026-10").first.click()
        expect(page.get_by_text("车间连续停电，影响交货").first).to_be_visible()
        page.get_by_role("button", name="Sign for my side").click()
    expect(page.get_by_text("signed by both").first).to_be_visible()
    page.get_by_role("link", name="车间连续停电，影响交货").first.click()
    expect(page.get_by_text("2026-10").first).to_be_visible()
    auditor = days.of(Actor(days.living.making.account(Role.AUDITOR)))
    auditor.goto(f"/audit/?organization={days.living.organization.pk}")
    entries = auditor.get_by_role("table")
    expect(entries.get_by_text("agreed that a case is solved").first).to_be_visible()

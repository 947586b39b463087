"""What the rules find becomes warnings, once each, however often they look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from banyan.desk.audit.models import Entry
from banyan.desk.cases.models import Case, Stage
from banyan.desk.cases.states import Outcome, State
from banyan.desk.monitoring import actions, figures, tasks
from banyan.desk.monitoring.case_section import section
from banyan.desk.monitoring.evaluation import month_number
from banyan.desk.monitoring.models import Finding
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from desk.at_once import at_once
from desk.making import Making
from desk.monitoring.watching import SYSTEM, back, reported, watched

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_september(monkeypatch: pytest.MonkeyPatch) -> None:
    """No month is left out of the comparisons then."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 9, 21))


def _fallen(making: Making, number: int = 1, **facts: Any) -> Any:
    """Output fell by half against the month and the year before."""
    organization = watched(making, number, **facts)
    reported(organization, {13: 1000, 2: 1000, 1: 500})
    return organization


def test_a_fall_opens_a_warning_with_three_steps_for_the_countys_unit(making: Making) -> None:
    lead = making.unit("county-350102", "350102")
    organization = _fallen(making)
    tasks.evaluate_months(SYSTEM, [back(1)])
    case = Case.objects.get()
    assert case.lead == lead
    assert (case.kind, case.category, case.organization_id) == (
        "warning",
        "output",
        organization.pk,
    )
    assert case.state == State.UNDER_WAY
    assert list(Stage.objects.values_list("code", flat=True)) == ["answer", "meet", "handle"]
    steps = Obligation.objects.filter(kind="cases.step").order_by("due_on")
    assert [one.working_days for one in steps] == [1, 3, 5]
    assert {one.unit for one in steps} == {lead}


def test_the_industry_bureau_of_the_county_goes_before_its_government(making: Making) -> None:
    making.unit("county-350102", "350102")
    bureau = making.unit("industry-350102", "350102")
    _fallen(making)
    tasks.evaluate_months(SYSTEM, [back(1)])
    assert Case.objects.get().lead == bureau


def test_without_a_unit_of_the_county_the_citys_bureau_leads(making: Making) -> None:
    city = making.unit("industry")
    _fallen(making)
    tasks.evaluate_months(SYSTEM, [back(1)])
    assert Case.objects.get().lead == city


def test_several_rules_on_one_indicator_gather_in_one_warning(making: Making) -> None:
    _fallen(making)
    tasks.evaluate_months(SYSTEM, [back(1)])
    case = Case.objects.get()
    assert set(Finding.objects.values_list("rule", "case")) == {
        ("output_month", case.pk),
        ("output_year", case.pk),
    }
    assert case.gravity == "urgent"


def test_looking_again_raises_nothing_again(making: Making) -> None:
    _fallen(making)
    assert tasks.evaluate_months(SYSTEM, [back(1)]) == 2
    assert tasks.evaluate_months(SYSTEM, [back(1)]) == 0
    assert Case.objects.count() == 1


def test_a_rule_that_finds_something_later_joins_the_warning_that_stands(making: Making) -> None:
    organization = watched(making)
    reported(organization, {2: 1000, 1: 500})
    tasks.evaluate_months(SYSTEM, [back(1)])
    reported(organization, {13: 1000})
    tasks.evaluate_months(SYSTEM, [back(1)])
    assert Finding.objects.filter(case=Case.objects.get()).count() == 2


def test_one_that_was_stopped_half_way_goes_on_and_raises_each_once(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        _fallen(making, number)
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    raise_warnings, calls = actions.raise_warnings, 0

    def dies(*arguments: Any) -> int:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return raise_warnings(*arguments)

    monkeypatch.setattr("banyan.desk.monitoring.actions.warnings.raise_warnings", dies)
    with pytest.raises(KeyboardInterrupt):
        tasks.evaluate_months(SYSTEM, [back(1)])
    assert Case.objects.count() == 2
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 9, 21))
    tasks.evaluate_months(SYSTEM, [back(1)])
    assert Case.objects.count() == 5
    assert Finding.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_raise_each_warning_once(making: Making) -> None:
    for number in range(1, 4):
        _fallen(making, number)

    def look() -> None:
        tasks.evaluate_months(SYSTEM, [back(1)])

    raised = at_once(look, look)
    if raised != [None, None]:
        look()  # the one that lost is begun again by the worker
    assert Case.objects.count() == 3
    assert Finding.objects.count() == 6


def test_missing_reports_are_warned_of_after_the_day_on_which_they_were_due(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = watched(making)
    reported(organization, {2: 1000})
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 9, 10))
    tasks.evaluate_months(SYSTEM, [back(1)])
    assert not Case.objects.exists()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 9, 11))
    tasks.every_day(SYSTEM, date(2026, 9, 11))
    case = Case.objects.get(origin_key=f"missing:2026-08:{organization.pk}")
    assert case.category == "missing"


def test_the_warning_shows_what_raised_it(making: Making) -> None:
    _fallen(making)
    tasks.evaluate_months(SYSTEM, [back(1)])
    shown = section(None, Case.objects.get())  # type: ignore[arg-type]
    assert shown is not None
    assert len(shown.context["sentences"]) == 2
    (chart,) = shown.context["charts"]
    assert chart["rows"][0] == [f"{back(1):%Y-%m}", "5.00", "10.00"]


def test_the_chart_stands_on_the_warnings_page(making: Making, client: Client) -> None:
    _fallen(making)
    tasks.evaluate_months(SYSTEM, [back(1)])
    client.force_login(making.account(Role.CITY))
    case = Case.objects.get()
    assert "data-chart" in client.get(f"/cases/{case.pk}/").content.decode()


def test_false_alarms_are_counted_by_rule(making: Making) -> None:
    for number in (1, 2):
        _fallen(making, number)
    tasks.evaluate_months(SYSTEM, [back(1)])
    first, second = Case.objects.order_by("pk")
    Obligation.objects.all().delete()
    now = first.raised_at
    for case, outcome in ((first, Outcome.FALSE_ALARM), (second, Outcome.SOLVED)):
        Stage.objects.filter(case=case).update(done_at=now)
        Case.objects.filter(pk=case.pk).update(state=State.CLOSED, outcome=outcome, closed_at=now)
    Stage.objects.update(due_on="2030-01-01")
    rows = figures.precision(making.account(Role.CITY), back(1), back(0))
    (row,) = [one for one in rows if one.rule.code == "output_month"]
    assert (row.raised, row.closed, row.in_time, row.false, row.share) == (2, 2, 1, 1, 500_000)


def test_the_overview_counts_what_the_reader_sees(making: Making) -> None:
    _fallen(making, 1)
    _fallen(making, 2, county="350103")
    tasks.evaluate_months(SYSTEM, [back(1)])
    month = month_number(back(1))
    (all_,) = figures.month_lines(making.account(Role.CITY), [month])
    (own,) = figures.month_lines(making.account(Role.COUNTY), [month])
    assert (all_.expected, all_.reported, all_.fell["output"]) == (2, 2, 2)
    assert (own.expected, own.reported, own.fell["output"]) == (1, 1, 1)
    assert set(figures.lights(making.account(Role.SUPERVISOR))) == {"350102", "350103"}


def test_every_run_leaves_its_entry(making: Making) -> None:
    _fallen(making)
    tasks.evaluate_months(SYSTEM, [back(1)])
    entry = Entry.objects.filter(action="monitoring.raise_warnings").latest("pk")
    assert entry.after == {"looked_at": 2, "new": 2}

"""The plan of visits: as often as is due, moved with a reason, awaited when its time comes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from banyan.desk.audit import RefusedError
from banyan.desk.obligations.models import Obligation
from banyan.desk.visits import duties, plans
from banyan.desk.visits.actions import planning
from banyan.desk.visits.models import Planned
from desk.cases.living import on
from desk.making import Making
from desk.visits.visiting import TASK, Kind, Visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def visiting(making: Making, monkeypatch: pytest.MonkeyPatch) -> Visiting:
    on(monkeypatch, "2026-03-02")
    return Visiting(making)


def _open() -> list[Obligation]:
    return list(Obligation.objects.open().filter(kind=plans.HOLD))


def test_the_rest_of_the_year_is_planned_as_often_as_is_due(visiting: Visiting) -> None:
    visiting.srdi(2)
    visiting.assigned(1)
    visiting.assigned(2, kind=Kind.SERVICE)
    planning.plan_year(visiting.officer())
    counts = {
        number: Planned.objects.filter(organization=visiting.organization(number)).count()
        for number in (1, 2)
    }
    assert counts == {1: 4, 2: 5}  # in proportion to ten months of the first year
    with pytest.raises(RefusedError, match="as often as"):
        planning.plan_year(visiting.officer())


@pytest.mark.parametrize(
    ("since", "due"), [(date(2025, 6, 1), 4), (date(2026, 8, 9), 2), (date(2026, 12, 1), 1)]
)
def test_in_the_first_year_an_enterprise_is_due_in_proportion(since: date, due: int) -> None:
    assert plans.due_in_year(Kind.VISIT, since, 2026) == due


def test_visits_made_and_planned_count(visiting: Visiting) -> None:
    visiting.assigned()
    visiting.visited()
    visiting.planned(month=date(2026, 5, 1))
    assert len(planning.plan_year(visiting.officer())) == 2


@pytest.mark.parametrize(("times", "first"), [(1, 0), (3, 1), (4, 2), (12, 5)])
def test_visits_are_spread_over_months_that_are_free(times: int, first: int) -> None:
    months = plans.months_left(date(2026, 3, 2))
    taken = {date(2026, 6, 1)}
    found = plans.spread(times, months, taken, first)
    assert len(found) == min(times, 9)
    assert not taken & set(found)
    assert set(found) <= set(months)


def test_one_plans_ones_own_enterprises_alone(visiting: Visiting) -> None:
    visiting.assigned(1)
    visiting.assigned(2, officer=visiting.officer(2))
    codes = [visiting.organization(number).pk for number in (1, 2)]
    made = planning.plan(visiting.officer(), codes, date(2026, 4, 1))
    assert [one.organization_id for one in made] == codes[:1]
    with pytest.raises(PermissionDenied):
        planning.drop(visiting.officer(2), made[0], "不去")


def test_a_visit_is_an_obligation_from_the_beginning_of_its_month(
    visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    visiting.planned(month=date(2026, 4, 1))
    duties.on_day(TASK, timezone.localdate())
    assert not _open()
    on(monkeypatch, "2026-04-01")
    for _again in range(2):
        duties.on_day(TASK, timezone.localdate())
    [due] = _open()
    assert due.account == visiting.officer().account
    assert due.due_on == date(2026, 4, 30)


def test_what_is_planned_for_this_month_is_due_by_the_day_that_was_agreed(
    visiting: Visiting,
) -> None:
    visiting.assigned()
    code = visiting.organization().pk
    planning.plan(visiting.officer(), [code], date(2026, 3, 1), date(2026, 3, 11))
    assert [one.due_on for one in _open()] == [date(2026, 3, 11)]


def test_a_visit_is_moved_with_a_reason_and_its_obligation_with_it(visiting: Visiting) -> None:
    planned = visiting.planned()
    assert _open()
    with pytest.raises(RefusedError, match="why it is moved"):
        planning.move(visiting.officer(), planned, date(2026, 5, 1), None, "")
    moved = planning.move(visiting.officer(), planned, date(2026, 5, 1), None, "停产检修")
    assert (moved.month, moved.moved, moved.reason) == (date(2026, 5, 1), 1, "停产检修")
    assert not _open()


def test_a_month_has_one_visit_to_an_enterprise(visiting: Visiting) -> None:
    planned = visiting.planned()
    visiting.planned(month=date(2026, 4, 1))
    with pytest.raises(RefusedError, match="already"):
        planning.move(visiting.officer(), planned, date(2026, 4, 1), None, "改期")


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (date(2026, 2, 1), None),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 4, 1), date(2026, 5, 1)),
    ],
)
def test_nothing_is_planned_for_the_past_or_outside_of_its_month(
    visiting: Visiting, month: date, day: date | None
) -> None:
    visiting.assigned()
    with pytest.raises(RefusedError):
        planning.plan(visiting.officer(), [visiting.organization().pk], month, day)


def test_what_is_late_stays_due_until_it_is_made(
    visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = visiting.planned()
    on(monkeypatch, "2026-05-06")
    duties.on_day(TASK, timezone.localdate())
    assert len(_open()) == 1
    visiting.visited(held_on=timezone.localdate() - timedelta(days=1))
    planned.refresh_from_db()
    assert planned.state == Planned.State.HELD
    assert not _open()

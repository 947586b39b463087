"""What is sent twice at the same moment comes once; of two who name an officer one wins."""

from __future__ import annotations

import uuid

import pytest

from banyan.desk.audit import RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.visits.actions import assigning, planning
from banyan.desk.visits.actions import visiting as actions
from banyan.desk.visits.actions.visiting import Problem
from banyan.desk.visits.models import Assignment, Planned, Visit
from desk.at_once import at_once
from desk.making import Making
from desk.visits.visiting import Kind, Visiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_record_sent_twice_at_once_is_one_visit_with_one_case() -> None:
    visiting = Visiting(Making())
    officer, key = visiting.officer(), str(uuid.uuid4())
    said = visiting.said(problems=(Problem("车间停电"),))
    found: list[Visit] = []

    def sends() -> None:
        found.append(actions.record(officer, said, key))

    assert at_once(sends, sends) == [None, None]
    assert found[0] == found[1] == Visit.objects.get()
    assert Case.objects.count() == 1


def test_the_database_keeps_a_record_once_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visiting = Visiting(Making())
    officer, key = visiting.officer(), str(uuid.uuid4())
    said = visiting.said()
    known = actions._known
    looked: list[int] = []

    def blind(account: object, key: str) -> Visit | None:
        """The first look of each finds nothing, as if both had looked before either wrote."""
        looked.append(1)
        return None if len(looked) <= 2 else known(account, key)

    monkeypatch.setattr(actions, "_known", blind)
    assert at_once(*[lambda: actions.record(officer, said, key)] * 2) == [None, None]
    assert Visit.objects.count() == 1


def test_of_two_who_name_an_officer_one_wins_and_the_other_is_told() -> None:
    visiting = Visiting(Making())
    organization, city = visiting.organization(), visiting.city()
    people = [visiting.officer(number).account for number in (1, 2)]
    raised = at_once(
        *[
            lambda one=one: assigning.assign_many(city, [organization.pk], one, Kind.VISIT)
            for one in people
        ]
    )
    told = [error for error in raised if error is not None]
    assert [type(error) for error in told] == [RefusedError]
    assert Assignment.objects.count() == 1


def test_the_rest_of_the_year_is_planned_once() -> None:
    visiting = Visiting(Making())
    visiting.assigned()
    officer = visiting.officer()
    raised = at_once(*[lambda: planning.plan_year(officer)] * 2)
    assert [type(error) for error in raised if error is not None] == [RefusedError]
    months = list(Planned.objects.values_list("month", flat=True))
    assert len(months) == len(set(months))

"""A run after an approved one pays the difference, and takes back what is too much."""

from __future__ import annotations

import pytest

from banyan.desk.settlement.models import Award, Line, Run
from desk.settlement.cities import MILLION, City, changed

pytestmark = pytest.mark.django_db


def test_an_adjustment_awards_the_difference_alone(city: City) -> None:
    year = city.equipment(1)
    first = city.approved()
    changed(year, equipment_net=20 * MILLION, equipment_gross=22_60 * MILLION // 100)
    second = city.approved()
    assert second.previous == first
    line = second.lines.get()
    assert (line.before, line.amount) == (MILLION * 3 // 10, MILLION * 6 // 10)
    awards = Award.objects.order_by("pk")
    assert [one.amount for one in awards] == [MILLION * 3 // 10, MILLION * 3 // 10]
    assert {one.state for one in awards} == {Award.State.PAYABLE}


def test_what_is_no_line_any_more_stands_as_gone_and_is_taken_of_the_award(city: City) -> None:
    year = city.equipment(1)
    city.equipment(2)
    city.approved()
    changed(year.project, special_bond=True)
    year.delete()
    run = city.run()
    gone = run.lines.get(status=Line.GONE)
    assert (gone.number, gone.amount, gone.before) == (2, 0, MILLION * 3 // 10)
    assert run.summary["lines"]["rows"] == 1
    from banyan.desk.settlement.actions import notices

    notices.open_notice(city.first, run)
    run = notices.approve(city.second, city.ended(run))
    award = Award.objects.get(uscc=gone.uscc)
    assert (award.reduced, award.unpaid) == (award.amount, 0)
    assert run.state == Run.State.APPROVED

"""A run after an approved one pays the difference, and takes back what is too much."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.desk.audit import RefusedError
from banyan.desk.funds.models import Balance
from banyan.desk.settlement import reducing
from banyan.desk.settlement.actions import notices
from banyan.desk.settlement.models import Award, Line, Reduction, Run
from desk.making import Making
from desk.settlement.cities import MILLION, City, changed

pytestmark = pytest.mark.django_db

TENTH = MILLION // 10


def _buys(year: object, net: int) -> None:
    changed(year, equipment_net=net, equipment_gross=net * 113 // 100)


def test_an_adjustment_awards_the_difference_alone(city: City) -> None:
    year = city.equipment(1)
    first = city.approved()
    _buys(year, 20 * MILLION)
    second = city.approved()
    assert second.previous == first
    line = second.lines.get()
    assert (line.before, line.amount) == (3 * TENTH, 6 * TENTH)
    assert [one.amount for one in Award.objects.order_by("pk")] == [3 * TENTH, 3 * TENTH]


def test_what_is_less_is_taken_of_what_is_not_paid_yet_and_goes_back_to_the_budget(
    city: City,
) -> None:
    year = city.equipment(1)
    city.approved()
    _buys(year, 6 * MILLION)
    run = city.approved()
    award = Award.objects.get()
    assert (award.reduced, award.unpaid) == (3 * TENTH - 18 * TENTH // 10, 18 * TENTH // 10)
    assert Balance.objects.get(pot="approved").amount == award.unpaid
    assert [one.to_recover for one in Reduction.objects.filter(line__run=run)] == [0]


def test_what_was_paid_is_demanded_back(city: City) -> None:
    year = city.equipment(1)
    city.approved()
    Award.objects.update(paid=2 * TENTH)
    _buys(year, 5 * MILLION)
    run = city.approved()
    award = Award.objects.get()
    assert (award.reduced, award.unpaid) == (TENTH, 0)
    reduction = Reduction.objects.get()
    assert (reduction.award, reduction.line) == (award, run.lines.get())
    assert (reduction.unpaid, reduction.to_recover) == (TENTH, TENTH // 2)


def test_what_is_no_line_any_more_stands_as_gone_after_the_engines_lines(city: City) -> None:
    year = city.equipment(1)
    city.equipment(2)
    city.approved()
    year.delete()
    run = city.run()
    gone = run.lines.get(status=Line.GONE)
    assert (gone.number, gone.amount, gone.before) == (2, 0, 3 * TENTH)
    assert (gone.uscc, gone.county) == (city.making.credit_code(1), "350102")
    assert run.summary["lines"]["rows"] == 1
    notices.open_notice(city.first, run)
    notices.approve(city.second, city.ended(run))
    assert Award.objects.get(uscc=gone.uscc).unpaid == 0


def test_what_is_gone_stays_gone_and_can_come_back(city: City) -> None:
    year = city.equipment(1)
    city.equipment(2)
    city.approved()
    changed(year, verified_at=None, verified_by=None)
    city.approved()
    third = city.run()
    assert [line.uscc for line in third.lines.all()] == [city.making.credit_code(2)]
    city.verify(year)
    fourth = city.approved()
    line = fourth.lines.get(uscc=city.making.credit_code(1))
    assert (line.before, line.amount) == (0, 3 * TENTH)


def test_an_award_that_is_not_worth_what_was_awarded_is_not_reduced_further(city: City) -> None:
    year = city.equipment(1)
    city.approved()
    Award.objects.update(state=Award.State.RELEASED)
    _buys(year, 5 * MILLION)
    with pytest.raises(RefusedError):
        city.approved()
    assert Run.objects.filter(state="approved").count() == 1


def test_each_payer_gets_back_the_part_that_it_bears(city: City) -> None:
    city.adopt("funding.county_share", "20%")
    year = city.equipment(1)
    city.budget(payer="350102")
    city.approved()
    parts = {one.budget.county: one for one in Award.objects.all()}
    assert {payer: one.amount for payer, one in parts.items()} == {
        "350100": 24 * TENTH // 10,
        "350102": 6 * TENTH // 10,
    }
    _buys(year, 5 * MILLION)
    city.approved()
    reduced = {one.budget.county: one.reduced for one in Award.objects.all()}
    assert reduced == {"350100": 12 * TENTH // 10, "350102": 3 * TENTH // 10}


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_keeps_a_reduction_as_it_is(city: City, verb: str) -> None:
    year = city.equipment(1)
    city.approved()
    _buys(year, 6 * MILLION)
    city.approved()
    found = Reduction.objects.all()
    with pytest.raises(Error), transaction.atomic():
        found.update(unpaid=1) if verb == "update" else found._raw_delete(found.db)


ORGANIZATIONS = 3
PURCHASES = st.lists(
    st.tuples(
        st.lists(
            st.sampled_from([0, 5 * MILLION, 7 * MILLION, 12 * MILLION, 200 * MILLION]),
            min_size=ORGANIZATIONS,
            max_size=ORGANIZATIONS,
        ),
        st.integers(0, 100),
    ),
    min_size=2,
    max_size=4,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chain=PURCHASES)
def test_over_a_chain_of_runs_awards_less_reductions_are_what_the_last_run_gives(
    making: Making, chain: list[tuple[list[int], int]]
) -> None:
    """Whatever is bought, less is bought, sent back or paid in between."""
    point = transaction.savepoint()
    city = City(making)
    years = [city.equipment(number) for number in range(1, ORGANIZATIONS + 1)]
    for bought, percent_paid in chain:
        for year, net in zip(years, bought, strict=True):
            _buys(year, net)
        run = city.run()
        if run.differs:
            city.budget()
            notices.open_notice(city.first, run)
            notices.approve(city.second, city.ended(run))
        worth: Counter[str] = Counter()
        for award in Award.objects.filter(state=Award.State.PAYABLE):
            worth[award.uscc] += reducing.worth(award)
            award.paid += award.unpaid * percent_paid // 100
            award.save()
        last = Run.objects.filter(state="approved").order_by("pk").last()
        given = {} if last is None else {one.uscc: one.amount for one in last.lines.all()}
        assert +worth == {uscc: amount for uscc, amount in given.items() if amount}
        for line in run.lines.all():
            assert line.before + line.difference == line.amount
    transaction.savepoint_rollback(point)

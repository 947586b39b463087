"""How far a project is behind its plan, and the light of that."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.audit import RefusedError
from banyan.desk.projects.entering import Planned, checked_plan, even_plan
from banyan.desk.projects.lights import Light, Standing, Thresholds, standing
from banyan.desk.projects.months import moved

LIMITS = Thresholds(10, 30)
FIRST = date(2026, 1, 1)
ORDER = [Light.NONE, Light.GREEN, Light.YELLOW, Light.RED]


def _at(planned: int, reported: int) -> Light:
    return standing({FIRST: planned}, {FIRST: reported}, FIRST, LIMITS).light


def test_ten_points_behind_is_yellow_and_thirty_red() -> None:
    assert [_at(60, 60 - behind) for behind in (0, 9, 10, 29, 30)] == [
        Light.GREEN,
        Light.GREEN,
        Light.YELLOW,
        Light.YELLOW,
        Light.RED,
    ]


def test_ahead_of_the_plan_is_green() -> None:
    assert standing({FIRST: 20}, {FIRST: 50}, FIRST, LIMITS) == Standing(
        Light.GREEN, FIRST, 20, 50, 0, False
    )


def test_a_month_without_a_report_counts_as_the_last_and_is_yellow_at_least() -> None:
    plan = {FIRST: 20, moved(FIRST, 1): 25, moved(FIRST, 2): 60}
    found = standing(plan, {FIRST: 20}, moved(FIRST, 1), LIMITS)
    assert (found.light, found.behind, found.missing) == (Light.YELLOW, 5, True)
    found = standing(plan, {FIRST: 20}, moved(FIRST, 2), LIMITS)
    assert (found.light, found.behind) == (Light.RED, 40)


def test_there_is_no_light_without_a_plan_or_before_it_begins() -> None:
    assert standing({}, {FIRST: 3}, FIRST, LIMITS).light == Light.NONE
    assert standing({FIRST: 20}, {}, moved(FIRST, -1), LIMITS).light == Light.NONE


def test_a_report_that_came_early_counts_at_once() -> None:
    plan = {FIRST: 20, moved(FIRST, 1): 80}
    found = standing(plan, {moved(FIRST, 1): 30}, FIRST, LIMITS)
    assert (found.month, found.light) == (moved(FIRST, 1), Light.RED)


plans = st.lists(st.integers(0, 100), min_size=1, max_size=24).map(
    lambda percents: {moved(FIRST, n): one for n, one in enumerate(sorted(percents))}
)
reports = st.dictionaries(st.integers(0, 23).map(lambda n: moved(FIRST, n)), st.integers(0, 100))


@given(plans, reports, st.integers(-2, 30))
def test_the_light_is_that_of_the_points_behind(
    plan: dict[date, int], reported: dict[date, int], due: int
) -> None:
    found = standing(plan, reported, moved(FIRST, due), LIMITS)
    assert 0 <= found.behind <= 100
    if found.month is None:
        assert found.light == Light.NONE
    else:
        assert found.behind == max(0, found.planned - found.reported)
        assert (found.light == Light.RED) == (found.behind >= 30)
        assert (found.light == Light.GREEN) == (found.behind < 10 and not found.missing)


@given(plans, reports, st.integers(0, 30), st.integers(0, 100))
def test_to_report_more_never_makes_the_light_worse(
    plan: dict[date, int], reported: dict[date, int], due: int, more: int
) -> None:
    before = standing(plan, reported, moved(FIRST, due), LIMITS)
    raised = {month: max(one, more) for month, one in reported.items()}
    after = standing(plan, raised, moved(FIRST, due), LIMITS)
    assert ORDER.index(after.light) <= ORDER.index(before.light)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 1000), st.integers(1, 10**14))
def test_an_even_plan_holds_together_and_gives_out_the_whole(
    starts_on: date, days: int, total: int
) -> None:
    ends_on = date.fromordinal(starts_on.toordinal() + days)
    found = even_plan(starts_on, ends_on, total)
    assert checked_plan(found, starts_on, ends_on) == found
    assert sum(one.investment for one in found) == total


@given(st.lists(st.integers(-5, 105), min_size=1, max_size=12))
def test_a_plan_is_taken_where_percent_never_fall_and_end_at_a_hundred(percents: list[int]) -> None:
    months = [Planned(moved(FIRST, n), 1, one) for n, one in enumerate(percents)]
    holds = (
        percents == sorted(percents)
        and percents[-1] == 100
        and all(0 <= p <= 100 for p in percents)
    )
    try:
        checked_plan(months, FIRST, moved(FIRST, 11))
        taken = True
    except RefusedError:
        taken = False
    assert taken == holds

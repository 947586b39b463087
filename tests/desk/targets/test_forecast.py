"""How a series goes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.targets.forecast import Point, trend_of

START = date(2024, 1, 31)
values = st.integers(min_value=-(10**15), max_value=10**15)
series = st.lists(
    st.tuples(st.integers(min_value=1, max_value=120), values), min_size=3, max_size=40
)


def points(steps: list[tuple[int, int]]) -> list[Point]:
    found, day = [], START
    for days, value in steps:
        found.append(Point(day, value))
        day += timedelta(days=days)
    return found


@given(values, st.integers(min_value=-(10**9), max_value=10**9), st.integers(3, 40))
def test_a_perfect_line_is_foretold_exactly(first: int, a_day: int, count: int) -> None:
    line = [Point(START + timedelta(days=30 * n), first + a_day * 30 * n) for n in range(count)]
    trend = trend_of(line)
    assert trend is not None
    day = line[-1].day + timedelta(days=1000)
    made = trend.on(day)
    assert made.low == made.middle == made.high == line[-1].value + a_day * 1000


@given(series)
def test_the_band_widens_with_the_time_ahead(steps: list[tuple[int, int]]) -> None:
    trend = trend_of(points(steps))
    assert trend is not None
    last = trend.points[-1].day
    wide = [
        (made := trend.on(last + timedelta(days=days))).high - made.low
        for days in (0, 10, 100, 1000)
    ]
    assert wide == sorted(wide)
    assert wide[0] == 0
    for days in (10, 1000):
        made = trend.on(last + timedelta(days=days))
        assert made.low <= made.middle <= made.high


@given(series)
def test_what_falls_is_what_rises_in_the_mirror(steps: list[tuple[int, int]]) -> None:
    up, down = trend_of(points(steps)), trend_of(points([(d, -v) for d, v in steps]))
    assert up is not None
    assert down is not None
    day = up.points[-1].day + timedelta(days=500)
    one, other = up.on(day), down.on(day)
    assert (one.low, one.middle, one.high) == (-other.high, -other.middle, -other.low)


def test_it_begins_with_the_last_value() -> None:
    trend = trend_of(points([(30, 5), (30, 9), (30, 8)]))
    assert trend is not None
    assert trend.on(trend.points[-1].day).middle == 8
    with pytest.raises(ValueError, match="ahead"):
        trend.on(START)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_values_foretell_nothing(count: int) -> None:
    assert trend_of(points([(30, 1)] * count)) is None


def test_what_grows_by_as_much_percent_goes_on_so() -> None:
    grown = [Point(date(2020 + n, 12, 31), round(10**13 * 1.05**n)) for n in range(6)]
    trend = trend_of(grown, "growth")
    assert trend is not None
    made = trend.on(date(2030, 12, 31))
    assert made.middle == pytest.approx(10**13 * 1.05**10, rel=1e-4)
    assert made.low <= made.middle <= made.high
    assert trend.pace == pytest.approx(50_000, rel=0.01)


def test_what_was_zero_cannot_grow_by_percent_and_goes_on_steadily() -> None:
    trend = trend_of(points([(30, 0), (30, 3), (30, 6)]), "growth")
    assert trend is not None
    assert trend.model == "steady"

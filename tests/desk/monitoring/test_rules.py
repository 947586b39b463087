"""Each rule on numbers that were computed by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.desk.monitoring.evaluation import FIGURES, WATCHED, evaluate
from banyan.desk.monitoring.made_up import months_of
from banyan.desk.monitoring.rules import INDICATORS, Rule, declared_rules

JUNE = 2026 * 12 + 5
FEBRUARY = 2026 * 12 + 1
PERCENT = 10_000


def rule(kind: str, indicator: str = "output", left_out: tuple[int, ...] = ()) -> Rule:
    words = {"zh": kind, "en": kind}
    return Rule(kind, words, indicator, kind, "", left_out, "general", indicator or "missing")


def found(
    kind: str,
    threshold: int,
    months: dict[int, int | None],
    month: int = JUNE,
    peers: dict[str, dict[int, int]] | None = None,
    needed: int = 3,
    **more: Any,
) -> list[dict[str, Any]]:
    """What a rule finds at enterprise A in ``month``; ``months`` are its figures by month."""
    every: dict[str, dict[int, Any]] = {"A": months, **(peers or {})}
    rows = [
        {"organization": code, "month": at, "output": value}
        for code, held in every.items()
        for at, value in held.items()
    ]
    figures = pl.DataFrame(rows, schema=FIGURES)
    since = more.pop("since", 0)
    watched = pl.DataFrame(
        [(code, "34", since, None) for code in every], schema=WATCHED, orient="row"
    )
    one = rule(kind, "" if kind == "missing" else "output", **more)
    result = evaluate(figures, watched, [one], {kind: threshold}, [month], needed)
    return [row for row in result.to_dicts() if row["organization"] == "A"]


def test_a_fall_that_reaches_the_threshold_is_found_and_one_short_of_it_is_not() -> None:
    exactly = found("month_on_month", 20 * PERCENT, {JUNE - 1: 1000, JUNE: 800})
    assert [(row["value"], row["base"], row["change"]) for row in exactly] == [
        (800, 1000, -200_000)
    ]
    assert not found("month_on_month", 20 * PERCENT, {JUNE - 1: 1000, JUNE: 801})


def test_a_fall_is_compared_exactly_where_the_change_is_no_whole_millionth() -> None:
    assert not found("month_on_month", 333_334, {JUNE - 1: 3, JUNE: 2})
    assert found("month_on_month", 333_333, {JUNE - 1: 3, JUNE: 2})


@pytest.mark.parametrize("base", [0, -5, None])
def test_nothing_is_compared_with_a_base_that_is_not_above_zero(base: int | None) -> None:
    assert not found("month_on_month", 1, {JUNE - 1: base, JUNE: -100})


def test_nothing_is_compared_where_a_month_is_missing() -> None:
    assert not found("month_on_month", 1, {JUNE: 1})
    assert not found("month_on_month", 1, {JUNE - 1: 5, JUNE: None})
    assert not found("year_on_year", 1, {JUNE - 11: 5, JUNE: 1})


def test_a_value_below_zero_has_fallen_by_more_than_all() -> None:
    (row,) = found("month_on_month", 100 * PERCENT, {JUNE - 1: 100, JUNE: -50})
    assert row["change"] == -1_500_000


def test_a_month_is_compared_with_the_same_month_of_the_year_before() -> None:
    assert found("year_on_year", 25 * PERCENT, {JUNE - 12: 400, JUNE - 1: 1, JUNE: 300})
    assert not found("year_on_year", 25 * PERCENT, {JUNE - 12: 400, JUNE: 301})


def test_january_and_february_count_as_one_against_the_year_before() -> None:
    festival_moved = {
        FEBRUARY - 13: 60,
        FEBRUARY - 12: 140,
        FEBRUARY - 1: 130,
        FEBRUARY: 40,
    }
    (row,) = found("year_on_year", 15 * PERCENT, festival_moved, FEBRUARY)
    assert (row["value"], row["base"], row["change"]) == (170, 200, -150_000)
    assert not found("year_on_year", 16 * PERCENT, festival_moved, FEBRUARY)
    del festival_moved[FEBRUARY - 13]
    assert not found("year_on_year", 1, festival_moved, FEBRUARY)


def test_a_rule_does_not_speak_in_the_months_that_are_left_out() -> None:
    months: dict[int, int | None] = {FEBRUARY - 1: 100, FEBRUARY: 10}
    assert found("month_on_month", 1, months, FEBRUARY)
    assert not found("month_on_month", 1, months, FEBRUARY, left_out=(1, 2))


def test_three_falls_in_a_row_are_found_when_they_reach_the_threshold_together() -> None:
    falling: dict[int, int | None] = {JUNE - 3: 100, JUNE - 2: 99, JUNE - 1: 98, JUNE: 85}
    assert found("three_month_trend", 15 * PERCENT, falling)
    assert not found("three_month_trend", 16 * PERCENT, falling)
    assert not found("three_month_trend", 15 * PERCENT, falling | {JUNE - 1: 99})


def _peers(*changes: int) -> dict[str, dict[int, int]]:
    return {
        f"P{number}": {JUNE - 1: 100, JUNE: 100 + change} for number, change in enumerate(changes)
    }


def test_an_enterprise_is_measured_by_the_median_of_the_others() -> None:
    own: dict[int, int | None] = {JUNE - 1: 100, JUNE: 85}
    (row,) = found("against_peers", 20 * PERCENT, own, peers=_peers(-10, 5, 30))
    assert (row["change"], row["median"]) == (-150_000, 50_000)
    assert not found("against_peers", 20 * PERCENT + 1, own, peers=_peers(-10, 5, 30))
    (row,) = found("against_peers", 20 * PERCENT, own, peers=_peers(-10, 5, 8, 30))
    assert row["median"] == 65_000


def test_too_few_others_are_no_comparison() -> None:
    own: dict[int, int | None] = {JUNE - 1: 100, JUNE: 1}
    assert not found("against_peers", 1, own, peers=_peers(0, 0))
    assert found("against_peers", 1, own, peers=_peers(0, 0, 0))


def test_who_grows_is_not_warned_of_though_the_others_grow_more() -> None:
    own: dict[int, int | None] = {JUNE - 1: 100, JUNE: 101}
    assert not found("against_peers", 1, own, peers=_peers(50, 60, 70))


def test_months_without_a_report_are_counted_since_the_last_one() -> None:
    (row,) = found("missing", 2, {JUNE - 2: 5})
    assert row["value"] == 2
    assert not found("missing", 3, {JUNE - 2: 5})
    assert not found("missing", 1, {JUNE: 0})
    assert found("missing", 1, {JUNE: None})


def test_an_enterprise_misses_no_month_before_it_was_watched() -> None:
    (row,) = found("missing", 1, {}, since=JUNE)
    assert row["value"] == 1
    assert not found("missing", 2, {}, since=JUNE)
    assert not found("missing", 1, {}, since=JUNE + 1)


amounts = st.one_of(st.none(), st.integers(-20, 20), st.integers(0, 10**15 - 1))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(amounts, min_size=14, max_size=14), min_size=1, max_size=6),
    st.integers(1, 1_200_000),
)
def test_every_rule_finds_what_plain_arithmetic_finds(
    table: list[list[int | None]], threshold: int
) -> None:
    first = JUNE - 13
    rows = [
        {"organization": f"E{number}", "month": first + place, "output": value}
        for number, held in enumerate(table)
        for place, value in enumerate(held)
    ]
    watched = pl.DataFrame(
        [(f"E{number}", "34", 0, None) for number in range(len(table))],
        schema=WATCHED,
        orient="row",
    )
    kinds = ("month_on_month", "year_on_year", "three_month_trend", "against_peers")
    result = evaluate(
        pl.DataFrame(rows, schema=FIGURES),
        watched,
        [rule(kind) for kind in kinds],
        dict.fromkeys(kinds, threshold),
        [JUNE],
        2,
    )
    got = {(row["organization"], row["rule"]) for row in result.to_dicts()}

    def fell(value: int | None, base: int | None) -> bool:
        if value is None or base is None or base <= 0 or value >= base:
            return False
        return (base - value) * 1_000_000 >= base * threshold

    def change(held: list[int | None]) -> int | None:
        value, base = held[-1], held[-2]
        if value is None or base is None or base <= 0:
            return None
        return max(-(10**12), min(10**12, (value - base) * 1_000_000 // base))

    wanted = set()
    for number, held in enumerate(table):
        code = f"E{number}"
        if fell(held[-1], held[-2]):
            wanted.add((code, "month_on_month"))
        if fell(held[-1], held[1]):
            wanted.add((code, "year_on_year"))
        last = held[-4:]
        if None not in last and last == sorted(set(last), reverse=True) and fell(last[3], last[0]):  # type: ignore[type-var]
            wanted.add((code, "three_month_trend"))
        others = sorted(
            one
            for place, other in enumerate(table)
            if place != number and (one := change(other)) is not None
        )
        own = change(held)
        if own is not None and len(others) >= 2 and held[-1] < held[-2]:  # type: ignore[operator]
            low, high = others[(len(others) - 1) // 2], others[len(others) // 2]
            if own <= (low + high) // 2 - threshold:
                wanted.add((code, "against_peers"))
    assert got == wanted


def test_a_planted_fall_is_found_among_made_up_enterprises_and_nothing_else() -> None:
    months = range(JUNE - 23, JUNE + 1)
    rows = [
        (f"E{number}", month, *held.values())
        for number in range(60)
        for month, held in months_of(number, months, {JUNE: 55} if number == 7 else {})
    ]
    watched = pl.DataFrame(
        [(f"E{number}", "34", JUNE - 23, None) for number in range(60)],
        schema=WATCHED,
        orient="row",
    )
    rules = declared_rules().values()
    limits = {one.code: 1 if one.kind == "missing" else 200_000 for one in rules}
    result = evaluate(
        pl.DataFrame(rows, schema=FIGURES, orient="row"), watched, rules, limits, months, 5
    )
    assert set(result["organization"]) == {"E7"}
    assert set(result["month"]) == {JUNE}
    assert {name.split("_")[0] for name in result["rule"]} == set(INDICATORS)

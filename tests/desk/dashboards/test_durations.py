"""The days from the match to the bank."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.dashboards.durations import durations, percentile
from banyan.desk.people.roles import Role
from desk.dashboards.paying import paid
from desk.funds.moving import budget_of
from desk.making import Making


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_smallest_that_so_many_do_not_exceed(
    days: list[int], percent: int
) -> None:
    found = percentile(Counter(days), percent)
    assert found in days
    assert sum(day <= found for day in days) * 100 >= percent * len(days)
    assert sum(day < found for day in days) * 100 < percent * len(days)


def test_of_nothing_there_is_no_percentile() -> None:
    assert percentile(Counter(), 50) is None


@pytest.mark.django_db
def test_each_leg_is_counted_in_days(making: Making) -> None:
    budget = budget_of(10_000)
    for number in range(1, 10):
        paid(budget, making.credit_code(number), (2, 12, 13, 15))
    paid(budget, making.credit_code(10), (30, 12, 60, 61))  # confirmed after it was approved
    found = {one.leg: (one.median, one.slow) for one in durations(making.account(Role.CITY), 2026)}
    assert found == {
        "whole": (15, 15),
        "enterprise": (2, 2),
        "approval": (10, 10),
        "order": (1, 1),
        "bank": (2, 2),
    }
    paid(budget, making.credit_code(11), (30, 12, 60, 61))
    slow = {one.leg: one.slow for one in durations(making.account(Role.SUPERVISOR), 2026)}
    assert (slow["whole"], slow["enterprise"], slow["order"]) == (61, 30, 30)


@pytest.mark.django_db
def test_only_what_the_bank_paid_is_counted(making: Making) -> None:
    budget = budget_of(10_000)
    paid(budget, making.credit_code(1), (1, 2, 3, 4), state="failed")
    found = durations(making.account(Role.CITY), 2026)
    assert {(one.payments, one.median) for one in found} == {(0, None)}


@pytest.mark.django_db
def test_a_county_sees_the_times_of_its_own(making: Making) -> None:
    budget = budget_of(10_000)
    paid(budget, making.credit_code(1), (1, 2, 3, 4))
    paid(budget, making.credit_code(2), (1, 2, 3, 90), county="350103")
    for county, days in (("350102", 4), ("350103", 90), ("350104", None)):
        account = making.account(Role.COUNTY, username=county, county=county)
        assert durations(account, 2026)[0].median == days
    assert durations(making.account(Role.ADMINISTRATOR), 2026)[0].median is None
    assert durations(None, 2026)[0].payments == 0

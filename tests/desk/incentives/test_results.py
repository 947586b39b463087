"""Counties' results are counted from verified records, and tiers follow the policy's figures."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.incentives.results import Result, Tier, raised_in, results, tier_of, tiers
from banyan.desk.policy_pack import declared_pack
from desk.incentives.raising import HERE, THERE, YEAR, own_organization, raised
from desk.making import Making


def of(county: str, year: int = YEAR) -> Result:
    return next(one for one in results(year) if one.county == county)


def test_an_enterprise_counts_for_its_county_in_the_year_in_which_it_was_raised(
    making: Making,
) -> None:
    raised(making, HERE, 3)
    raised(making, THERE, 2, first=2000)
    raised(making, HERE, 4, first=3000, year=YEAR - 1)
    result = of(HERE)
    assert (result.raised, result.last, result.before) == (3, 4, 4)
    assert result.growth == 750_000
    assert result.difference == -1


def test_what_nobody_verified_does_not_count_and_is_told(making: Making) -> None:
    raised(making, HERE, 2)
    raised(making, HERE, 5, first=2000, verified=False)
    assert (of(HERE).raised, of(HERE).unverified) == (2, 5)


@pytest.mark.parametrize("facts", [{"kind": "park"}, {"industry": "I6513"}, {"industry": None}])
def test_only_industrial_enterprises_count(making: Making, facts: dict[str, str | None]) -> None:
    raised(making, HERE, 2, **facts)
    assert of(HERE).raised == 0


def test_the_first_of_january_and_the_last_of_december_are_of_the_year(making: Making) -> None:
    for number, day in enumerate((date(YEAR, 1, 1), date(YEAR, 12, 31))):
        [one] = raised(making, HERE, 1, first=100 + number)
        one.scaled_on = day
        one.save()
    raised(making, HERE, 1, first=200, year=YEAR + 1)
    assert of(HERE).raised == 2


def test_every_county_has_a_place_and_equals_share_it(making: Making) -> None:
    raised(making, THERE, 2)
    raised(making, HERE, 1, first=2000)
    found = results(YEAR)
    assert [(one.county, one.rank) for one in found[:3]] == [(THERE, 1), (HERE, 2), ("350104", 3)]
    assert len(found) == 12
    assert {one.rank for one in found[2:]} == {3}


def test_growth_is_rounded_to_a_tenth_of_a_percent(making: Making) -> None:
    raised(making, HERE, 2)
    raised(making, HERE, 3, first=2000, year=YEAR - 1)
    assert of(HERE).growth == 667_000


def test_without_enterprises_before_there_is_no_growth(making: Making) -> None:
    raised(making, HERE, 1)
    assert of(HERE).growth is None


def test_counties_own_organizations_are_not_enterprises(making: Making) -> None:
    own_organization(making)
    assert not raised_in(YEAR, HERE).exists()


@pytest.fixture
def of_year() -> list[Tier]:
    return tiers(declared_pack(), YEAR)


def test_the_highest_tier_that_is_reached_counts(of_year: list[Tier]) -> None:
    lowest = min(one.threshold for one in of_year)
    assert tier_of(lowest - 1, of_year) is None
    for one in of_year:
        assert tier_of(one.threshold, of_year) == one
    highest = max(of_year, key=lambda one: one.threshold)
    assert tier_of(highest.threshold * 10, of_year) == highest


@given(st.integers(min_value=0, max_value=500), st.integers(min_value=0, max_value=500))
def test_who_raised_more_gets_no_less(less: int, more: int) -> None:
    less, more = sorted((less, more))
    of_year = tiers(declared_pack(), YEAR)
    amounts = [found.amount if (found := tier_of(n, of_year)) else 0 for n in (less, more)]
    assert amounts[0] <= amounts[1]

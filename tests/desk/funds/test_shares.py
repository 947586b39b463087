"""Who bears an award: the city, and the county where the pack says that it bears a part."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.funds import ledger
from banyan.desk.funds.ledger import CITY, GENERAL, NoBudgetError, Shares, shares
from banyan.desk.funds.models import Budget
from banyan.desk.policy_pack import declared_pack
from desk.funds.moving import budget_of

pytestmark = pytest.mark.django_db

COUNTY = "350102"
SOFTWARE = next(code for code, one in declared_pack().measures.items() if one.fund)
OTHER = next(code for code, one in declared_pack().measures.items() if not one.fund)


def _county_bears(monkeypatch: pytest.MonkeyPatch, millionths: int) -> None:
    pack = declared_pack()
    figure = pack.parameters[ledger.COUNTY_SHARE].with_adopted(millionths)
    changed = replace(pack, parameters={**pack.parameters, ledger.COUNTY_SHARE: figure})
    monkeypatch.setattr(ledger, "pack_in_force", lambda: changed)


def _borne(code: str, county: str, fen: int) -> list[tuple[str, int]]:
    return [(budget.county, part) for budget, part in shares(2026, code, county, fen)]


def test_the_city_bears_all_while_the_pack_names_no_share() -> None:
    budget_of(0)
    assert _borne(SOFTWARE, COUNTY, 1001) == [(CITY, 1001)]


def test_the_county_bears_its_part_rounded_down_to_the_fen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _county_bears(monkeypatch, 300_000)
    budget_of(0)
    budget_of(0, county=COUNTY)
    assert _borne(SOFTWARE, COUNTY, 1001) == [(CITY, 701), (COUNTY, 300)]
    assert _borne(SOFTWARE, COUNTY, 3) == [(CITY, 3)]


def test_the_city_bears_all_of_its_own_organizations(monkeypatch: pytest.MonkeyPatch) -> None:
    _county_bears(monkeypatch, 300_000)
    budget_of(0)
    assert _borne(SOFTWARE, CITY, 1000) == [(CITY, 1000)]


def test_a_county_that_bears_all_needs_no_budget_of_the_city(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _county_bears(monkeypatch, 1_000_000)
    budget_of(0, county=COUNTY)
    assert _borne(SOFTWARE, COUNTY, 1000) == [(COUNTY, 1000)]


def test_the_budget_of_a_measure_goes_before_that_of_its_fund() -> None:
    general, own = budget_of(0, fund=GENERAL), budget_of(0, fund=GENERAL, measure=OTHER)
    assert shares(2026, OTHER, COUNTY, 5) == [(own, 5)]
    another = next(
        code for code, one in declared_pack().measures.items() if not one.fund and code != OTHER
    )
    assert shares(2026, another, COUNTY, 5) == [(general, 5)]


@pytest.mark.parametrize("wrong", [{"year": 2027}, {"fund": GENERAL}, {"county": COUNTY}])
def test_without_a_budget_nobody_bears_it(wrong: dict[str, object]) -> None:
    budget_of(0, **wrong)
    with pytest.raises(NoBudgetError, match=re.escape("2026 software")):
        shares(2026, SOFTWARE, COUNTY, 1)


def test_many_awards_are_shared_with_the_queries_of_one(
    django_assert_max_num_queries: object,
) -> None:
    budget_of(0)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        bearing = Shares(2026)
        for fen in range(1, 1000):
            bearing.of(SOFTWARE, COUNTY, fen)


@given(st.integers(1, 10**12), st.integers(0, 1_000_000))
def test_the_parts_are_the_award(fen: int, rate: int) -> None:
    bearing = Shares.__new__(Shares)
    bearing.year, bearing._rate, bearing._funds = 2026, rate, {SOFTWARE: "software"}
    bearing._budgets = {
        ("software", "", county): Budget(year=2026, fund="software", county=county)
        for county in (CITY, COUNTY)
    }
    parts = bearing.of(SOFTWARE, COUNTY, fen)
    assert sum(part for _, part in parts) == fen
    assert all(part > 0 for _, part in parts)

"""How far the money has come, from the ledger's totals."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.audit import Actor
from banyan.desk.dashboards.stages import (
    Stages,
    by_county,
    by_measure,
    by_month,
    stages_of,
    totals_of,
)
from banyan.desk.dashboards.tiles import places
from banyan.desk.funds.ledger import post
from banyan.desk.funds.models import MOVES, Pot
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from desk.funds.moving import budget_of, moved
from desk.making import Making


@given(st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(1, 100))))
def test_the_stages_are_what_lies_in_the_pots_from_there_on(
    entries: list[tuple[str, int]],
) -> None:
    pots = dict.fromkeys(Pot, 0)
    for kind, amount in entries:
        debit, credit = MOVES[kind]
        pots[debit] -= amount
        pots[credit] += amount
    found = stages_of(entries)
    assert found.paid == pots[Pot.PAID]
    assert found.approved == found.paid + pots[Pot.APPROVED]
    assert found.committed == found.approved + pots[Pot.COMMITTED]
    assert found.budget == found.committed + pots[Pot.AVAILABLE] == -pots[Pot.TREASURY]


def test_a_small_part_of_the_budget_is_not_shown_as_nothing() -> None:
    stages = Stages(budget=1_000_000, committed=1_000_000, paid=700)
    assert stages.share(stages.paid) == 700
    assert stages.share(123_456) == 123_000
    assert stages.share(0) == 0


@pytest.mark.django_db
def test_money_is_found_by_measure_and_by_county(making: Making) -> None:
    budget = budget_of(10_000)
    for measure, county, fen in (
        ("srdi", "350102", 100),
        ("srdi", "350103", 200),
        ("little_giant", "350102", 1000),
    ):
        more = {"measure": measure, "county": county}
        post(Actor(), [moved("commitment", budget, fen, **more)])
        post(Actor(), [moved("approval", budget, fen // 2, **more)])
    totals = totals_of(making.account(Role.CITY), 2026)
    assert list(by_measure(totals).items()) == [
        ("little_giant", Stages(committed=1000, approved=500)),
        ("srdi", Stages(committed=300, approved=150)),
    ]
    assert by_county(totals) == {
        "350102": Stages(committed=1100, approved=550),
        "350103": Stages(committed=200, approved=100),
    }


@pytest.mark.django_db
def test_a_county_sees_what_goes_to_its_own(making: Making) -> None:
    budget = budget_of(10_000)
    for county in ("350102", "350103"):
        post(Actor(), [moved("commitment", budget, 100, measure="srdi", county=county)])
    totals = totals_of(making.account(Role.COUNTY, county="350103"), 2026)
    assert by_county(totals) == {"350103": Stages(committed=100)}
    for nobody in (None, making.account(Role.ADMINISTRATOR), making.account(Role.ENTERPRISE)):
        assert not totals_of(nobody, 2026).exists()


@pytest.mark.django_db
def test_months_without_an_entry_hold_what_the_one_before_held(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month, fen in ((date(2026, 11, 3), 100), (date(2027, 2, 1), 50)):
        moment = timezone.make_aware(timezone.datetime(month.year, month.month, month.day, 9))
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        budget_of(fen)
    assert by_month(totals_of(making.account(Role.CITY), 2026)) == {
        date(2026, 11, 1): Stages(budget=100),
        date(2026, 12, 1): Stages(budget=100),
        date(2027, 1, 1): Stages(budget=100),
        date(2027, 2, 1): Stages(budget=150),
    }


def test_every_county_of_the_policy_has_a_tile_of_its_own() -> None:
    found = places([*declared_pack().words["words"]["county"], "", "999999", "999998"])
    assert len(set(found.values())) == len(found) == 16
    assert min(row for _column, row in (found["999999"], found["999998"])) > 3

"""The figures of a bulletin are those of the ledger, and the entries behind each add up to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from banyan.desk.bulletins.figures import (
    content_of,
    entries_behind,
    hidden_behind,
    laggards,
    signed_amount,
    split_code,
)
from banyan.desk.funds.models import Entry
from banyan.desk.people.roles import Role
from desk.bulletins.paying import YEAR, Paying, today
from desk.making import Making

pytestmark = pytest.mark.django_db

GULOU, TAIJIANG, CANGSHAN = "350102", "350103", "350104"


@pytest.fixture
def paying() -> Paying:
    return Paying()


@pytest.fixture
def content(paying: Paying) -> dict[str, Any]:
    """Gulou paid all, Taijiang a half in two measures, Cangshan nothing."""
    paying.award(GULOU, "srdi", 1_000_00, 1_000_00)
    paying.award(TAIJIANG, "srdi", 600_00, 100_00)
    paying.award(TAIJIANG, "factory_5g", 400_00, 400_00)
    paying.award(CANGSHAN, "srdi", 500_00)
    return content_of(YEAR, today())


def test_paid_and_approved_are_counted_by_county_and_by_measure(content: dict[str, Any]) -> None:
    figures = content["figures"]
    assert figures["total-approved"] == 2_500_00
    assert figures["total-paid"] == 1_500_00
    assert figures["county-350103-paid"] == 500_00
    assert figures["measure-srdi-approved"] == 2_100_00
    assert figures["county-350103-progress"] == 500_000


def test_the_first_is_whoever_has_paid_the_greatest_part(content: dict[str, Any]) -> None:
    ranked = [(row["code"], row["rank"]) for row in content["counties"] if row["rank"]]
    assert ranked == [(GULOU, 1), (TAIJIANG, 2), (CANGSHAN, 3)]


def test_every_county_is_named_also_without_money(content: dict[str, Any]) -> None:
    without = [row for row in content["counties"] if row["rank"] is None]
    assert len(without) == 10
    assert content["figures"]["county-350181-progress"] is None


def test_equals_share_a_rank(db: None) -> None:
    paying = Paying()
    for county in (CANGSHAN, GULOU):
        paying.award(county, "srdi", 300, 100)
    paying.award(TAIJIANG, "srdi", 300)
    ranked = [(row["code"], row["rank"]) for row in content_of(YEAR, today())["counties"]]
    assert ranked[:3] == [(GULOU, 1), (CANGSHAN, 1), (TAIJIANG, 3)]


def test_who_lies_behind_time_by_more_than_the_figure_of_the_policy_lags(
    content: dict[str, Any],
) -> None:
    limit = content["elapsed"]["share"] - content["lag"]
    for row in content["counties"]:
        progress = content["figures"][f"county-{row['code']}-progress"]
        assert row["lags"] == (progress is not None and progress < limit)
    assert CANGSHAN in laggards(content["counties"])


def test_money_that_came_back_is_not_paid(db: None) -> None:
    paying = Paying()
    paying.award(GULOU, "srdi", 1_000, 1_000, **{"return": 300, "recovery": 200})
    figures = content_of(YEAR, today())["figures"]
    assert figures["total-paid"] == 500
    assert figures["total-approved"] == 800
    assert figures["total-committed"] == 800


def test_what_was_posted_after_the_day_does_not_count(content: dict[str, Any]) -> None:
    before = content_of(YEAR, today() - timedelta(days=1))
    assert set(before["figures"].values()) == {0, None}
    assert before["cells"] == []


def test_the_entries_behind_every_figure_add_up_to_it(content: dict[str, Any]) -> None:
    for code, value in content["figures"].items():
        quantity = split_code(code)[2]
        moved = entries_behind(content, code).values_list("kind", "amount")
        if quantity != "progress":
            assert sum(signed_amount(kind, fen, quantity) for kind, fen in moved) == value, code


def test_all_that_was_paid_by_the_ledger_is_in_the_total(content: dict[str, Any]) -> None:
    paid = Entry.objects.filter(kind="payment").aggregate(all=Sum("amount"))["all"]
    assert content["figures"]["total-paid"] == paid


def test_the_time_elapsed_is_that_of_working_days(db: None) -> None:
    elapsed = content_of(YEAR, date(YEAR, 1, 1))["elapsed"]
    assert elapsed["gone"] in (0, 1)
    assert 240 <= elapsed["all"] <= 262
    after = content_of(YEAR, date(YEAR + 1, 3, 1))["elapsed"]
    assert after["share"] == 1_000_000


def test_an_entry_of_the_same_day_that_came_later_is_not_behind_a_figure(
    content: dict[str, Any], paying: Paying
) -> None:
    paying.award(GULOU, "srdi", 900_00, 900_00)
    behind = entries_behind(content, "county-350102-paid")
    assert sum(behind.values_list("amount", flat=True)) == 1_000_00


def test_what_a_cell_counts_are_the_entries_behind_its_figures(content: dict[str, Any]) -> None:
    for code in content["figures"]:
        unseen = hidden_behind(content, code, None)
        assert unseen == entries_behind(content, code).count(), code


def test_a_county_is_told_how_many_entries_of_others_there_are(
    content: dict[str, Any], making: Making
) -> None:
    officer = making.account(Role.COUNTY, county=TAIJIANG)
    for code in content["figures"]:
        behind = entries_behind(content, code)
        unseen = hidden_behind(content, code, officer)
        assert behind.visible_to(officer).count() + unseen == behind.count(), code

"""How a what-if is written, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.changes import Change, changed_facts, changed_pack, read_changes
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts
from banyan.rules.parameters import adopted_in
from banyan.rules.reading import read_facts

YEAR = 2026


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    (tmp_path / "budgets.csv").write_text(
        "year,fund,amount\n2026,software,100\n2027,software,200\n"
    )
    return read_facts(tmp_path, pack().schema)


def change(facts: Facts, setting: str) -> Change:
    return read_changes(pack(), facts, YEAR, [setting])[0]


@pytest.mark.parametrize(
    ("setting", "before", "after"),
    [
        ("equipment.rate=2%", 30_000, 20_000),
        ("equipment.rate=0.025", 30_000, 25_000),
        ("equipment.threshold=3000000", 500_000_000, 300_000_000),
        ("order_award.places_1=5", 10, 5),
        ("order_award.places_1=0", 10, 0),
        ("annex5.in_force=2026-01-01", date(2026, 2, 13), date(2026, 1, 1)),
        ("budget.software=30.5", 10_000, 3_050),
        ("budget.software=none", 10_000, None),
    ],
)
def test_a_change_is_read_in_the_unit_of_its_figure(
    facts: Facts, setting: str, before: object, after: object
) -> None:
    read = change(facts, setting)
    assert (read.before, read.after) == (before, after)


def test_a_figure_cites_its_article_and_its_ceiling(facts: Facts) -> None:
    read = change(facts, "equipment.rate=2%")
    assert (read.article, read.ceiling) == ("A3.1", 30_000)


def test_a_value_above_the_ceiling_is_allowed_and_said(facts: Facts) -> None:
    read = change(facts, "equipment.rate=4%")
    assert read.above_ceiling
    assert read.warning == ("equipment.rate=4% is above the ceiling of the notice, A3.1: 3%")
    assert change(facts, "equipment.rate=3%").warning == ""


def test_the_changed_policy_differs_in_what_was_changed_alone(facts: Facts) -> None:
    changes = read_changes(pack(), facts, YEAR, ["equipment.rate=2%", "order_award.places_1=0"])
    before, after = (
        adopted_in(policy.parameters, YEAR) for policy in (pack(), changed_pack(pack(), changes))
    )
    differing = {key: value for key, value in after.items() if value != before[key]}
    assert differing == {"equipment.rate": 20_000, "order_award.places_1": 0}


def test_a_budget_is_replaced_for_the_year_alone(facts: Facts) -> None:
    changed = changed_facts(facts, YEAR, [change(facts, "budget.software=1")])
    assert sorted(changed["budgets"].rows()) == [
        (2026, "software", 100),
        (2027, "software", 20_000),
    ]
    limitless = changed_facts(facts, YEAR, [change(facts, "budget.software=none")])
    assert limitless["budgets"].rows() == [(2027, "software", 20_000)]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("equipment.rat=2%", "did you mean equipment.rate"),
        ("budget.sofware=1", "did you mean budget.software"),
        ("nothing.like.it.at.all=1", "no parameter nothing.like.it.at.all"),
        ("equipment.rate", "is not KEY=VALUE"),
        ("equipment.rate=", "is no rate"),
        ("equipment.rate=none", "is no rate"),
        ("equipment.rate=-1%", "is no rate"),
        ("equipment.rate=2000%", "is more than 1000%"),
        ("equipment.rate=2.00001%", "too many places"),
        ("equipment.threshold=3%", "is a rate, but the unit is money"),
        ("equipment.threshold=1.005", "too many places"),
        ("equipment.threshold=1000000000000.01", "is more than"),
        ("order_award.places_1=1.5", "too many places"),
        ("annex5.in_force=2026-02-30", "is no date"),
        ("budget.software=lots", "is no money"),
        ("interest.days_in_year=0", "cannot be 0"),
        ("park_loan.years=101", "more than 100 years"),
        ("newly_scaled.years=101", "more than 100 years"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_with_the_reason(
    facts: Facts, setting: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        change(facts, setting)


def test_a_key_set_twice_is_refused(facts: Facts) -> None:
    with pytest.raises(UsageError, match="set twice"):
        read_changes(pack(), facts, YEAR, ["equipment.rate=2%", "equipment.rate=1%"])


def test_a_year_out_of_force_is_refused(facts: Facts) -> None:
    with pytest.raises(UsageError, match="in force"):
        read_changes(pack(), facts, 2031, ["equipment.rate=2%"])

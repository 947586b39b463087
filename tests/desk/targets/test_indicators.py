"""What the pack declares is what the plan says, and a mistake is told at the start."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from banyan.desk.policy_pack import declared_pack, targets_file
from banyan.desk.targets import computing, indicators, path, sources
from banyan.desk.targets.indicators import declared_indicators, with_targets
from banyan.rules.errors import PackError

YUAN = 100
PERCENT = 10_000

EACH_YEAR = {
    "value_added_margin": ("more_than", 0),
    "fixed_investment_rank": ("at_most", 3),
    "potential_enterprises": ("at_least", 500),
    "upgrade_projects": ("at_least", 200),
    "park_projects": ("at_least", 200),
    "supply_meetings": ("at_least", 10),
    "national_expos": ("at_least", 20),
    "manufacturing_rise": ("more_than", 0),
}
BY_2030 = {
    "industrial_value_added": ("more_than", 400_000_000_000 * YUAN),
    "strategic_share": ("more_than", 40 * PERCENT),
    "leading_enterprises": ("at_least", 120),
    "ten_billion_enterprises": ("at_least", 25),
    "chain_masters": ("at_least", 50),
    "clusters": ("at_least", 7),
    "technology_centres": ("at_least", 100),
    "single_champions": ("at_least", 10),
    "pilot_projects": ("at_least", 20),
    "srdi": ("at_least", 1000),
    "smart_factories": ("at_least", 8),
    "green_factories": ("at_least", 250),
    "fund_size": ("at_least", 1_000_000_000 * YUAN),
}
"""The figures of the plan, one by one."""


@pytest.mark.django_db
def test_every_figure_of_the_plan_is_an_indicator() -> None:
    found = {one.code: (one.direction, one.target.now()) for one in with_targets()}
    assert found == EACH_YEAR | BY_2030
    assert {one.code for one in with_targets() if one.yearly} == set(EACH_YEAR)


def test_what_is_computed_has_a_source_and_what_is_reported_says_how_often() -> None:
    assert computing
    for one in declared_indicators().values():
        assert one.reported or sources.is_declared(one.source), one.code
        assert bool(one.every) is one.reported


def test_only_what_the_notice_leaves_open_is_assumed() -> None:
    figures = declared_pack().parameters
    keys = {key for one in with_targets() for key in (one.target.key, one.baseline.key) if key}
    assert keys
    assert all(figures[key].assumed for key in (*keys, "targets.path", "targets.missed_by"))
    assert [one.code for one in with_targets() if not one.from_notice] == ["fixed_investment_rank"]


@pytest.mark.django_db
def test_the_shares_of_the_counties_are_the_whole() -> None:
    one = declared_indicators()["srdi"]
    assert sum(path.share_of(one, code) for code in path.counties()) == path.MILLION


@pytest.mark.django_db
def test_the_path_goes_from_the_baseline_to_the_target() -> None:
    one = declared_indicators()["srdi"]
    way = path.way_of(one)
    assert list(way.ends.values()) == [600, 680, 760, 840, 920, 1000]
    assert way.on(date(2030, 12, 31)) == 1000
    assert path.way_of(one, "350181").target(2030) == 190
    yearly = path.way_of(declared_indicators()["upgrade_projects"])
    assert yearly.target(2027) == 200
    assert yearly.on(date(2026, 6, 30)) == 99


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('article = "P2.5"', 'article = "P99"'), "no article P99"),
        (('measure = "rank"', 'measure = "colour"'), "no measure colour"),
        (('horizon = "yearly"', 'horizon = "2031"'), "no horizon 2031"),
        (('target = "targets.rank"', 'target = "targets.path"'), "no figure targets.path"),
        (('source = "expos"\n', ""), "no source"),
        (('baseline = "targets.baseline_srdi"\n', ""), "has a baseline"),
        (('of = ["manufacturing_share"]', 'of = ["nothing"]'), "no indicator nothing"),
        (('units = ["finance", "industry"]', 'units = ["moon"]'), "units of units.toml"),
        (('model = "growth"', 'model = "magic"'), "no model magic"),
        (('every = "month"', 'each = "month"'), "unknown entry each"),
    ],
)
def test_a_mistake_is_told_at_the_start(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: tuple[str, str],
    fault: str,
) -> None:
    text = targets_file().read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "targets.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    monkeypatch.setattr(indicators, "targets_file", lambda: tmp_path / "targets.toml")
    declared_indicators.cache_clear()
    try:
        with pytest.raises(PackError, match=fault):
            declared_indicators()
    finally:
        declared_indicators.cache_clear()

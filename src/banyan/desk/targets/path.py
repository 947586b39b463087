"""The way to a target: what each year, and each day, should show; and each county's part of it."""

from __future__ import annotations

from datetime import date

from banyan.desk.people.actions import units
from banyan.desk.policy_pack import adopted_count
from banyan.desk.targets.indicators import IN_YEAR, LAST, START, Indicator

MILLION = 1_000_000


def counties() -> list[str]:
    return list(units.counties())


def share_of(indicator: Indicator, county: str) -> int:
    """The part of the target that is the county's, in millionths; all of it of the whole city."""
    return adopted_count(f"targets.share_{county}") if county else MILLION


def target_of(indicator: Indicator, year: int, county: str = "") -> int:
    """What the end of ``year`` should show. Before the path begins, its baseline."""
    whole = _whole(indicator, min(max(year, START), LAST))
    part = whole * share_of(indicator, county)
    return -(-part // MILLION)  # a county's part of a count is a whole one


def _whole(indicator: Indicator, year: int) -> int:
    target = indicator.target.now()
    if indicator.yearly:
        return target
    baseline = indicator.baseline.now()
    if year <= START:
        return baseline
    done = adopted_count("targets.path", date(year, 12, 31))
    return baseline + _up((target - baseline) * done)


def _up(product: int) -> int:
    """Divided by a million; upwards, as half an enterprise is none."""
    return -(-product // MILLION)


def expected_on(indicator: Indicator, day: date, county: str = "") -> int:
    """What the path says of ``day``: of a value that adds up in a year its part of the year, of any
    other the way between the ends of two years."""
    target = target_of(indicator, day.year, county)
    first = date(day.year, 1, 1)
    gone, all_days = (day - first).days + 1, (date(day.year + 1, 1, 1) - first).days
    if indicator.adds_up == IN_YEAR:
        return target * gone // all_days
    before = target_of(indicator, day.year - 1, county)
    return before + (target - before) * gone // all_days

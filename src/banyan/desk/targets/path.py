"""The way to a target: what each year, and each day, should show; and each county's part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Way:
    """The way of an indicator, of the whole city or a county: ``ends`` is what the end of each year
    should show, from the baseline (``START``) to ``LAST``. Read once from the figures in force."""

    adds_up: str
    ends: Mapping[int, int]

    def target(self, year: int) -> int:
        """What the end of ``year`` should show; before the path begins its baseline, after it its
        end."""
        return self.ends[min(max(year, START), LAST)]

    def on(self, day: date) -> int:
        """What ``day`` should show: of a value that adds up in a year its part of the year, of any
        other the way between the ends of two years."""
        target = self.target(day.year)
        first = date(day.year, 1, 1)
        gone, all_days = (day - first).days + 1, (date(day.year + 1, 1, 1) - first).days
        if self.adds_up == IN_YEAR:
            return target * gone // all_days
        before = self.target(day.year - 1)
        return before + (target - before) * gone // all_days


def way_of(indicator: Indicator, county: str = "") -> Way:
    """The way as it is today; a county's by its share, a part of a count as a whole one."""
    target, share = indicator.target.now(), share_of(indicator, county)
    years = range(START, LAST + 1)
    if indicator.yearly:
        whole = dict.fromkeys(years, target)
    else:
        baseline = indicator.baseline.now()
        whole = {START: baseline}
        for year in years[1:]:
            done = adopted_count("targets.path", date(year, 12, 31))
            whole[year] = baseline + _up((target - baseline) * done)
    ends = {year: _up(value * share) for year, value in whole.items()}
    return Way(indicator.adds_up, ends)


def _up(product: int) -> int:
    """Divided by a million; upwards, as half an enterprise is none."""
    return -(-product // MILLION)

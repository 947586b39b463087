"""Made-up months of key enterprises, with plausible seasons and falls where they are wanted: for
the demo, tests and benchmarks."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping

from banyan.desk.monitoring.rules import INDICATORS

_SEASON = (88, 66, 102, 100, 101, 104, 99, 98, 103, 101, 105, 112)
"""Of a usual month's output, in percent, from January: the Spring Festival, the year's end."""

_STEADY = {"output": 100, "power": 80, "tax": 90, "jobs": 8, "orders": 100}
"""How much of the season an indicator follows, in percent."""

_SIZES = {
    "output": (500_000_000, 20_000_000_000),
    "power": (100_000_000, 5_000_000_000),
    "tax": (20_000_000, 900_000_000),
    "jobs": (60, 2_000),
    "orders": (400_000_000, 18_000_000_000),
}
"""Fen, watt-hours, people of a usual month: the smallest and the largest."""


def months_of(
    number: int, months: Collection[int], falls: Mapping[int, int] | None = None
) -> Iterator[tuple[int, dict[str, int]]]:
    """The figures of the ``number``-th enterprise in each month (``month_number``). From a month of
    ``falls`` on it has only so many percent of what it would have had. The same each time."""
    chance = random.Random(number)
    size = chance.random()
    usual = {name: int(low + (high - low) * size**3) for name, (low, high) in _SIZES.items()}
    first = min(months)
    left = 100
    for month in sorted(months):
        left = (falls or {}).get(month, left)
        season = _SEASON[month % 12]
        growth = 10_000 + (month - first) * 25
        figures = {}
        for name in INDICATORS:
            followed = 100 + (season - 100) * _STEADY[name] // 100
            noise = 10_000 + chance.randint(-150, 150)
            figures[name] = (
                usual[name] * followed * growth * noise * left // (100 * 10_000 * 10_000 * 100)
            )
        yield month, figures

"""How a series goes on: at the pace that it had, with a band around it.

The method is a random walk with drift: from the last value on, every year brings what the years
looked at brought on average (``steady``), or grows by as many percent (``growth``). The band holds
four of five futures in which the steps go on to differ from the average as they did; it widens with
the time ahead. Values are integers; days may lie at any distance from each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from banyan.desk.targets.indicators import GROWTH, STEADY

NEEDED = 3
"""Values without which there is no forecast."""

CONFIDENCE = 80
"""Percent of futures that the band holds."""

YEAR = Fraction(146_097, 400)
"""Days of a year of the calendar."""

_QUANTILES = (
    3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372,
    1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328, 1.325,
    1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
)  # fmt: skip
"""Student's t for a two-sided band of 80%, by degrees of freedom from 1."""

_NORMAL = 1.2816


@dataclass(frozen=True, order=True)
class Point:
    """What a series showed on a day."""

    day: date
    value: int


@dataclass(frozen=True)
class Forecast:
    """``low`` and ``high`` are the edges of the band."""

    day: date
    middle: int
    low: int
    high: int


@dataclass(frozen=True)
class Trend:
    """What a series of ``points`` goes on as. ``pace`` is what a year brings: in the unit of the
    values, or for ``growth`` in millionths of the value."""

    points: tuple[Point, ...]
    model: str
    pace: int
    drift: Fraction
    deviation: float

    def on(self, day: date) -> Forecast:
        """The forecast of a day; before the last value there is none."""
        last = self.points[-1]
        ahead = (day - last.day).days
        if ahead < 0:
            raise ValueError("a forecast lies ahead")
        known = (last.day - self.points[0].day).days
        spread = self.deviation * math.sqrt(ahead + ahead**2 / known)
        spread *= _quantile(len(self.points) - 2)
        if self.model == STEADY:
            middle = last.value + _rounded(self.drift * ahead)
            half = math.ceil(spread)
            return Forecast(day, middle, middle - half, middle + half)
        factor = float(self.drift) * ahead
        middle = round(last.value * math.exp(factor))
        low = math.floor(last.value * math.exp(factor - spread))
        high = math.ceil(last.value * math.exp(factor + spread))
        return Forecast(day, middle, min(low, middle), max(high, middle))


def trend_of(points: Iterable[Point], model: str = STEADY) -> Trend | None:
    """The trend of a series, one value a day; ``None`` where there are fewer than ``NEEDED``. What
    is not above zero throughout cannot grow by percent and goes on steadily."""
    series = sorted(points)
    if len(series) < NEEDED:
        return None
    if model == GROWTH and all(one.value > 0 for one in series):
        return _growing(series)
    return _steady(series)


def _steady(series: Sequence[Point]) -> Trend:
    first, last = series[0], series[-1]
    drift = Fraction(last.value - first.value, (last.day - first.day).days)
    squares = Fraction(0)
    for before, after in pairwise(series):
        days = (after.day - before.day).days
        squares += (after.value - before.value - drift * days) ** 2 / days
    deviation = math.sqrt(squares / (len(series) - 2))
    return Trend(tuple(series), STEADY, _rounded(drift * YEAR), drift, deviation)


def _growing(series: Sequence[Point]) -> Trend:
    first, last = series[0], series[-1]
    drift = math.log(last.value / first.value) / (last.day - first.day).days
    squares = 0.0
    for before, after in pairwise(series):
        days = (after.day - before.day).days
        squares += (math.log(after.value / before.value) - drift * days) ** 2 / days
    deviation = math.sqrt(squares / (len(series) - 2))
    if deviation < 1e-12:
        deviation = 0.0
    a_year = round((math.exp(drift * float(YEAR)) - 1) * 1_000_000)
    return Trend(tuple(series), GROWTH, a_year, Fraction(drift), deviation)


def _quantile(freedom: int) -> float:
    return _QUANTILES[freedom - 1] if freedom <= len(_QUANTILES) else _NORMAL


def _rounded(value: Fraction) -> int:
    """Half away from zero, so that what falls is what rises in the mirror."""
    whole = math.floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole

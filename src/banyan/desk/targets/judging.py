"""What an indicator's values say about its target: how it will go on, the light, the gap, and what
would close it. Pure: numbers in, a judgement out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.desk.policy_pack import adopted_count
from banyan.desk.targets.forecast import NEEDED, YEAR, Forecast, Point, Trend, trend_of
from banyan.desk.targets.indicators import IN_YEAR, LAST, SINCE_START, STEADY, Indicator
from banyan.desk.targets.path import MILLION, Way, way_of

WINDOW = "targets.window"
MISSED_BY = "targets.missed_by"


class Light(TextChoices):
    """In the order in which a leader looks at them."""

    MISSED = "red", _("will be missed")
    AT_RISK = "yellow", _("at risk")
    ON_PATH = "green", _("on path")
    UNKNOWN = "grey", _("no value yet")


class Why(TextChoices):
    """Why the light is what it is; ``wording.why`` says it in a sentence."""

    NOTHING = "nothing"
    YEAR_MISSED = "year_missed"
    LAST_MISSED = "last_missed"
    YEAR_CLOSE = "year_close"
    LAST_CLOSE = "last_close"
    BEHIND = "behind"
    AHEAD = "ahead"


ORDER = {light: place for place, light in enumerate(Light.values)}


@dataclass(frozen=True)
class Judgement:
    """``value`` is the newest (of ``as_of``), ``path`` what that day should show, ``target`` what
    the end (of the year, for a yearly target; of 2030) should. ``of_year`` and ``of_last`` are the
    forecasts of the end of the running year and of 2030. ``gap`` is what the newest value lacks to
    the target, never below zero, ``None`` where that cannot be told yet; ``short`` what the
    forecast lacks that the light speaks of, or the path. ``needed`` is what each year (or what is
    left of this one) must bring, ``pace`` what a year brings now. ``missing`` values more are
    needed for a forecast."""

    light: str = Light.UNKNOWN
    why: str = Why.NOTHING
    as_of: date | None = None
    value: int | None = None
    path: int | None = None
    target: int | None = None
    of_year: Forecast | None = None
    of_last: Forecast | None = None
    gap: int | None = None
    short: int | None = None
    needed: int | None = None
    pace: int | None = None
    missing: int = NEEDED


def met(indicator: Indicator, value: int, target: int) -> bool:
    margin = margin_of(indicator, value, target)
    return margin > 0 if indicator.direction == "more_than" else margin >= 0


def margin_of(indicator: Indicator, value: int, target: int) -> int:
    """By how much a value is better than another; below zero where it is worse."""
    return target - value if indicator.direction == "at_most" else value - target


def judged(indicator: Indicator, points: Sequence[Point], county: str = "") -> Judgement:
    """What the values of an indicator, of the whole city or of a county, say; oldest first."""
    way = way_of(indicator, county)
    if not points:
        return Judgement(target=_final(indicator, None, way))
    last = points[-1]
    judgement = Judgement(
        as_of=last.day,
        value=last.value,
        path=way.on(last.day) if indicator.has_target else None,
        target=_final(indicator, last.day, way),
    )
    of_years = trend_over_years(indicator, points)
    of_year = trend_in_year(indicator, points)
    ahead = of_year if indicator.yearly or of_years is None else of_years
    judgement = replace(
        judgement,
        of_year=_forecast(indicator, of_year, date(last.day.year, 12, 31)),
        of_last=_forecast(indicator, of_years, date(LAST, 12, 31)),
        pace=None if ahead is None else ahead.pace,
        missing=_missing(indicator, points),
    )
    if not indicator.has_target:
        return judgement
    return _lit(indicator, _needing(indicator, points, judgement), way)


def trend_over_years(indicator: Indicator, points: Sequence[Point]) -> Trend | None:
    """By which 2030 is foretold: of what adds up in a year the years that are over, of all else
    the values of the last months (``targets.window``)."""
    return trend_of(_looked_at(indicator, points), indicator.model)


def trend_in_year(indicator: Indicator, points: Sequence[Point]) -> Trend | None:
    """By which the end of the running year is foretold: what adds up in a year by what it has
    gathered since it began with nothing."""
    if indicator.adds_up != IN_YEAR:
        return trend_over_years(indicator, points)
    if not points:
        return None
    year = points[-1].day.year
    begun = Point(date(year - 1, 12, 31), 0)
    return trend_of([begun, *(one for one in points if one.day.year == year)], STEADY)


def _looked_at(indicator: Indicator, points: Sequence[Point]) -> list[Point]:
    if indicator.adds_up == IN_YEAR:
        return [one for one in points if (one.day.month, one.day.day) == (12, 31)]
    if not points:
        return []
    months = adopted_count(WINDOW)
    since = points[-1].day - timedelta(days=round(months * float(YEAR) / 12))
    return [one for one in points if one.day >= since]


def _missing(indicator: Indicator, points: Sequence[Point]) -> int:
    known = len(_looked_at(indicator, points))
    if indicator.yearly and indicator.adds_up == IN_YEAR:
        year = points[-1].day.year
        known = 1 + sum(one.day.year == year for one in points)
    return max(0, NEEDED - known)


def _final(indicator: Indicator, day: date | None, way: Way) -> int | None:
    if not indicator.has_target:
        return None
    year = day.year if day is not None and indicator.yearly else LAST
    return way.target(year)


def _forecast(indicator: Indicator, trend: Trend | None, day: date) -> Forecast | None:
    if trend is None or day < trend.points[-1].day:
        return None
    return bounded(indicator, trend, trend.on(day))


def bounded(indicator: Indicator, trend: Trend, made: Forecast) -> Forecast:
    """Within what a value can be: no count below zero or, of what only grows, below the last one;
    no share above all; no place before the first."""
    floor: int | None = {"points": None, "rank": 1, "percent": None}.get(indicator.measure, 0)
    if indicator.adds_up == SINCE_START:
        floor = trend.points[-1].value

    def within(value: int) -> int:
        return value if floor is None else max(value, floor)

    return Forecast(made.day, within(made.middle), within(made.low), within(made.high))


def _needing(indicator: Indicator, points: Sequence[Point], held: Judgement) -> Judgement:
    """What is lacking, and what every year from now on must bring more. What begins anew every
    year is seen by the last whole one."""
    assert held.target is not None
    base = points[-1]
    if indicator.adds_up == IN_YEAR and not indicator.yearly:
        whole = _looked_at(indicator, points)
        if not whole:
            return held
        base = whole[-1]
    gap = max(0, -margin_of(indicator, base.value, held.target))
    if gap == 0 and not met(indicator, base.value, held.target):
        gap = 1
    if not gap or indicator.yearly:
        return replace(held, gap=gap, needed=gap or None)
    left = (date(LAST, 12, 31) - base.day).days
    needed = -(-gap * round(YEAR) // left) if left > 0 else None
    return replace(held, gap=gap, needed=needed)


def _lit(indicator: Indicator, held: Judgement, way: Way) -> Judgement:
    """The worse of what the year's forecast and that of 2030 say; behind the path is at risk."""
    assert held.value is not None
    assert held.path is not None
    assert held.target is not None
    found: list[tuple[str, str, int]] = []
    if indicator.yearly and held.of_year is not None:
        light, short = _of(indicator, held.of_year, held.target)
        why = Why.YEAR_MISSED if light == Light.MISSED else Why.YEAR_CLOSE
        found.append((light, why, short))
    if held.of_last is not None:
        light, short = _of(indicator, held.of_last, way.target(LAST))
        why = Why.LAST_MISSED if light == Light.MISSED else Why.LAST_CLOSE
        found.append((light, why, short))
    ahead = margin_of(indicator, held.value, held.path)
    behind = ahead < 0 or (indicator.direction == "more_than" and indicator.yearly and ahead == 0)
    if behind:
        found.append((Light.AT_RISK, Why.BEHIND, -ahead))
    found = [one for one in found if one[0] != Light.ON_PATH]
    if not found:
        return replace(held, light=Light.ON_PATH, why=Why.AHEAD, short=ahead)
    worst = min(found, key=lambda one: ORDER[one[0]])
    return replace(held, light=worst[0], why=worst[1], short=worst[2])


def _of(indicator: Indicator, forecast: Forecast, target: int) -> tuple[str, int]:
    """The light of a forecast, and what it falls short. It will be missed where even the better
    edge of the band falls short, or the middle by more than ``targets.missed_by`` of the target."""
    if met(indicator, forecast.middle, target):
        return Light.ON_PATH, 0
    better = forecast.low if indicator.direction == "at_most" else forecast.high
    short = -margin_of(indicator, forecast.middle, target)
    limit = abs(target) * adopted_count(MISSED_BY) // MILLION
    missed = not met(indicator, better, target) or short > limit
    return (Light.MISSED if missed else Light.AT_RISK), short


def looking_back(indicator: Indicator, points: Sequence[Point]) -> Mapping[str, object] | None:
    """What the method would have said a year ago of the newest value it could have foretold:
    ``said`` (a Forecast) and ``came`` (what it is); ``None`` where there was too little then."""
    series = points
    if indicator.adds_up == IN_YEAR:
        series = [one for one in points if (one.day.month, one.day.day) == (12, 31)]
    if not series:
        return None
    newest = series[-1]
    then = newest.day.replace(year=newest.day.year - 1, day=min(newest.day.day, 28))
    known = [one for one in series if (one.day.year, one.day.month) <= (then.year, then.month)]
    trend = trend_over_years(indicator, known) if known else None
    if trend is None:
        return None
    said = bounded(indicator, trend, trend.on(newest.day))
    return {
        "day": known[-1].day,
        "said": said,
        "came": newest,
        "within": said.low <= newest.value <= said.high,
    }

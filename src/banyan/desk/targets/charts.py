"""The pictures of an indicator: its way to 2030, the running year, and the counties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.dashboards.tiles import places
from banyan.desk.targets.amounts import NONE, aim, plain, written
from banyan.desk.targets.forecast import Forecast, Point, Trend
from banyan.desk.targets.indicators import IN_YEAR, LAST, START, Indicator
from banyan.desk.targets.judging import (
    Light,
    bounded,
    met,
    trend_in_year,
    trend_over_years,
)
from banyan.desk.targets.path import way_of
from banyan.desk.targets.periods import last_day, months_before

ACTUAL, PATH, AHEAD = "#066fd1", "#6b7280", "#d9480f"
LIGHTS = {
    Light.UNKNOWN: "#e6ebea",
    Light.ON_PATH: "#bfe3c8",
    Light.AT_RISK: "#f6dd9a",
    Light.MISSED: "#f2b5b0",
}
"""Readable with dark words on them."""

MONTHS_SHOWN = 36


def to_2030(indicator: Indicator, points: Sequence[Point], county: str = "") -> dict[str, Any]:
    """What the values were, what the path says, and how they go on with the band: by month, or by
    year where a value adds up in a year and begins anew."""
    by_year = indicator.adds_up == IN_YEAR
    days = _years(points) if by_year else _months(points)
    trend = trend_over_years(indicator, points)
    return _drawn(indicator, days, points, trend, county, by_year=by_year)


def running_year(
    indicator: Indicator, points: Sequence[Point], county: str = ""
) -> dict[str, Any] | None:
    """The months of the newest year of what adds up in a year; ``None`` for anything else."""
    if indicator.adds_up != IN_YEAR or not points:
        return None
    year = points[-1].day.year
    days = [last_day(date(year, month, 1)) for month in range(1, 13)]
    within = [one for one in points if one.day.year == year]
    trend = trend_in_year(indicator, points)
    return _drawn(indicator, days, within, trend, county, by_year=False)


def _years(points: Sequence[Point]) -> list[date]:
    first = min([START, *(one.day.year for one in points)])
    return [date(year, 12, 31) for year in range(first, LAST + 1)]


def _months(points: Sequence[Point]) -> list[date]:
    first = date(START, 12, 1)
    if points:
        newest = points[-1].day.replace(day=1)
        first = min(first, max(points[0].day.replace(day=1), months_before(newest, MONTHS_SHOWN)))
    count = (LAST - first.year) * 12 + 12 - first.month
    return [last_day(months_before(date(LAST, 12, 1), number)) for number in range(count, -1, -1)]


def _drawn(
    indicator: Indicator,
    days: Sequence[date],
    points: Sequence[Point],
    trend: Trend | None,
    county: str,
    *,
    by_year: bool,
) -> dict[str, Any]:
    held = {(one.day.year, 0 if by_year else one.day.month): one.value for one in points}
    last = points[-1] if points else None
    running = by_year and last is not None and (last.day.month, last.day.day) != (12, 31)
    actual = [held.get((day.year, 0 if by_year else day.month)) for day in days]
    begins = date(START if not indicator.yearly else START + 1, 1, 1)
    way = way_of(indicator, county)
    path = [way.on(day) if indicator.has_target and day >= begins else None for day in days]
    ahead = _ahead(indicator, trend, days)
    labels = [f"{day:%Y}" if by_year else f"{day:%Y-%m}" for day in days]
    names = [_("actual"), _("path"), _("forecast"), _("band of the forecast")]
    drawn = [_shown(indicator, one) for one in actual]
    so_far = [
        value if running and last is not None and day.year == last.day.year else None
        for day, value in zip(days, drawn, strict=True)
    ]
    series = [
        _line(
            names[0],
            [None if far is not None else one for far, one in zip(so_far, drawn, strict=True)],
            ACTUAL,
            width=3,
        ),
        *([_alone(_("this year so far"), so_far)] if running else []),
        *(
            [_line(names[1], [_shown(indicator, one) for one in path], PATH, dashed=True)]
            if indicator.has_target
            else []
        ),
    ]
    if ahead:
        series += _band(indicator, ahead, names)
    shown = [one["name"] for one in series if not str(one["name"]).startswith("\u200b")]
    option = {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": shown, "itemWidth": 18},
        "xAxis": {"type": "category", "data": labels, "boundaryGap": by_year},
        "yAxis": {"type": "value", "scale": True, "splitNumber": 4},
        "series": series,
    }
    return {
        "option": option,
        "headers": [
            _("End of"),
            _("actual"),
            *([_("path"), _("difference")] if indicator.has_target else []),
            _("forecast"),
            pgettext("band", "from"),
            pgettext("band", "to"),
        ],
        "rows": _rows(indicator, days, labels, actual, path, ahead),
    }


def _ahead(
    indicator: Indicator, trend: Trend | None, days: Sequence[date]
) -> list[Forecast | None]:
    if trend is None:
        return []
    last = trend.points[-1]
    return [bounded(indicator, trend, trend.on(day)) if day >= last.day else None for day in days]


def _band(
    indicator: Indicator, ahead: Sequence[Forecast | None], names: Sequence[str]
) -> list[dict[str, Any]]:
    """The middle as a line, the band as an area that stands on an invisible one."""
    middle = [_shown(indicator, None if one is None else one.middle) for one in ahead]
    low = [_shown(indicator, None if one is None else one.low) for one in ahead]
    wide = [_shown(indicator, None if one is None else one.high - one.low) for one in ahead]
    unseen = {
        "lineStyle": {"opacity": 0},
        "symbol": "none",
        "stack": "band",
        "stackStrategy": "all",
        "silent": True,
    }
    return [
        _line(names[2], middle, AHEAD, dashed=True),
        _line("\u200b", low, AHEAD) | unseen | {"tooltip": {"show": False}},
        _line(names[3], wide, AHEAD)
        | unseen
        | {"areaStyle": {"opacity": 0.16, "color": AHEAD}, "tooltip": {"show": False}},
    ]


def _alone(name: str, data: Sequence[Any]) -> dict[str, Any]:
    """Points that nothing joins: a year that is not over is not a fall."""
    return _line(name, data, ACTUAL) | {
        "connectNulls": False,
        "symbol": "diamond",
        "symbolSize": 12,
        "lineStyle": {"opacity": 0},
    }


def _line(
    name: str, data: Sequence[Any], colour: str, *, dashed: bool = False, width: int = 2
) -> dict[str, Any]:
    return {
        "name": name,
        "type": "line",
        "data": list(data),
        "connectNulls": True,
        "symbol": "none" if dashed else "circle",
        "symbolSize": 5,
        "showAllSymbol": False,
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": width, "type": "dashed" if dashed else "solid"},
    }


def _shown(indicator: Indicator, value: int | None) -> float | int | None:
    """In the unit that the caption names."""
    if value is None:
        return None
    if indicator.measure in ("count", "rank"):
        return value
    shown = plain(indicator, value)
    return round(float(shown / 10**8 if indicator.measure == "money" else shown), 2)


def unit_of(indicator: Indicator) -> str:
    """What the numbers of a picture count."""
    if indicator.measure == "money":
        return _("100 million yuan")
    return indicator.counted


def _rows(
    indicator: Indicator,
    days: Sequence[date],
    labels: Sequence[str],
    actual: Sequence[int | None],
    path: Sequence[int | None],
    ahead: Sequence[Forecast | None],
) -> list[list[Any]]:
    """What has a value, and the ends of years."""
    rows = []
    for place, day in enumerate(days):
        made = ahead[place] if ahead else None
        value, wanted = actual[place], path[place]
        if value is None and day.month != 12:
            continue
        row: list[Any] = [labels[place], written(indicator, value)]
        if indicator.has_target:
            row.append(written(indicator, wanted))
            row.append(_difference(indicator, value, wanted))
        if value is not None or made is None:
            row += [NONE, NONE, NONE]
        else:
            row += [written(indicator, one) for one in (made.middle, made.low, made.high)]
        rows.append(row)
    return rows


def _difference(indicator: Indicator, value: int | None, wanted: int | None) -> str:
    if value is None or wanted is None:
        return NONE
    return (
        written(indicator, value - wanted, signed=True)
        if indicator.measure != "rank"
        else (f"{value - wanted:+d}".replace("-", "−"))
    )


def year_rows(
    indicator: Indicator, points: Sequence[Point], county: str = ""
) -> list[dict[str, Any]]:
    """Each year's target with what it ended with, or shows so far."""
    rows = []
    newest = points[-1].day.year if points else 0
    way = way_of(indicator, county)
    for year in range(START + 1, LAST + 1):
        values = [one for one in points if one.day.year == year]
        last = values[-1] if values else None
        target = way.target(year)
        over = last is not None and (last.day.month, last.day.day) == (12, 31)
        rows.append(
            {
                "year": year,
                "target": aim(indicator, written(indicator, target)),
                "value": written(indicator, None if last is None else last.value),
                "as_of": last and last.day,
                "over": over,
                "met": last is not None and met(indicator, last.value, target),
                "now": year == newest and not over,
            }
        )
    return rows


def of_counties(
    lights: Mapping[str, tuple[str, str]], names: Mapping[str, str], links: Mapping[str, str]
) -> dict[str, Any]:
    """A tile for each county where it lies, in the colour of its light; ``lights`` are lights and
    values in words."""
    spots = places(names)
    order = list(LIGHTS)
    data = []
    for county, (column, row) in spots.items():
        light, value = lights.get(county, (Light.UNKNOWN.value, NONE))
        word = f"{names[county]}: {value} · {Light(light).label}"
        data.append(
            {
                "value": [column, row, order.index(Light(light))],
                "name": names[county],
                "link": links.get(county, ""),
                "label": {"formatter": f"{names[county].split()[0]}\n{value}", "color": "#1c2725"},
                "tooltip": {"formatter": word},
            }
        )
    columns = 1 + max((column for column, _row in spots.values()), default=0)
    rows = 1 + max((row for _column, row in spots.values()), default=0)
    return {
        "tooltip": {"trigger": "item"},
        "grid": {"top": 4, "bottom": 4, "left": 4, "right": 4, "containLabel": False},
        "xAxis": {"type": "category", "data": list(range(columns)), "show": False},
        "yAxis": {"type": "category", "data": list(range(rows)), "show": False, "inverse": True},
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 3,
            "inRange": {"color": list(LIGHTS.values())},
        },
        "series": {
            "type": "heatmap",
            "data": data,
            "itemStyle": {"borderWidth": 2, "borderColor": "#fff"},
            "label": {"show": True, "lineHeight": 15, "fontSize": 11, "overflow": "truncate"},
        },
    }

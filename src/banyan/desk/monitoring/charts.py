"""Pictures of monthly figures and of warnings, as ECharts options with their tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.cases.search.question import LIGHTS
from banyan.desk.dashboards.tiles import places
from banyan.desk.monitoring import amounts
from banyan.desk.monitoring.evaluation import first_day, month_number
from banyan.desk.monitoring.models import MonthlyFigure
from banyan.desk.monitoring.wording import tenths

MARK = "#d63939"
"""Of a month in which a rule found something."""


def of_indicator(
    indicator: str, figures: Mapping[date, MonthlyFigure], months: Sequence[int], marked: set[date]
) -> dict[str, Any]:
    """One indicator over the months, the same month of the year before as a thin line; the months
    ``marked`` have a point where a rule found something."""
    said = amounts.ALL[indicator]

    def drawn(day: date) -> Any:
        figure = figures.get(day)
        value = None if figure is None else getattr(figure, indicator)
        return value if value is None or indicator != "power" else value // 1000

    days = [first_day(month) for month in months]
    formatter = "yuan" if said.places == 2 else "count"
    own = [drawn(day) for day in days]
    before = [drawn(first_day(month - 12)) for month in months]
    marks = [
        {"value": value, "symbolSize": 13, "itemStyle": {"color": MARK}}
        if day in marked and value is not None
        else value
        for day, value in zip(days, own, strict=True)
    ]
    series: list[dict[str, Any]] = [
        {
            "name": str(said.name),
            "type": "line",
            "symbolSize": 5,
            "showAllSymbol": True,
            "data": marks,
        },
        {
            "name": _("a year before"),
            "type": "line",
            "symbol": "none",
            "lineStyle": {"type": "dashed", "opacity": 0.6},
            "data": before,
        },
    ]
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": formatter},
        "legend": {"data": [one["name"] for one in series]},
        "xAxis": {"type": "category", "data": [f"{day:%Y-%m}" for day in days]},
        "yAxis": {"type": "value", "splitNumber": 3, "axisLabel": {"formatter": formatter}},
        "series": series,
    }
    rows = []
    for day, month in zip(reversed(days), reversed(months), strict=True):
        held, then = figures.get(day), figures.get(first_day(month - 12))
        rows.append(
            [
                f"{day:%Y-%m}",
                amounts.written(indicator, None if held is None else getattr(held, indicator)),
                amounts.written(indicator, None if then is None else getattr(then, indicator)),
            ]
        )
    return {
        "id": f"figures-{indicator}",
        "caption": said.heading,
        "option": option,
        "headers": [_("Month"), said.name, _("a year before")],
        "rows": rows,
    }


def of_case(code: str, indicators: Collection[str], month: date) -> list[dict[str, Any]]:
    """The charts of an enterprise's indicators in the year up to a month, that month marked."""
    last = month_number(month)
    figures = figures_of(code, last - 24, last)
    months = range(last - 12, last + 1)
    return [of_indicator(one, figures, months, {month}) for one in indicators]


def figures_of(code: str, first: int, last: int) -> dict[date, MonthlyFigure]:
    found = MonthlyFigure.objects.filter(
        organization=code, month__gte=first_day(first), month__lte=first_day(last)
    )
    return {one.month: one for one in found}


def beside_peers(held: Mapping[int, tuple[int | None, int | None]]) -> dict[str, Any]:
    """The changes of an enterprise and the medians of its industry, by month."""
    months = sorted(held)
    names = [_("this enterprise"), _("others of the industry, median")]
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "percent"},
        "legend": {"data": names},
        "xAxis": {"type": "category", "data": [f"{first_day(month):%Y-%m}" for month in months]},
        "yAxis": {"type": "value", "splitNumber": 3, "axisLabel": {"formatter": "percent"}},
        "series": [
            {"name": name, "type": "line", "data": [held[month][place] for month in months]}
            for place, name in enumerate(names)
        ],
    }
    return {
        "option": option,
        "headers": [_("Month"), *names],
        "rows": [
            [f"{first_day(month):%Y-%m}", *(tenths(one) for one in held[month])]
            for month in reversed(months)
        ],
    }


_COLOURS = ("#e6ebea", "#bcd7f5", "#f6dd9a", "#f2b5b0")
"""Of a county without a warning, and by its gravest light."""


def of_counties(
    lights: Mapping[str, Mapping[str, int]], names: Mapping[str, str], links: Mapping[str, str]
) -> Any:
    """A tile for each county where it lies, in the colour of its gravest open warning; it leads to
    the address that ``links`` has for the county."""
    spots = places(names)
    data = []
    for county, (column, row) in spots.items():
        counts = lights.get(county, {})
        worst = max((n for n, light in enumerate(LIGHTS, 1) if counts.get(light)), default=0)
        total = sum(counts.values())
        data.append(
            {
                "value": [column, row, worst],
                "name": names[county],
                "link": links[county],
                "label": {"formatter": f"{names[county].split()[0]}\n{total}", "color": "#1c2725"},
                "tooltip": {"formatter": f"{names[county]}: {total}"},
            }
        )
    columns = 1 + max(column for column, _row in spots.values())
    rows = 1 + max(row for _column, row in spots.values())
    return {
        "tooltip": {"trigger": "item"},
        "grid": {"top": 4, "bottom": 4, "left": 4, "right": 4, "containLabel": False},
        "xAxis": {"type": "category", "data": list(range(columns)), "show": False},
        "yAxis": {
            "type": "category",
            "data": list(range(rows)),
            "show": False,
            "inverse": True,
        },
        "visualMap": {"show": False, "min": 0, "max": 3, "inRange": {"color": list(_COLOURS)}},
        "series": {
            "type": "heatmap",
            "data": data,
            "itemStyle": {"borderWidth": 2, "borderColor": "#fff"},
            "label": {"show": True, "lineHeight": 15, "fontSize": 11, "overflow": "truncate"},
        },
    }

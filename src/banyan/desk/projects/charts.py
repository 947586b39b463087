"""The pictures of projects, as ECharts options with their tables. Percent are drawn as millionths,
money in fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from banyan.desk.dashboards.tiles import places
from banyan.desk.projects.lights import Light, Thresholds
from banyan.desk.projects.models import PlanMonth, Project, Report
from banyan.desk.projects.months import moved
from banyan.desk.ui.templatetags.ui import yuan

POINT = 10_000
"""Millionths of a percentage point."""

GREEN, YELLOW, RED, GREY, MISSING = "#9fd8b4", "#f6dd9a", "#f2a6a0", "#dfe5e4", "#a9b5b3"
DARK = "#1c2725"


def of_project(plan: Sequence[PlanMonth], confirmed: Mapping[date, Report]) -> dict[str, Any]:
    """Planned against reported percent by month, with the money in the table."""
    planned = {one.month: one for one in plan}
    months = sorted({*planned, *confirmed})
    names = [_("planned"), _("reported and confirmed")]
    before, aim = 0, []
    for month in months:
        before = planned[month].percent if month in planned else before
        aim.append(before)
    done = [confirmed[month].percent if month in confirmed else None for month in months]
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "percent"},
        "legend": {"data": names},
        "xAxis": {"type": "category", "data": [f"{month:%Y-%m}" for month in months]},
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": 100 * POINT,
            "interval": 25 * POINT,
            "axisLabel": {"formatter": "percent"},
        },
        "series": [
            {
                "name": names[0],
                "type": "line",
                "symbol": "none",
                "lineStyle": {"type": "dashed"},
                "data": [one * POINT for one in aim],
            },
            {
                "name": names[1],
                "type": "line",
                "symbolSize": 7,
                "showAllSymbol": True,
                "connectNulls": True,
                "areaStyle": {"opacity": 0.08},
                "data": [None if one is None else one * POINT for one in done],
            },
        ],
    }
    rows = [
        [
            f"{month:%Y-%m}",
            f"{percent}%",
            f"{confirmed[month].percent}%" if month in confirmed else "–",
            yuan(planned[month].investment if month in planned else None),
            yuan(confirmed[month].invested if month in confirmed else None),
        ]
        for month, percent in zip(months, aim, strict=True)
    ]
    return {
        "option": option,
        "headers": [
            _("Month"),
            *names,
            _("planned investment (yuan)"),
            _("invested (yuan)"),
        ],
        "rows": rows,
    }


def time_line(
    projects: Sequence[Project],
    plans: Mapping[int, Mapping[date, int]],
    reports: Mapping[int, Mapping[date, Report]],
    first: date,
    count: int,
    due: date,
    limits: Thresholds,
) -> dict[str, Any]:
    """Projects by month, ``count`` of them from ``first``: a cell is light grey where something is
    planned for later than ``due``, dark grey where it should have been reported, else in the colour
    of how far it was behind then."""
    months = [moved(first, number) for number in range(count)]
    data, rows = [], []
    for place, project in enumerate(projects):
        cells: list[Any] = []
        plan, said = plans.get(project.pk, {}), reports.get(project.pk, {})
        for number, month in enumerate(months):
            aim = _until(plan, month)
            if month in said:
                done = said[month].percent
                behind = max(0, (aim or 0) - done)
                value = 3 if behind >= limits.red else 2 if behind >= limits.yellow else 1
                words = f"{done}%" if aim is None else f"{done}% / {aim}%"
            elif aim is not None and month <= max(plan) and month >= min(plan):
                value, words = (0 if month > due else 4), f"– / {aim}%"
            else:
                cells.append("")
                continue
            cells.append(words)
            data.append(
                {
                    "value": [number, place, value],
                    "link": project.get_absolute_url(),
                    "tooltip": {"formatter": f"{project.name}\n{month:%Y-%m}: {words}"},
                }
            )
        name = format_html('<a href="{}">{}</a>', project.get_absolute_url(), project.name)
        rows.append([name, *cells])
    option = {
        "tooltip": {"trigger": "item"},
        "grid": {"top": 8, "bottom": 8, "left": 8, "right": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [f"{month:%Y-%m}" for month in months]},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [one.name for one in projects],
            "axisLabel": {"interval": 0, "fontSize": 11, "width": 150, "overflow": "truncate"},
        },
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 4,
            "inRange": {"color": [GREY, GREEN, YELLOW, RED, MISSING]},
        },
        "series": {"type": "heatmap", "data": data, "itemStyle": {"borderRadius": 3}},
    }
    return {
        "option": option,
        "headers": [_("Project"), *(f"{month:%Y-%m}" for month in months)],
        "rows": rows,
    }


def _until(plan: Mapping[date, int], month: date) -> int | None:
    known = [one for one in plan if one <= month]
    return plan[max(known)] if known else None


def of_counties(
    lights: Mapping[str, Mapping[str, int]], names: Mapping[str, str], links: Mapping[str, str]
) -> dict[str, Any]:
    """A tile for each county where it lies, in the colour of the worst light there; how many
    projects there are, and how many are red."""
    spots = places(names)
    data, rows = [], []
    for county, (column, row) in spots.items():
        counts = lights.get(county, {})
        red, yellow = counts.get(Light.RED, 0), counts.get(Light.YELLOW, 0)
        green, none = counts.get(Light.GREEN, 0), counts.get("", 0)
        whole = red + yellow + green + none
        value = 3 if red else 2 if yellow else 1 if green else 0
        said = _("%(county)s: %(count)s projects, %(red)s red, %(yellow)s yellow") % {
            "county": names[county],
            "count": whole,
            "red": red,
            "yellow": yellow,
        }
        data.append(
            {
                "value": [column, row, value],
                "name": names[county],
                "link": links[county],
                "label": {
                    "formatter": f"{names[county].split()[0]}\n{red} / {whole}",
                    "color": DARK,
                },
                "tooltip": {"formatter": said},
            }
        )
        name = format_html('<a href="{}">{}</a>', links[county], names[county])
        rows.append([name, red, yellow, green, none, whole])
    columns = 1 + max(column for column, _row in spots.values())
    height = 1 + max(row for _column, row in spots.values())
    option = {
        "tooltip": {"trigger": "item"},
        "grid": {"top": 4, "bottom": 4, "left": 4, "right": 4, "containLabel": False},
        "xAxis": {"type": "category", "data": list(range(columns)), "show": False},
        "yAxis": {
            "type": "category",
            "data": list(range(height)),
            "show": False,
            "inverse": True,
        },
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 3,
            "inRange": {"color": [GREY, GREEN, YELLOW, RED]},
        },
        "series": {
            "type": "heatmap",
            "data": data,
            "label": {"show": True, "lineHeight": 15, "fontSize": 11, "overflow": "truncate"},
        },
    }
    return {
        "option": option,
        "headers": [
            _("County"),
            str(Light.RED.label),
            str(Light.YELLOW.label),
            str(Light.GREEN.label),
            str(Light.NONE.label),
            _("in all"),
        ],
        "rows": rows,
    }

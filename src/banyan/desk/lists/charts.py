"""The pictures of lists, as ECharts options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.dashboards.charts import SCALE
from banyan.desk.dashboards.tiles import places
from banyan.desk.lists.counting import OUTSIDE, Conversion
from banyan.desk.lists.declared import DeclaredList

DARK_FROM = 45
"""Percent of the largest county's number from which a tile is dark and its words are light."""


def county_tiles(
    found: Mapping[str, int], names: Mapping[str, str], links: Mapping[str, str]
) -> dict[str, Any]:
    """A tile for each county where it lies, the darker the more of its organizations are in the
    list."""
    spots = places(names)
    columns = 1 + max(column for column, _row in spots.values())
    rows = 1 + max(row for _column, row in spots.values())
    most = max([1, *found.values()])
    data = []
    for county, (column, row) in spots.items():
        count = found.get(county, 0)
        dark = count * 100 >= most * DARK_FROM
        data.append(
            {
                "value": [column, row, count],
                "name": names[county],
                "link": links.get(county, ""),
                "label": {
                    "formatter": f"{names[county].split()[0]}\n{count:,}",
                    "color": "#fff" if dark else "#1c2725",
                },
                "tooltip": {"formatter": f"{names[county]}\n{count:,}"},
            }
        )
    return {
        "tooltip": {"trigger": "item"},
        "grid": {"top": 4, "bottom": 4, "left": 4, "right": 4, "containLabel": False},
        "xAxis": _hidden(columns),
        "yAxis": {**_hidden(rows), "inverse": True},
        "visualMap": {"show": False, "min": 0, "max": most, "inRange": {"color": list(SCALE)}},
        "series": {
            "type": "heatmap",
            "data": data,
            "label": {"show": True, "lineHeight": 15, "fontSize": 11, "overflow": "truncate"},
        },
    }


def _hidden(count: int) -> dict[str, Any]:
    return {"type": "category", "data": list(range(count)), "show": False}


def flow(of: DeclaredList, found: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Who moved from which tier to which: the tiers of the first day on the left, those of the
    last on the right."""
    left = {tier: tier_name(of, tier, came=True) for tier, _to in found}
    # a node has one name: those on the right differ by a space of no width
    right = {tier: f"{tier_name(of, tier)}\u200b" for _from, tier in found}
    nodes = [{"name": name, "depth": 0} for name in left.values()]
    nodes += [{"name": name, "depth": 1} for name in right.values()]
    return {
        "tooltip": {"trigger": "item"},
        "series": {
            "type": "sankey",
            "data": nodes,
            "links": [
                {"source": left[before], "target": right[after], "value": count}
                for (before, after), count in found.items()
            ],
            "left": 8,
            "right": 140,
            "nodeGap": 14,
            "layoutIterations": 0,
            "emphasis": {"focus": "adjacency"},
            "lineStyle": {"color": "gradient", "opacity": 0.35},
            "label": {"width": 134, "fontSize": 11, "overflow": "truncate"},
        },
    }


def tier_name(of: DeclaredList, tier: str, *, came: bool = False) -> str:
    if tier == OUTSIDE:
        return _("not in the library before") if came else _("not in the library any more")
    return of.tier_name(tier)


def conversion_bars(found: Mapping[str, Conversion], names: Mapping[str, str]) -> dict[str, Any]:
    """How many are listed and how many of them have grown above designated size."""
    shown = [(names.get(code, code), one) for code, one in found.items()][::-1]
    return {
        "tooltip": {"trigger": "axis", "valueFormatter": "count"},
        "legend": {"data": [_("grown above designated size"), _("not grown yet")]},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "data": [name for name, _one in shown],
            "axisLabel": {"interval": 0, "fontSize": 11, "width": 110, "overflow": "truncate"},
        },
        "series": [
            {
                "name": _("grown above designated size"),
                "type": "bar",
                "stack": "all",
                "data": [one.converted for _name, one in shown],
            },
            {
                "name": _("not grown yet"),
                "type": "bar",
                "stack": "all",
                "data": [one.listed - one.converted for _name, one in shown],
            },
        ],
    }

"""The pictures of the dashboard, as ECharts options. Money is in fen, shares in millionths."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.dashboards.stages import MILLION, Stages
from banyan.desk.dashboards.tiles import places
from banyan.desk.ui.templatetags.ui import percent, yuan

DRAWN = 10
"""Measures that are drawn; the table has them all."""

SCALE = ("#d9ede8", "#86c7b8", "#2f9581", "#0b5a4d")
"""From nothing paid to everything; readable in light and in dark."""

DARK = MILLION * 45 // 100
"""From here on the tile is dark and its words are light."""


def months(held: Mapping[date, Stages]) -> dict[str, Any]:
    """The stages at the end of each month, against the budget."""
    drawn = {"committed": _("committed"), "approved": _("approved"), "paid": _("paid")}
    series: list[dict[str, Any]] = [
        {
            "name": name,
            "type": "line",
            "symbolSize": 6,
            "showAllSymbol": True,  # a single month has no line
            "areaStyle": {"opacity": 0.08},
            "data": [getattr(stages, stage) for stages in held.values()],
        }
        for stage, name in drawn.items()
    ]
    series.append(
        {
            "name": _("budget"),
            "type": "line",
            "step": "end",
            "symbol": "none",
            "lineStyle": {"type": "dashed"},
            "data": [stages.budget for stages in held.values()],
        }
    )
    return {
        "tooltip": {"trigger": "axis", "valueFormatter": "yuan"},
        "legend": {"data": [one["name"] for one in series], "itemWidth": 16, "itemGap": 8},
        "xAxis": {"type": "category", "data": [f"{month:%Y-%m}" for month in held]},
        "yAxis": {"type": "value", "splitNumber": 4, "axisLabel": {"formatter": "yuan"}},
        "series": series,
    }


def measures(found: Mapping[str, Stages], names: Mapping[str, str]) -> dict[str, Any]:
    """What lies where, of the measures with most money: paid, approved, committed, one after the
    other, so that the bar is all that is committed."""
    drawn = list(found)[:DRAWN][::-1]  # the first from above
    rows = [found[code] for code in drawn]
    parts = {
        _("paid"): [one.paid for one in rows],
        _("approved, not paid yet"): [one.approved - one.paid for one in rows],
        _("committed, not approved yet"): [one.committed - one.approved for one in rows],
    }
    return {
        "tooltip": {"trigger": "axis", "valueFormatter": "yuan"},
        "legend": {"data": list(parts)},
        "xAxis": {"type": "value", "splitNumber": 3, "axisLabel": {"formatter": "yuan"}},
        "yAxis": {
            "type": "category",
            "data": [names[code] for code in drawn],
            "axisLabel": {"interval": 0, "fontSize": 11, "width": 150, "overflow": "truncate"},
        },
        "series": [
            {"name": name, "type": "bar", "stack": "all", "data": data}
            for name, data in parts.items()
        ],
    }


def counties(
    found: Mapping[str, Stages], names: Mapping[str, str], links: Mapping[str, str]
) -> dict[str, Any]:
    """A tile for each county where it lies, the darker the more of what is committed is paid. A
    tile is small: it has the first word of its name."""
    spots = places(names)
    columns = 1 + max(column for column, _row in spots.values())
    rows = 1 + max(row for _column, row in spots.values())
    data = []
    for county, (column, row) in spots.items():
        stages = found.get(county, Stages())
        share = stages.paid_share
        words = f"{names[county].split()[0]}\n{percent(share)}"
        detail = (
            f"{names[county]}\n{_('committed in all')} {yuan(stages.committed)}\n"
            f"{_('paid in all')} {yuan(stages.paid)}"
        )
        data.append(
            {
                "value": [column, row, share or 0],
                "name": names[county],
                "link": links.get(county, ""),
                "label": {
                    "formatter": words,
                    "color": "#fff" if (share or 0) >= DARK else "#1c2725",
                },
                "tooltip": {"formatter": detail},
            }
        )
    return {
        "tooltip": {"trigger": "item"},
        "grid": {"top": 4, "bottom": 4, "left": 4, "right": 4, "containLabel": False},
        "xAxis": _hidden(columns),
        "yAxis": {**_hidden(rows), "inverse": True},
        "visualMap": {
            "show": False,
            "min": 0,
            "max": MILLION,
            "inRange": {"color": list(SCALE)},
        },
        "series": {
            "type": "heatmap",
            "data": data,
            "label": {"show": True, "lineHeight": 15, "fontSize": 11, "overflow": "truncate"},
        },
    }


def _hidden(count: int) -> dict[str, Any]:
    return {"type": "category", "data": list(range(count)), "show": False}

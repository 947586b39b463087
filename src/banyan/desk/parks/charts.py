"""Parks side by side, as ECharts options with their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.parks.amounts import heading, written
from banyan.desk.parks.reading import Standing
from banyan.desk.projects.kinds import declared
from banyan.desk.ui.templatetags.ui import percent

DRAWN = 12
"""Parks that are drawn; the table has them all."""


def of_checklist(parks: Sequence[Standing]) -> dict[str, Any]:
    """How much of each group of the checklist is in place."""
    groups = list(declared().groups.values())
    drawn = parks[:DRAWN]
    return {
        "option": {
            "tooltip": {"trigger": "axis", "valueFormatter": "percent"},
            "legend": {"data": [one.name for one in groups]},
            "xAxis": {
                "type": "value",
                "min": 0,
                "max": 1_000_000,
                "interval": 250_000,
                "axisLabel": {"formatter": "percent"},
            },
            "yAxis": _names(drawn),
            "series": [
                {
                    "name": group.name,
                    "type": "bar",
                    "data": [one.share(group.code) for one in drawn],
                }
                for group in groups
            ],
        },
        "headers": [_("Park"), *(one.name for one in groups)],
        "rows": [
            [one.park.name, *(percent(one.share(group.code)) for group in groups)] for one in parks
        ],
    }


def of_indicator(parks: Sequence[Standing], code: str, year: int) -> dict[str, Any]:
    """An indicator of a year, the highest first. KeyError for one that is not declared."""
    indicator = declared().indicators[code]
    ranked = sorted(parks, key=lambda one: -one.of_year(year).get(code, -1))
    drawn = [one for one in ranked if code in one.of_year(year)][:DRAWN]
    formatter = "yuan" if indicator.unit == "yuan" else "count"
    return {
        "option": {
            "tooltip": {"trigger": "axis", "valueFormatter": formatter},
            "xAxis": {"type": "value", "splitNumber": 3, "axisLabel": {"formatter": formatter}},
            "yAxis": _names(drawn),
            "series": [
                {
                    "name": indicator.name,
                    "type": "bar",
                    "data": [one.of_year(year)[code] for one in drawn],
                }
            ],
        },
        "headers": [_("Park"), heading(indicator)],
        "rows": [
            [one.park.name, written(indicator, one.of_year(year).get(code))] for one in ranked
        ],
    }


def _names(parks: Sequence[Standing]) -> dict[str, Any]:
    return {
        "type": "category",
        "inverse": True,
        "data": [one.park.name for one in parks],
        "axisLabel": {"interval": 0, "fontSize": 11, "width": 130, "overflow": "truncate"},
    }

"""The picture of the counties' results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.incentives.results import Result


def by_county(shown: Sequence[Result], names: dict[str, str], year: int) -> dict[str, Any]:
    """An ECharts option of the enterprises raised in the year and the year before."""
    series = [(str(year), "raised"), (str(year - 1), "last")]
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "count"},
        "legend": {"data": [name for name, _value in series], "top": 0},
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": {"formatter": "count"}},
        "yAxis": {
            "type": "category",
            "data": [names[one.county] for one in shown],
            "inverse": True,
        },
        "series": [
            {
                "name": name,
                "type": "bar",
                "barMaxWidth": 14,
                "data": [getattr(one, value) for one in shown],
            }
            for name, value in series
        ],
    }
    return {
        "option": option,
        "caption": _("Enterprises raised above designated size, by county"),
        "headers": [_("County"), str(year), str(year - 1)],
        "rows": [[names[one.county], one.raised, one.last] for one in shown],
    }

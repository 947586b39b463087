"""The picture of a bulletin's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.bulletins.composing import group_name, percent
from banyan.rules.wording import yuan


def by_county(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """An ECharts option of the counties' progress (millionths), the time elapsed as a line, and the
    same as rows of a table."""
    figures = content["figures"]
    shown = [row["code"] for row in content["counties"] if row["rank"]]
    names = {code: group_name("county", code, language) for code in shown}
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "percent"},
        "grid": {"left": 8, "right": 32, "top": 24, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "max": 1_000_000, "axisLabel": {"formatter": "percent"}},
        "yAxis": {"type": "category", "data": list(names.values()), "inverse": True},
        "series": [
            {
                "name": _("Progress"),
                "type": "bar",
                "barMaxWidth": 22,
                "data": [figures[f"county-{code}-progress"] for code in shown],
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {"formatter": percent(content["elapsed"]["share"])},
                    "data": [{"xAxis": content["elapsed"]["share"]}],
                },
            }
        ],
    }
    return {
        "option": option,
        "caption": _("Progress of payment by county; the line is the time elapsed"),
        "headers": [_("County"), _("Approved (yuan)"), _("Paid (yuan)"), _("Progress")],
        "rows": [
            [
                names[code],
                yuan(figures[f"county-{code}-approved"]),
                yuan(figures[f"county-{code}-paid"]),
                percent(figures[f"county-{code}-progress"]),
            ]
            for code in shown
        ],
    }

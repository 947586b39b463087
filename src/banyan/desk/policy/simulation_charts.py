"""The picture of what a change would cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from banyan.rules.articles import Words
from banyan.rules.wording import yuan

DRAWN = 12
"""Measures that are drawn; the table has them all."""


def by_measure(result: Mapping[str, Any], words: Mapping[str, Words], language: str) -> Any:
    """An ECharts option: money before and after (fen) of the measures that change most."""
    rows = sorted(result["measures"], key=lambda row: -abs(row["difference"]))[:DRAWN]
    rows.reverse()  # the first from above
    return {
        "tooltip": {"trigger": "axis", "valueFormatter": "yuan"},
        "legend": {"data": [_("before"), _("after")], "top": 0},
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "splitNumber": 3, "axisLabel": {"formatter": "yuan"}},
        "yAxis": {
            "type": "category",
            "data": [words[row["measure"]][language] for row in rows],
        },
        "series": [
            {"name": name, "type": "bar", "data": [row[side] for row in rows]}
            for name, side in ((_("before"), "before"), (_("after"), "after"))
        ],
    }


def signed_yuan(fen: int) -> str:
    """A difference in yuan: ``+1,234.56``, ``−1,234.56``, ``0.00``."""
    if fen < 0:
        return f"−{yuan(-fen)}"
    return f"+{yuan(fen)}" if fen else yuan(0)

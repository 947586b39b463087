"""The pictures of coverage; keys as the tag ``chart`` takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.ui.templatetags.ui import percent
from banyan.desk.visits.coverage import Covered


def shares(rows: Sequence[Covered], head: str) -> dict[str, Any]:
    """Bars: the enterprises visited this year, and those that were not, one row each."""
    names = [one.name for one in rows]
    visited = [one.year for one in rows]
    waiting = [one.responsible - one.year for one in rows]
    said = [_("visited this year"), _("not yet visited")]
    return {
        "option": {
            "legend": {},
            "tooltip": {"trigger": "axis"},
            "xAxis": {"type": "value", "minInterval": 1},
            "yAxis": {"type": "category", "data": names, "inverse": True},
            "series": [
                {"type": "bar", "stack": "all", "name": name, "data": data}
                for name, data in zip(said, (visited, waiting), strict=True)
            ],
        },
        "headers": [head, *said, _("Share")],
        "rows": [
            (one.name, one.year, one.responsible - one.year, percent(one.share)) for one in rows
        ],
    }


def months(found: Sequence[tuple[date, int, int]]) -> dict[str, Any]:
    """Visits and enterprises visited, month by month."""
    said = [pgettext("how many", "Visits"), _("Enterprises visited")]
    return {
        "option": {
            "legend": {},
            "tooltip": {"trigger": "axis"},
            "xAxis": {"type": "category", "data": [f"{month:%Y-%m}" for month, *_rest in found]},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [
                {"type": "bar", "name": said[0], "data": [visits for _m, visits, _e in found]},
                {"type": "line", "name": said[1], "data": [one for _m, _v, one in found]},
            ],
        },
        "headers": [_("Month"), *said],
        "rows": [(f"{month:%Y-%m}", visits, one) for month, visits, one in found],
    }

"""The picture of how many tasks of each light there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.tasks.counting import Row
from banyan.desk.tasks.lights import NAMES, Colour

MOST_BARS = 10


def by_light(rows: Sequence[Row], head: str) -> dict[str, Any]:
    """Bars of the first rows, under ``head`` in the table. Keys as the tag ``chart`` takes them."""
    shown = rows[:MOST_BARS]
    names = [row.name for row in shown]
    parts = (
        ("red", str(NAMES[Colour.RED]), "#d63939"),
        ("yellow", str(NAMES[Colour.YELLOW]), "#f59f00"),
        ("green", str(NAMES[Colour.GREEN]), "#2fb344"),
        ("done", _("finished"), "#98a4b3"),
    )
    return {
        "option": {
            "legend": {},
            "xAxis": {"type": "value", "minInterval": 1},
            "yAxis": {
                "type": "category",
                "data": names,
                "inverse": True,
                "axisLabel": {"interval": 0},
            },
            "series": [
                {
                    "type": "bar",
                    "stack": "tasks",
                    "name": name,
                    "itemStyle": {"color": colour},
                    "data": [getattr(row, code) for row in shown],
                }
                for code, name, colour in parts
            ],
        },
        "headers": [head, *(name for _code, name, _colour in parts)],
        "rows": [
            [row.name, *(getattr(row, code) for code, _name, _colour in parts)] for row in shown
        ],
    }

"""The picture of how regular reception days are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.receptions.regularity import MonthOfCounty


def by_county(rows: Sequence[tuple[str, Sequence[MonthOfCounty]]]) -> dict[str, Any]:
    """Bars: the enterprises heard in the year, county by county, and of them those whose problem
    went to the ledger. Keys as the tag ``chart`` takes them."""
    names = [name for name, _months in rows]
    heard = [sum(one.heard for one in months) for _name, months in rows]
    recorded = [sum(one.recorded for one in months) for _name, months in rows]
    return {
        "option": {
            "legend": {},
            "xAxis": {"type": "value", "minInterval": 1},
            "yAxis": {"type": "category", "data": names, "inverse": True},
            "series": [
                {"type": "bar", "name": _("heard"), "data": heard},
                {"type": "bar", "name": _("to the ledger"), "data": recorded},
            ],
        },
        "headers": [_("County"), _("heard"), _("to the ledger")],
        "rows": list(zip(names, heard, recorded, strict=True)),
    }

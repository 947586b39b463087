"""The picture of a year's amounts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.benefits.page import Page
from banyan.rules.wording import yuan


def by_measure(page: Page) -> dict[str, Any]:
    """An ECharts option of the amounts by measure (fen), and the same as rows of a table."""
    shown = [one for one in page.yours if not one.open]
    names = [one.measure.words for one in shown]
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "yuan"},
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "splitNumber": 3, "axisLabel": {"formatter": "yuan"}},
        "yAxis": {
            "type": "category",
            "data": names,
            "inverse": True,
            "axisLabel": {"width": 150, "overflow": "break"},
        },
        "series": [{"type": "bar", "data": [one.amount for one in shown], "barMaxWidth": 22}],
    }
    rows = [[name, yuan(one.amount)] for name, one in zip(names, shown, strict=True)]
    return {
        "option": option,
        "headers": [_("Measure"), _("Yuan")],
        "rows": [*rows, [_("In all"), yuan(page.total)]],
    }

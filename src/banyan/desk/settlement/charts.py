"""The pictures of a run."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.records import labels
from banyan.desk.settlement.totals import Table
from banyan.rules.wording import yuan

DRAWN = 15
"""Measures that are drawn; the table has them all."""


def by_measure(table: Table) -> dict[str, Any]:
    """An ECharts option of the amounts (fen) of the measures that give most, by county, and the
    amounts of all measures as rows of a table."""
    measures = sorted(table.measures, key=lambda one: -table.measure(one).amount)
    measures = [one for one in measures if table.measure(one).amount]
    drawn = measures[:DRAWN]
    words = {one: labels.word_label("measure", one) for one in measures}
    series = []
    for county in table.counties:
        cells = [table.cells.get((measure, county)) for measure in drawn]
        amounts = [0 if cell is None else cell.amount for cell in cells]
        if any(amounts):
            series.append(
                {
                    "name": labels.word_label("county", county),
                    "type": "bar",
                    "stack": "all",
                    "data": amounts,
                    "barMaxWidth": 22,
                }
            )
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "yuan"},
        "legend": {"type": "scroll", "top": 0},
        "grid": {"left": 8, "right": 24, "top": 40, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "splitNumber": 3, "axisLabel": {"formatter": "yuan"}},
        "yAxis": {
            "type": "category",
            "data": [words[one] for one in drawn],
            "inverse": True,
            "axisLabel": {"width": 150, "overflow": "break"},
        },
        "series": series,
    }
    rows = [[words[one], yuan(table.measure(one).amount)] for one in measures]
    return {
        "option": option,
        "headers": [_("Measure"), _("Yuan")],
        "rows": [*rows, [_("In all"), yuan(table.whole.amount)]],
    }

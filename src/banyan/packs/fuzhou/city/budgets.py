"""What the city set aside for its fund of software."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from banyan.packs.fuzhou.city.recognitions import honours_of_a_list

if TYPE_CHECKING:
    from banyan.packs.fuzhou.city.organizations import Organizations

YUAN_OF_AN_HONOUR = 2_000_000
"""For each place in one list: the honours of three lists and the competitions beside them."""
YUAN_OF_AN_ORGANIZATION = 5_700
PERCENT_OF_NEED = {2025: 90, 2026: 80, 2027: 150, 2029: 40, 2030: 120}
"""The budget as a part of what a year like 2026 is expected to need; 2028 has none set."""


def budgets(city: Organizations) -> pl.DataFrame:
    honours = YUAN_OF_AN_HONOUR * honours_of_a_list(city.total)
    need = honours + YUAN_OF_AN_ORGANIZATION * city.total  # yuan; times percent it is fen
    return pl.DataFrame(
        {
            "year": list(PERCENT_OF_NEED),
            "fund": ["software"] * len(PERCENT_OF_NEED),
            "amount": [need * percent for percent in PERCENT_OF_NEED.values()],
        }
    )

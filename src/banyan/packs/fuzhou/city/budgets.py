"""What the city set aside for its fund of software."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from banyan.packs.fuzhou.city.organizations import Organizations

ONCE_YUAN = 2_200_000
YUAN_OF_AN_ORGANIZATION = 5_700
OF_NEED = {2025: 0.9, 2026: 0.8, 2027: 1.5, 2029: 0.4, 2030: 1.2}
"""The budget as a part of what a year like 2026 is expected to need; 2028 has none set."""


def budgets(city: Organizations) -> pl.DataFrame:
    need = 100 * (ONCE_YUAN * round(city.total**0.3) + YUAN_OF_AN_ORGANIZATION * city.total)
    return pl.DataFrame(
        {
            "year": list(OF_NEED),
            "fund": ["software"] * len(OF_NEED),
            "amount": [round(need * part) for part in OF_NEED.values()],
        }
    )

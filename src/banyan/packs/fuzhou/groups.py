"""By what the city looks at its results: county, industry, size and recognition."""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import holds
from banyan.rules.grouping import ByColumn, ByStatus, Grouping

GROUPINGS: tuple[Grouping, ...] = (
    ByColumn("county", column="county", words=("words", "county")),
    ByColumn("industry", column="industry", letters=1, words=("sections",)),
    ByColumn("size", column="size", words=("words", "size")),
    ByStatus(
        "recognition",
        tuple(
            (kind, holds(kind)) for kind in ("little_giant", "srdi", "innovative_sme", "chain_key")
        ),
        words=("words", "kind"),
    ),
)
"""An organization counts under the first recognition that it holds in the year."""

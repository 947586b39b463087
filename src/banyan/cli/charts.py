"""Bars as inline SVG: no script, no address, readable on a wide screen and on a telephone.

Lengths are percentages of whatever width there is, while texts keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from banyan.cli.money import Scale

_LONGEST = 68
"""Percent of the width that the longest bar takes; its figure stands to the right of it."""
_HEIGHT = 58
_BAR = 12


@dataclass(frozen=True)
class Pair:
    """What one bar stands for: money in fen, before and after."""

    label: str
    before: int
    after: int


def paired_bars(pairs: Sequence[Pair], scale: Scale, title: str, sides: tuple[str, str]) -> str:
    """Two bars for each pair, one below the other, with their figures."""
    longest = max((max(pair.before, pair.after) for pair in pairs), default=0)
    height = _HEIGHT * len(pairs)
    drawn = [
        f'<svg class="bars" width="100%" height="{height}" role="img" aria-label="{escape(title)}">'
    ]
    for number, pair in enumerate(pairs):
        top = number * _HEIGHT
        drawn.append(f'<text class="label" x="0" y="{top + 15}">{escape(pair.label)}</text>')
        for name, amount, y in (
            ("before", pair.before, top + 22),
            ("after", pair.after, top + 36),
        ):
            side = sides[0] if name == "before" else sides[1]
            length = _length(amount, longest)
            figure = scale.show(amount)
            hover = escape(f"{pair.label} · {side}: {figure} {scale.unit}")
            drawn.append(
                f'<rect class="{name}" x="0" y="{y}" width="{length}%" height="{_BAR}" rx="2">'
                f"<title>{hover}</title></rect>"
                f'<text class="figure {name}" x="{length}%" dx="6" y="{y + 10}">'
                f"{escape(figure)}</text>"
            )
    drawn.append("</svg>")
    return "".join(drawn)


def _length(amount: int, longest: int) -> str:
    if amount <= 0:
        return "0"
    hundredths = max(amount * _LONGEST * 100 // longest, 30)
    return f"{hundredths // 100}.{hundredths % 100:02d}"

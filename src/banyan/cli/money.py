"""Money as people read it. All text is made from whole fen; nothing passes through a float."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MINUS = "\u2212"


def yuan(fen: int) -> str:
    """Exact, for files and pipes: ``-1234.50``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped(fen: int, *, signed: bool = False) -> str:
    """Exact, for people: ``1,234.50``; where ``signed`` also ``+1,234.50``."""
    return _sign(fen, signed) + f"{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def percent(part: int, whole: int) -> str:
    """``part`` in ``whole`` with a sign and one place, to the nearest; empty where whole is 0."""
    if whole == 0:
        return ""
    tenths = (abs(part) * 1000 * 2 + whole) // (2 * whole)
    return f"{_sign(part, True)}{tenths // 10:,}.{tenths % 10}%"


@dataclass(frozen=True)
class Scale:
    """The unit in which all money of a page is shown, ``fen`` of it, with so many ``places``."""

    fen: int
    places: int
    unit: str

    def show(self, fen: int, *, signed: bool = False) -> str:
        """To the nearest; what is too small to be seen is shown as less than one last place."""
        sign = _sign(fen, signed)
        step = self.fen // 10**self.places
        rounded = (abs(fen) * 2 + step) // (2 * step)
        if fen != 0 and rounded == 0:
            return f"{sign}<{self._decimal(1)}"
        return sign + self._decimal(rounded)

    def _decimal(self, steps: int) -> str:
        whole, rest = divmod(steps, 10**self.places)
        return f"{whole:,}.{rest:0{self.places}d}"


SCALES = {
    "zh": (Scale(100, 2, "元"), Scale(1_000_000, 2, "万元"), Scale(10_000_000_000, 2, "亿元")),
    "en": (Scale(100, 2, "yuan"), Scale(100_000_000, 3, "million yuan")),
}
LARGE = {
    "zh": (0, 10_000_000, 10_000_000_000_000),
    "en": (0, 100_000_000),
}
"""From how many fen on, by the largest amount of a page, each scale is used."""


def scale_for(amounts: Iterable[int], language: str) -> Scale:
    largest = max((abs(amount) for amount in amounts), default=0)
    fitting = [
        scale
        for scale, least in zip(SCALES[language], LARGE[language], strict=True)
        if largest >= least
    ]
    return fitting[-1]


def _sign(fen: int, signed: bool) -> str:
    if fen < 0:
        return MINUS
    return "+" if signed and fen > 0 else ""

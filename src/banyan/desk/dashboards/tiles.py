"""Where each county's tile lies: a map reduced to who is whose neighbour, north above."""

from __future__ import annotations

from collections.abc import Iterable

PLACES = {
    "350100": (0, 0),
    "350123": (3, 0),
    "350124": (0, 1),
    "350121": (1, 1),
    "350111": (2, 1),
    "350122": (3, 1),
    "350102": (1, 2),
    "350103": (2, 2),
    "350105": (3, 2),
    "elsewhere": (0, 2),
    "350125": (0, 3),
    "350104": (1, 3),
    "350181": (2, 3),
    "350112": (3, 3),
}
"""Column and row by county; the city itself in the corner, what is elsewhere at the edge."""


def places(counties: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Where the tiles lie; counties without a place of their own come in rows below."""
    found: dict[str, tuple[int, int]] = {}
    rest = []
    for county in counties:
        if county in PLACES:
            found[county] = PLACES[county]
        else:
            rest.append(county)
    width = 1 + max((column for column, _row in PLACES.values()), default=0)
    below = 1 + max((row for _column, row in found.values()), default=-1)
    for number, county in enumerate(rest):
        found[county] = (number % width, below + number // width)
    return found

"""Many keys of rows in few characters: ``1-20,35``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def ranges(keys: Iterable[int]) -> str:
    """The keys, sorted and each once, as ranges."""
    found: list[list[int]] = []
    for key in sorted(set(keys)):
        if found and key == found[-1][1] + 1:
            found[-1][1] = key
        else:
            found.append([key, key])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def expanded(text: str) -> Iterator[int]:
    """The keys of ``ranges``, in order."""
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)

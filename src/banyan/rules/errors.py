"""What can be wrong with a pack or with facts."""

from __future__ import annotations

from dataclasses import dataclass


class PackError(Exception):
    """A pack that does not hold together; the message names the place."""


class UsageError(Exception):
    """A request that cannot be carried out as it was put (a year out of force, an unknown key)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a fact set.

    ``row`` 1 is the first data row, 0 the header or the file. ``column`` is ``None`` where the
    whole row or file is at fault. ``value`` is what stands there, as text. ``more`` counts the
    further faults of the same kind that are not listed one by one.
    """

    table: str
    row: int
    column: str | None
    value: str | None
    expected: str
    key: str | None = None
    more: int = 0


class FactsError(Exception):
    """Facts that do not hold together, with every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        total = sum(1 + fault.more for fault in faults)
        super().__init__(f"{total} {'fault' if total == 1 else 'faults'} in the facts")

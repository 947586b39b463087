"""What becomes of a line."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """``GRANTED`` also stands for a line that is still standing while the steps go on."""

    GRANTED = 0
    CAPPED_OUT = 1
    SUPERSEDED = 2
    OVER_QUOTA = 3
    INELIGIBLE = 4

    @property
    def word(self) -> str:
        return self.name.lower()

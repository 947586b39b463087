"""One organization settled by itself, against what others have."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.rules.boards import Boards


@dataclass(frozen=True)
class Alone:
    """The organization in ``row``, of credit code ``uscc``; ``rivals`` are all others."""

    row: int
    uscc: str
    rivals: Boards

"""How far work in the background is. It stands in a file, since what a transaction writes nobody
sees before its end."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

SILENT = 60
"""Seconds after which work that says nothing is held for dead."""


@dataclass(frozen=True)
class Progress:
    """Said by whoever works, read by the page that waits. ``path`` is the file."""

    path: Path

    def say(self, done: int, total: int) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        new.write_text(f"{done} {total}")
        new.replace(self.path)

    def said(self) -> tuple[int, int, float]:
        """How much is done, how much there is in all, and when that was said (seconds of the
        epoch); zeros for nothing."""
        try:
            done, total = self.path.read_text().split()
            return int(done), int(total), self.path.stat().st_mtime
        except (FileNotFoundError, ValueError):
            return 0, 0, 0.0

    def is_silent(self, since: float) -> bool:
        """Whether nothing was said for long, nor is ``since`` (seconds of the epoch) recent."""
        return time.time() - max(self.said()[2], since) > SILENT

    def forget(self) -> None:
        """Removes what was said."""
        self.path.unlink(missing_ok=True)

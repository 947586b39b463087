"""A child of the process that serves ends with it, however that ended."""

from __future__ import annotations

import os
import signal
import threading
import time

EVERY = 1.0
"""Seconds between two looks."""


def end_with_parent() -> None:
    """From now on this process ends itself (SIGTERM) when its parent has gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(EVERY)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()

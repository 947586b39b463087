"""A child of the process that serves ends with it, however that ended."""

from __future__ import annotations

import os
import signal
import threading
import time

EVERY = 1.0
"""Seconds between two looks."""


PARENT = "BANYAN_SERVED_BY"
"""The variable by which the parent tells its number: it may be gone before the child looks."""


def environment_of_child() -> dict[str, str]:
    """What a child of this process is started with."""
    return {**os.environ, PARENT: str(os.getpid())}


def end_with_parent() -> None:
    """From now on this process ends itself (SIGTERM) when its parent has gone, at once where it
    has gone already."""
    parent = int(os.environ.get(PARENT, os.getppid()))

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(EVERY)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()

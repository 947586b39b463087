"""The web server: gunicorn on a socket that it inherits, as many processes as there are cores.

``python -m banyan.desk.operations.web DESCRIPTOR``
"""

from __future__ import annotations

import os
import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from banyan.desk.operations.parent import end_with_parent

MOST_PROCESSES = 8
THREADS = 4
"""Requests at a time in each process."""


class Server(BaseApplication):  # type: ignore[misc]
    """Each process loads the desk by itself: the threads of Polars do not survive a fork."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        super().__init__()

    def load_config(self) -> None:
        from banyan.desk.settings import LOGGING

        wanted = {
            "bind": f"fd://{self._descriptor}",
            "worker_class": "gthread",
            "workers": min(os.cpu_count() or 1, MOST_PROCESSES),
            "threads": THREADS,
            "timeout": 120,
            "graceful_timeout": 20,
            # Longer than people think between two pages, and than a proxy keeps a connection that
            # it uses again: what is closed at the very moment of a request fails it.
            "keepalive": 75,
            # Now and then a fresh process, not all at once, against leaks of what we build on.
            "max_requests": 20_000,
            "max_requests_jitter": 5_000,
            "control_socket_disable": True,
            "logconfig_dict": {
                **LOGGING,
                "loggers": {"gunicorn.error": {"level": "INFO", "propagate": True}},
            },
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return import_app("banyan.desk.wsgi:application")


if __name__ == "__main__":
    end_with_parent()
    Server(int(sys.argv[1])).run()

"""Fills the demo while it is served, in a process of its own: what its people have done is done on
earlier days, and the days of this process are theirs.

``python -m banyan.desk.operations.demo_filling ORIGIN``
"""

from __future__ import annotations

import sys

from banyan.desk import start
from banyan.desk.operations.parent import end_with_parent

PAUSE = 0.2
"""Seconds after each step: longer than SQLite waits between two tries to write."""


def main() -> None:
    end_with_parent()
    start()
    from django.conf import settings
    from django.utils import timezone

    from banyan.desk.operations import demo

    demo.fill(settings.DATA, timezone.localdate(), sys.argv[1], PAUSE)


if __name__ == "__main__":
    main()

"""What happens by itself when a day begins. Other parts join in with ``every_day``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from banyan.desk.audit import Actor

_listeners: list[Callable[[Actor, date], None]] = []


def every_day(listener: Callable[[Actor, date], None]) -> None:
    """Has ``listener`` called once a day, soon after its beginning, with the system as the actor
    (via ``task``). It may be called twice for a day: after a worker died."""
    _listeners.append(listener)

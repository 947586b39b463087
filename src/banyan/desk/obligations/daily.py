"""What happens by itself when a day begins. Other parts join in with ``every_day``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import structlog
from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.obligations.models import DutyDone

log = structlog.get_logger(__name__)

Listener = Callable[[Actor, date], None]

FORGOTTEN_AFTER = timedelta(days=400)
"""So long it is known which day's duties were done."""

_listeners: dict[str, Listener] = {}


def every_day(listener: Listener) -> None:
    """Has ``listener`` called once a day, soon after its beginning in the desk's time zone, with
    the system as the actor (via ``task``).

    It is called for the present day only: after days without a worker it does what has become
    due since. It may be called twice for a day, after a worker died, and is called again later
    on the same day where it raised; so it calls actions, and what they did it finds done."""
    _listeners[f"{listener.__module__}.{listener.__qualname__}"] = listener


class DutyError(Exception):
    """Some duties of the day failed; each has been logged, and the others are done."""


def run_due() -> None:
    """Calls every listener that has not done its duty today. The worker calls this all the time.
    Raises DutyError."""
    day = timezone.localdate()
    done = set(DutyDone.objects.filter(day=day).values_list("duty", flat=True))
    failed = []
    for name, listener in list(_listeners.items()):
        if name in done:
            continue
        try:
            listener(Actor(origin=Origin(via="task")), day)
        except Exception:
            log.exception("a duty of the day failed", duty=name, day=day.isoformat())
            failed.append(name)
        else:
            DutyDone.objects.get_or_create(day=day, duty=name)
    if not done:
        DutyDone.objects.filter(day__lt=day - FORGOTTEN_AFTER).delete()
    if failed:
        raise DutyError(", ".join(failed))

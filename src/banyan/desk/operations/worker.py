"""The task worker: ``django_tasks_db``'s, with a sign of life, a second chance, and a pulse that
does what no task asks for: the duties of the day, and what is to leave the desk.

A task that was under way when its worker died is run again, at most ``CHANCES`` times in all; so
a task does its work in a transaction and may be run twice. There is one worker a desk.

``python -m banyan.desk.operations.worker``
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from banyan.desk import start
from banyan.desk.operations.parent import end_with_parent

log = structlog.get_logger(__name__)

CHANCES = 3
BEATS_EVERY = 5.0
"""Seconds."""

LOOKS_EVERY = 3.0
"""Seconds between two looks at what is due."""

AFTER_FAULT = 300.0
"""Seconds before what failed is tried again."""

ENDS_WITHIN = 25.0
"""Seconds that a message which is being sent may take when the worker ends."""

SIGN_OF_LIFE = "worker-alive"
"""The file of the data folder whose time the worker sets. No row of the database: a long import
would hold it up."""


def seconds_since_sign_of_life(data: Path) -> float | None:
    """``None`` where no worker has run."""
    try:
        return max(time.time() - (data / SIGN_OF_LIFE).stat().st_mtime, 0.0)
    except FileNotFoundError:
        return None


def show_life(data: Path) -> None:
    """A thread that shows that the process lives."""

    def beat() -> None:
        while True:
            (data / SIGN_OF_LIFE).touch()
            time.sleep(BEATS_EVERY)

    threading.Thread(target=beat, name="sign of life", daemon=True).start()


class Pulse:
    """A thread that looks, as long as the worker runs, whether a duty of the day or something to
    send is due. Both are asked of the database, so that nothing is missed when no worker ran, and
    nothing is sent that was not committed."""

    def __init__(self, every: float = LOOKS_EVERY) -> None:
        self._every = every
        self._ended = threading.Event()
        self._pauses: dict[str, float] = {}
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Lets what is being sent be finished."""
        self._ended.set()
        self._thread.join(ENDS_WITHIN)

    def _run(self) -> None:
        from django.db import connections

        try:
            while not self._ended.wait(self._every):
                self.beat()
        finally:
            connections.close_all()

    def beat(self) -> None:
        from django.db import close_old_connections

        from banyan.desk.messaging import dispatching
        from banyan.desk.obligations import daily

        close_old_connections()
        self._unless_it_failed("duties", daily.run_due)
        self._unless_it_failed(
            "sending", lambda: dispatching.send_due(lambda: not self._ended.is_set())
        )
        close_old_connections()

    def _unless_it_failed(self, name: str, do: Callable[[], object]) -> None:
        """What failed is left alone for a while."""
        if time.monotonic() < self._pauses.get(name, 0.0):
            return
        try:
            do()
        except Exception:
            log.exception("the pulse of the worker failed", at=name)
            self._pauses[name] = time.monotonic() + AFTER_FAULT


def give_second_chances() -> int:
    """Puts back what a worker that died was at; the number of such tasks."""
    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    begun = list(DBTaskResult.objects.running())
    for result in begun:
        if len(result.worker_ids) < CHANCES:
            result.status = TaskResultStatus.READY
            result.save(update_fields=["status"])
        else:
            result.status = TaskResultStatus.FAILED
            result.finished_at = timezone.now()
            result.traceback = "its worker died while it ran"
            result.save(update_fields=["status", "finished_at", "traceback"])
    return len(begun)


def main() -> None:
    end_with_parent()
    start()
    from django.conf import settings
    from django.core.management import call_command

    show_life(settings.DATA)
    give_second_chances()
    pulse = Pulse()
    try:
        call_command("db_worker", queue_name="*", interval=0.5, startup_delay=False)
    finally:
        pulse.end()


if __name__ == "__main__":
    main()

"""The task worker: ``django_tasks_db``'s, with a sign of life and a second chance.

A task that was under way when its worker died is run again, at most ``CHANCES`` times in all; so
a task does its work in a transaction and may be run twice. There is one worker a desk.

``python -m banyan.desk.operations.worker``
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from banyan.desk import start
from banyan.desk.operations.parent import end_with_parent

CHANCES = 3
BEATS_EVERY = 5.0
"""Seconds."""

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
    call_command("db_worker", queue_name="*", interval=0.5, startup_delay=False)


if __name__ == "__main__":
    main()

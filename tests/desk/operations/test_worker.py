"""What a worker that died was at is run again, and given up when it kills every worker."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from banyan.desk.operations.worker import CHANCES, give_second_chances


def result(status: TaskResultStatus, workers: int) -> DBTaskResult:
    made: DBTaskResult = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="banyan.desk.nothing",
        worker_ids=[f"worker {number}" for number in range(workers)],
        backend_name="default",
        run_after=get_date_max(),
        started_at=timezone.now() if workers else None,
        exception_class_path="",
        traceback="",
    )
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "workers", "after"),
    [
        (TaskResultStatus.RUNNING, 1, TaskResultStatus.READY),
        (TaskResultStatus.RUNNING, CHANCES - 1, TaskResultStatus.READY),
        (TaskResultStatus.RUNNING, CHANCES, TaskResultStatus.FAILED),
        (TaskResultStatus.READY, 0, TaskResultStatus.READY),
        (TaskResultStatus.SUCCESSFUL, 1, TaskResultStatus.SUCCESSFUL),
        (TaskResultStatus.FAILED, 1, TaskResultStatus.FAILED),
    ],
)
def test_a_task_has_so_many_chances(
    before: TaskResultStatus, workers: int, after: TaskResultStatus
) -> None:
    made = result(before, workers)
    give_second_chances()
    made.refresh_from_db()
    assert made.status == after
    assert (made.finished_at is not None) == (before != after == TaskResultStatus.FAILED)

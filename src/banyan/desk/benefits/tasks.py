"""What is computed in the background."""

from __future__ import annotations

import structlog
from django_tasks import task

from banyan.desk.audit import Actor, Origin

logger = structlog.get_logger(__name__)


@task()
def recompute(uscc: str, year: int) -> None:
    """Computes an organization's benefits anew, unless they are current by now."""
    from banyan.desk.benefits.keeping import renew
    from banyan.desk.records.models import Organization

    if Organization.objects.filter(pk=uscc).exists():
        renew(uscc, year)


@task()
def settle_city_boards(year: int) -> None:
    """Settles the whole city and keeps its boards."""
    from banyan.desk.benefits.actions import settle_boards

    settle_boards(Actor(origin=Origin(via="task")), year)

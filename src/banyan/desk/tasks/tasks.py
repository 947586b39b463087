"""What a published list asks of the units, in the background: hundreds of obligations."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from banyan.desk.audit import Actor, Origin


def ask_soon() -> None:
    """Has what is due soon asked for once what is being written stands."""
    transaction.on_commit(ask_now.enqueue)


@task()
def ask_now() -> None:
    """What was asked already is left, so a worker may die anywhere and the daily duty goes on."""
    from banyan.desk.tasks.daily import ask

    ask(Actor(origin=Origin(via="task")), timezone.localdate())

"""The steps by which the demo is filled: each in a transaction of its own, once.

A step that was killed leaves nothing and is taken again; the others stand. So the demo can be
filled while it is served, and whoever looks meanwhile waits for one step at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from django.db import transaction

from banyan.desk.audit import Actor, action, log
from banyan.desk.audit.models import Entry
from banyan.desk.people.access import require

STEP = "operations.fill_demo"

Step = tuple[str, Callable[[], object]]
"""A name of its own, and what is done."""


def walk(steps: Iterable[Step], pause: float = 0.0) -> None:
    """Takes the steps that have not been taken, in their order, with ``pause`` seconds after each
    in which others can write."""
    taken = {(entry.after or {}).get("step") for entry in Entry.objects.filter(action=STEP)}
    for name, do in steps:
        if name in taken:
            continue
        with transaction.atomic():
            do()
            finish(Actor(), name)
        time.sleep(pause)


@action(STEP)
def finish(actor: Actor, name: str) -> None:
    """Says that the step is taken, so that no start takes it again."""
    require(actor)
    log("demo", after={"step": name})

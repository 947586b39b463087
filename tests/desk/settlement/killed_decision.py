"""A process that carries out a decision on a run and stops in the middle, to be killed; or looks at
what is there.

python killed_decision.py begin PLACE    prints "there" when it has come to PLACE: awards (some are
                                         made, or posted), told (all but the audit is written)
python killed_decision.py look           prints what is there, as JSON
python killed_decision.py work           is the worker that comes after: it finds what was under way
                                         and does what waits
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import banyan.desk

banyan.desk.start()

from django.core.management import call_command  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from banyan.desk.audit.models import Entry  # noqa: E402
from banyan.desk.audit.verification import verify  # noqa: E402
from banyan.desk.funds.models import Balance  # noqa: E402
from banyan.desk.funds.models import Entry as LedgerEntry  # noqa: E402
from banyan.desk.operations.worker import give_second_chances  # noqa: E402
from banyan.desk.settlement import awarding  # noqa: E402
from banyan.desk.settlement.actions import notices  # noqa: E402
from banyan.desk.settlement.models import Award, Decision, Run  # noqa: E402

BY = {"notice": "settlement.open_notice", "approve": "settlement.approve"}


def begin(place: str) -> None:
    def stop(*_: Any, **__: Any) -> Any:
        print("there", flush=True)
        time.sleep(600)

    if place == "awards":
        awarding.AT_ONCE = 2
        post = awarding.post_rows

        def once(*arguments: Any) -> int:
            posted = post(*arguments)
            stop()
            return posted

        awarding.post_rows = once
    else:
        notices.log = stop
    work()


def look() -> None:
    decision = Decision.objects.get()
    entries = Entry.objects.filter(action=BY[decision.kind])
    carried_out = DBTaskResult.objects.filter(task_path__endswith=".carry_out")
    pots = Balance.objects.order_by().values_list("pot").annotate(Sum("amount"))
    print(
        json.dumps(
            {
                "state": Run.objects.get().state,
                "done": decision.done_at is not None,
                "fault": decision.fault,
                "awards": Award.objects.count(),
                "posted": LedgerEntry.objects.exclude(kind="appropriation").count(),
                "pots": {pot: fen for pot, fen in pots if pot in ("committed", "approved")},
                "by": list(entries.values_list("actor__username", flat=True)),
                "tasks": list(carried_out.values_list("status", flat=True)),
                "breaks": len(list(verify())),
            }
        )
    )


def work() -> None:
    give_second_chances()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


if __name__ == "__main__":
    {"begin": begin, "look": look, "work": work}[sys.argv[1]](*sys.argv[2:])

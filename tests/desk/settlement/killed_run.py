"""A process that computes a run and stops in the middle, to be killed; or looks at what is there.

python killed_run.py begin PLACE    prints "there" when it has come to PLACE: settled (the folder is
                                    written), lines (half of them are in the database)
python killed_run.py look           prints what is there, as JSON
python killed_run.py again          runs the task again
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import banyan.desk

banyan.desk.start()

from banyan.desk.audit.models import Entry  # noqa: E402
from banyan.desk.audit.verification import verify  # noqa: E402
from banyan.desk.settlement import computing, tasks  # noqa: E402
from banyan.desk.settlement.actions import runs  # noqa: E402
from banyan.desk.settlement.models import Line, Run  # noqa: E402


def begin(place: str) -> None:
    def stop(*_: Any) -> Any:
        print("there", flush=True)
        time.sleep(600)

    if place == "settled":
        computing.boards = stop
    else:
        insert = runs.insert_lines

        def half(lines: Any) -> None:
            insert(lines.head(lines.height // 2))
            stop()

        runs.insert_lines = half
    tasks.compute_run.call(Run.objects.get().pk)


def look() -> None:
    run = Run.objects.get()
    found = {
        "state": run.state,
        "lines": Line.objects.count(),
        "amount": run.amount,
        "entries": Entry.objects.filter(action="settlement.record_run").count(),
        "breaks": len(list(verify())),
        "folders": sorted(
            path.name.split(".")[0] + ("…" if "." in path.name else "")
            for path in run.folder.parent.glob("*")
        )
        if run.folder.parent.exists()
        else [],
    }
    print(json.dumps(found))


def again() -> None:
    tasks.compute_run.call(Run.objects.get().pk)


if __name__ == "__main__":
    {"begin": begin, "look": look, "again": again}[sys.argv[1]](*sys.argv[2:])

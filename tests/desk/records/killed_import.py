"""A process that imports a file and stops in the middle, to be killed; or looks at what is there.

python killed_import.py begin FILE    prints "half" when half of the rows are written
python killed_import.py look          prints what is on record, as JSON
python killed_import.py again         begins the work anew
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import banyan.desk

banyan.desk.start()

from banyan.desk.audit import Actor  # noqa: E402
from banyan.desk.audit.models import Entry  # noqa: E402
from banyan.desk.audit.verification import verify  # noqa: E402
from banyan.desk.people.models import Account  # noqa: E402
from banyan.desk.records.importing import actions, preview, tasks  # noqa: E402
from banyan.desk.records.models import FACTS, Import, Revision, Source  # noqa: E402


def begin(file: str) -> None:
    actor = Actor(Account.objects.get(username="city"))
    of = actions.check_import(actor, actions.upload(actor, Path(file), "list.csv"))
    actions.confirm_import(actor, of)

    def stop_halfway(of: Import, done: int, total: int) -> None:
        if done >= total / 2:
            print("half", flush=True)
            time.sleep(600)

    preview.say = stop_halfway
    actions.write_import(actor, of)


def look() -> None:
    of = Import.objects.get()
    found = {
        "state": of.state,
        "orders": FACTS["orders"].objects.count(),
        "revisions": Revision.objects.count(),
        "sources": Source.objects.filter(kind="imported").exclude(note="test").count(),
        "written": Entry.objects.filter(action="records.import").count(),
        "breaks": len(list(verify())),
    }
    print(json.dumps(found))


def again() -> None:
    tasks.begin_write(Actor(Account.objects.get(username="city")), Import.objects.get())


if __name__ == "__main__":
    {"begin": begin, "look": look, "again": again}[sys.argv[1]](*sys.argv[2:])

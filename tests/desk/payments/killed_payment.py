"""Takes awards from a batch to the bank's answer, twice, and kills the process that does it at
every point of every step; prints what is there at the end, as JSON.

A process is started for each try: as the server, which answers a finance officer's request, or as
the worker. It is killed before its first writing statement, then before its second, and so on, and
before and after every commit. Killed, it is begun again as people would: the same page, the same
file. Nothing in the desk knows of it: the points are put on the connection here.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import banyan.desk

banyan.desk.start()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from banyan.desk.audit import Actor, Origin  # noqa: E402
from banyan.desk.audit.verification import verify  # noqa: E402
from banyan.desk.funds.models import Entry  # noqa: E402
from banyan.desk.operations import worker  # noqa: E402
from banyan.desk.payments import tasks  # noqa: E402
from banyan.desk.payments.models import (  # noqa: E402
    BankFile,
    BankResult,
    Batch,
    PaymentFile,
    PaymentOrder,
)
from banyan.desk.people.models import Account  # noqa: E402
from banyan.desk.settlement.models import Award  # noqa: E402
from desk.payments.paying import none_is_overpaid, sums, written  # noqa: E402

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.I)
FOLDER = Path(os.environ["BANYAN_DATA"])


class Killer:
    """Kills the process at the ``at``-th point."""

    def __init__(self, at: int) -> None:
        self.left = at
        commit: Any = connection.commit

        def commit_and_maybe_die() -> None:
            self.point()
            commit()
            self.point()

        connection.commit = commit_and_maybe_die  # type: ignore[method-assign]
        connection.execute_wrappers.append(self)

    def point(self) -> None:
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITES.match(sql):
            self.point()
        return execute(sql, params, many, context)


def _officer(username: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.get(username=username))
    return client


# The steps: each prepares (not killed) and returns what is then done (killed).


def draw_up() -> Callable[[], Any]:
    client = _officer("finance-1")
    return lambda: client.post("/payments/new/", {"year": 2026, "payer": "350100"})


def _act(username: str, act: str) -> Callable[[], Any]:
    client, batch = _officer(username), Batch.objects.latest("pk")
    return lambda: client.post(f"/payments/batches/{batch.pk}/act/", {"act": act})


def check() -> Callable[[], Any]:
    return _act("finance-2", "check")


def make_file() -> Callable[[], Any]:
    return _act("finance-1", "file")


def _content(name: str, *answers: str) -> bytes:
    """The bank's answer to the newest batch; the same, however often it is asked for."""
    path = FOLDER / name
    if not path.exists():
        orders = Batch.objects.latest("pk").orders.order_by("sequence")
        rows = []
        for number, (order, answer) in enumerate(zip(orders, answers, strict=True)):
            half = {"成功": order.amount, "部分成功": order.amount // 2, "失败": 0}[answer]
            rows.append((order.reference, answer, f"{half / 100:.2f}", f"{name} {number}"))
        written(path, [*rows, ("NOBODY", "成功", "5", f"{name} unknown")])
    return path.read_bytes()


def _send(name: str, *answers: str) -> Callable[[], Any]:
    client, content = _officer("finance-1"), _content(name, *answers)

    def send() -> None:
        client.post("/payments/bank/", {"file": SimpleUploadedFile(name, content)})

    return send


def receive() -> Callable[[], Any]:
    """The file is large, as it were: the worker posts it."""
    tasks.SMALL = 0
    return _send("first.csv", "成功", "部分成功", "失败")


def work() -> Callable[[], Any]:
    """The worker: what it finds waiting, and what its day begins with."""
    worker.CHANCES = 1_000

    def run() -> None:
        worker.give_second_chances()
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
        tasks.each_day(Actor(origin=Origin("task")), timezone.localdate())

    return run


def receive_and_post() -> Callable[[], Any]:
    """The file is small: the server posts it; where it did not come to that, the officer presses
    the button."""
    send, client = _send("second.csv", "成功", "成功"), _officer("finance-1")

    def run() -> None:
        send()
        for file in BankFile.objects.filter(state="received"):
            client.post(f"/payments/bank/{file.pk}/post/")

    return run


STEPS = [
    draw_up,
    check,
    make_file,
    receive,
    work,
    draw_up,
    check,
    make_file,
    receive_and_post,
]


def _seen() -> tuple[Any, ...]:
    """How far it is."""
    return (
        list(Batch.objects.order_by("pk").values_list("state", flat=True)),
        list(PaymentOrder.objects.order_by("pk").values_list("state", "paid")),
        list(PaymentFile.objects.order_by("pk").values_list("sha256", flat=True)),
        list(BankFile.objects.order_by("pk").values_list("state", flat=True)),
        BankResult.objects.count(),
        Entry.objects.count(),
        list(Award.objects.order_by("pk").values_list("paid", flat=True)),
    )


def _try(step: Callable[[], Callable[[], Any]], at: int) -> bool:
    """Does a step in a process of its own that is killed at its ``at``-th point; whether it was."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            act = step()
            Killer(at)
            act()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, f"{step.__name__} failed"
    return False


def _warm_up() -> None:
    """Loads what every process would load anew."""
    client = _officer("finance-1")
    for page in ("", "new/", "bank/", "unsettled/"):
        assert client.get(f"/payments/{page}").status_code == 200


def kill_everywhere() -> None:
    _warm_up()
    kills: Counter[str] = Counter()
    faults: list[str] = []
    for number, step in enumerate(STEPS):
        at, before = 0, _seen()
        while _try(step, at):
            kills[f"{number} {step.__name__}"] += 1
            now = _seen()
            # Where it got further, what is left begins anew.
            at, before = (0, now) if now != before else (at + 1, before)
            if len(set(sums())) != 1 or not none_is_overpaid():
                faults.append(f"{step.__name__} killed at {at}: {sums()}")
        if _seen() == before and not kills[f"{number} {step.__name__}"]:
            faults.append(f"{step.__name__} did nothing")
    awards = list(Award.objects.order_by("pk").values_list("amount", "paid"))
    found = {
        "kills": kills,
        "faults": faults,
        "sums": sums(),
        "awards": awards,
        "batches": list(Batch.objects.order_by("pk").values_list("state", flat=True)),
        "orders": list(PaymentOrder.objects.order_by("pk").values_list("state", "amount", "paid")),
        "entries": Counter(Entry.objects.values_list("kind", flat=True)),
        "breaks": len(list(verify())),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": static,
    }
    with override_settings(STORAGES=storages):
        kill_everywhere()

"""A worker that is killed while it opens a notice or approves a run leaves nothing half done; the
one that comes after finds it, and does it once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from banyan.desk.settlement import tasks
from banyan.desk.settlement.actions import decisions
from banyan.desk.settlement.models import Decision
from desk.making import Making
from desk.settlement.cities import MILLION, City

SCRIPT = Path(__file__).with_name("killed_decision.py")
ORGANIZATIONS = 6
AMOUNT = ORGANIZATIONS * 3 * MILLION // 10

Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def city(transactional_db: None, tmp_path: Path, settings: Settings) -> City:
    settings.DATA = settings.MEDIA_ROOT = tmp_path
    city = City(Making())
    for number in range(1, ORGANIZATIONS + 1):
        city.equipment(number)
    return city


@pytest.fixture
def process(city: City, tmp_path: Path, settings: Settings) -> Callable[[str], Run]:
    """Has the decision queued as a desk in service does, and gives how processes of its own are
    begun, on a database that they share with nobody."""

    def decided(kind: str) -> Run:
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        if kind == "notice":
            city.budget()
            decision = decisions.decide(city.first, city.run(), Decision.Kind.NOTICE)
        else:
            run = city.ended(city.noticed())
            decision = decisions.decide(city.second, run, Decision.Kind.APPROVE)
        tasks.go_on(decision)
        more = {"BANYAN_DATA": str(tmp_path)}
        if connection.vendor == "postgresql":
            said: Any = connection.settings_dict
            host = str(said["HOST"]).replace("/", "%2F")
            more["BANYAN_DATABASE_URL"] = f"postgres://{said['USER']}@{host}/{said['NAME']}"
        else:
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM INTO '{tmp_path / 'banyan.sqlite3'}'")
        environment = {**os.environ, **more, "DJANGO_SETTINGS_MODULE": "banyan.desk.settings"}
        return lambda *arguments: subprocess.Popen(
            [sys.executable, str(SCRIPT), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    return decided


def _looked(run: Run) -> dict[str, Any]:
    said, _ = run("look").communicate(timeout=120)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


BEFORE = {
    "notice": {"state": "draft", "awards": 0, "posted": 0, "pots": {"committed": 0, "approved": 0}},
    "approve": {
        "state": "noticed",
        "awards": ORGANIZATIONS,
        "posted": ORGANIZATIONS,
        "pots": {"committed": AMOUNT, "approved": 0},
    },
}
AFTER = {
    "notice": {
        "state": "noticed",
        "posted": ORGANIZATIONS,
        "pots": {"committed": AMOUNT, "approved": 0},
        "by": ["first"],
    },
    "approve": {
        "state": "approved",
        "posted": 2 * ORGANIZATIONS,
        "pots": {"committed": 0, "approved": AMOUNT},
        "by": ["second"],
    },
}


@pytest.mark.parametrize("place", ["awards", "told"])
@pytest.mark.parametrize("kind", ["notice", "approve"])
def test_a_decision_whose_worker_is_killed_is_found_again_and_done_once(
    process: Callable[[str], Run], kind: str, place: str
) -> None:
    run = process(kind)
    worker = run("begin", place)
    assert worker.stdout is not None
    assert any(line.strip() == "there" for line in worker.stdout)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    left = {"done": False, "fault": "", "by": [], "tasks": ["RUNNING"], "breaks": 0}
    assert _looked(run) == BEFORE[kind] | left

    for _ in range(2):
        assert run("work").wait(timeout=120) == 0
    done = {"done": True, "fault": "", "tasks": ["SUCCESSFUL"], "breaks": 0}
    assert _looked(run) == {"awards": ORGANIZATIONS} | AFTER[kind] | done

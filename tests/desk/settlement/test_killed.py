"""A worker that is killed while it computes a run leaves no half of one, and the task completes
when it runs again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection

from banyan.desk.settlement.actions import runs
from desk.making import Making
from desk.settlement.cities import MILLION, YEAR, City

SCRIPT = Path(__file__).with_name("killed_run.py")
ORGANIZATIONS = 6


@pytest.fixture
def environment(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What a process of its own needs to work on a database that it shares with nobody."""
    city = City(Making())
    for number in range(1, ORGANIZATIONS + 1):
        city.equipment(number)
    monkeypatch.setattr(runs, "tasks", SimpleNamespace(compute_run=Mock()))  # no worker here
    runs.start_run(city.first, YEAR)
    more = {"BANYAN_DATA": str(tmp_path)}
    if connection.vendor == "postgresql":
        said: Any = connection.settings_dict
        host = str(said["HOST"]).replace("/", "%2F")
        more["BANYAN_DATABASE_URL"] = f"postgres://{said['USER']}@{host}/{said['NAME']}"
    else:
        path = tmp_path / "banyan.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{path}'")
    return {**os.environ, **more, "DJANGO_SETTINGS_MODULE": "banyan.desk.settings"}


@pytest.fixture
def run(environment: dict[str, str]) -> Callable[..., subprocess.Popen[str]]:
    def run(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(SCRIPT), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    return run


def _looked(run: Callable[..., subprocess.Popen[str]]) -> dict[str, Any]:
    said, _ = run("look").communicate(timeout=120)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


@pytest.mark.parametrize(("place", "left"), [("settled", ["1…"]), ("lines", ["1"])])
def test_a_worker_that_is_killed_leaves_no_half_of_a_run(
    run: Callable[..., subprocess.Popen[str]], place: str, left: list[str]
) -> None:
    process = run("begin", place)
    assert process.stdout is not None
    assert any(line.strip() == "there" for line in process.stdout)
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = _looked(run)
    folders = [name.lstrip("0123456789") for name in found.pop("folders")]
    assert folders == [name.lstrip("0123456789") for name in left]
    assert found == {"state": "computing", "lines": 0, "amount": 0, "entries": 0, "breaks": 0}

    assert run("again").wait(timeout=120) == 0
    found = _looked(run)
    assert [name for name in found.pop("folders") if name.endswith("…")] == []
    assert found == {
        "state": "draft",
        "lines": ORGANIZATIONS,
        "amount": ORGANIZATIONS * 3 * MILLION // 10,
        "entries": 1,
        "breaks": 0,
    }

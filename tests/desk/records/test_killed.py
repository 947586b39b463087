"""A server that is killed during an import leaves nothing half done."""

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

from banyan.desk.people.roles import Role
from desk.making import Making

SCRIPT = Path(__file__).with_name("killed_import.py")
ROWS = 4000


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """What a process of its own needs to work on a database that it shares with nobody."""
    more = {"BANYAN_DATA": str(tmp_path)}
    if connection.vendor == "postgresql":
        said: Any = connection.settings_dict
        host = str(said["HOST"]).replace("/", "%2F")
        more["BANYAN_DATABASE_URL"] = f"postgres://{said['USER']}@{host}/{said['NAME']}"
    else:
        # The tests' own lives in memory: a copy of it, in a file.
        path = tmp_path / "banyan.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{path}'")
    return {**os.environ, **more, "DJANGO_SETTINGS_MODULE": "banyan.desk.settings"}


@pytest.fixture
def city(transactional_db: None) -> Making:
    making = Making()
    making.organization(1)
    making.account(Role.CITY)
    return making


@pytest.fixture
def run(city: Making, environment: dict[str, str]) -> Callable[..., subprocess.Popen[str]]:
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


def test_an_import_that_was_killed_in_the_middle_has_done_nothing_and_can_be_begun_again(
    city: Making, run: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    lines = [f"O{n},{city.credit_code(1)},2026-03-01,5" for n in range(ROWS)]
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["order,uscc,signed_on,amount", *lines, ""]))

    process = run("begin", str(file))
    assert process.stdout is not None
    assert any(line.strip() == "half" for line in process.stdout)
    process.send_signal(signal.SIGKILL)
    process.wait()
    nothing = {"orders": 0, "revisions": 0, "sources": 0, "written": 0, "breaks": 0}
    assert _looked(run) == nothing | {"state": "writing"}

    assert run("again").wait(timeout=120) == 0
    done = {"orders": ROWS, "revisions": ROWS, "sources": 1, "written": 1, "breaks": 0}
    assert _looked(run) == done | {"state": "done"}

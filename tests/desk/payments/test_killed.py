"""Nothing is paid twice, and nothing is lost, whatever is killed when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from desk.making import Making
from desk.payments.paying import Paying

SCRIPT = Path(__file__).with_name("killed_payment.py")
AMOUNTS = (100_000, 200_000, 300_000)


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """What a process of its own needs to work on a database that it shares with nobody."""
    paying = Paying(Making())
    for number, amount in enumerate(AMOUNTS, start=1):
        paying.award(number, amount)
    more = {"BANYAN_DATA": str(tmp_path)}
    if connection.vendor == "postgresql":
        said: Any = connection.settings_dict
        host = str(said["HOST"]).replace("/", "%2F")
        more["BANYAN_DATABASE_URL"] = f"postgres://{said['USER']}@{host}/{said['NAME']}"
    else:
        # The tests' own lives in memory: a copy of it, in a file.
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{tmp_path / 'banyan.sqlite3'}'")
    return {**os.environ, **more, "DJANGO_SETTINGS_MODULE": "banyan.desk.settings"}


def test_killed_at_every_point_of_every_step_each_award_is_paid_exactly_once(
    environment: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["faults"] == []
    assert found["awards"] == [[amount, amount] for amount in AMOUNTS]
    assert found["sums"] == [sum(AMOUNTS)] * 3
    assert found["breaks"] == 0
    # One order each, and one more for the half and for the failure.
    assert [state for state, _amount, _paid in found["orders"]] == [
        "paid",
        "partial",
        "failed",
        "paid",
        "paid",
    ]
    assert sum(paid for _state, _amount, paid in found["orders"]) == sum(AMOUNTS)
    assert found["entries"]["payment"] == 4
    assert found["batches"] == ["closed", "closed"]
    # Every step was killed, and not only at its beginning.
    assert len(found["kills"]) == 9
    assert all(count >= 5 for count in found["kills"].values()), found["kills"]

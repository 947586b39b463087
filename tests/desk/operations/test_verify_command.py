"""``banyan audit verify``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.db import connection

from banyan.cli.audit import command
from banyan.desk.audit import append_only
from banyan.desk.audit.models import FIRST, Entry
from desk.making import Making
from desk.operations.scenarios import SCENARIOS


@pytest.fixture
def entries(making: Making) -> list[Entry]:
    SCENARIOS["operations.load_facts"](making)
    return list(Entry.objects.order_by("number"))


def verify(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["verify", *arguments])
    return done.exit_code, done.output


def test_a_chain_that_holds_shows_its_head(entries: list[Entry]) -> None:
    code, output = verify()
    assert code == 0
    assert output == f"{len(entries)} entries, head {entries[-1].hash}\n"


def test_a_head_that_was_kept_is_looked_for(entries: list[Entry]) -> None:
    assert verify("--head", entries[0].hash)[0] == 0
    assert verify("--head", FIRST)[0] == 0
    code, output = verify("--head", "f" * 64)
    assert code == 1
    assert "the head that was kept is not in the chain" in output


def test_a_break_is_listed(entries: list[Entry]) -> None:
    with connection.cursor() as cursor:
        for statement in append_only.removals(connection.vendor, "audit_entry"):
            cursor.execute(statement)
        cursor.execute("UPDATE audit_entry SET key = '7' WHERE number = 1")
    code, output = verify()
    assert code == 1
    assert "entry 1: was altered" in output

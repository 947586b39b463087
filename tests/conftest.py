"""What the tests of the desk and those with a browser share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from banyan.desk.audit import append_only
from banyan.desk.funds import guards
from desk.making import Making


@pytest.fixture
def making(db: None) -> Making:
    """Makes units, accounts and organizations for a test."""
    return Making()


@pytest.fixture(autouse=True, scope="session")
def _flush_despite_triggers() -> Iterator[None]:
    """A test with real transactions empties every table after itself, which the triggers of
    append-only tables and of the ledger refuse; around that they are taken off and put on again."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(self: BaseDatabaseOperations, sql_list: Any) -> Any:
        with connection.cursor() as cursor:
            for statement in guards.removals(connection.vendor):
                cursor.execute(statement)
            for table in append_only.TABLES:
                for statement in append_only.removals(connection.vendor, table):
                    cursor.execute(statement)
            result = flush(self, sql_list)
            for table in append_only.TABLES:
                for statement in append_only.statements(connection.vendor, table):
                    cursor.execute(statement)
            for statement in guards.statements(connection.vendor):
                cursor.execute(statement)
            cursor.execute("INSERT INTO audit_head VALUES (1, 0, %s)", ["0" * 64])
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_all)
        yield

"""An operation of migrations for SQL that each database says in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.migrations.operations.base import Operation

Statements = Callable[[str], Iterable[str]]
"""From a database's vendor (``sqlite``, ``postgresql``) to its SQL."""


class ByVendor(Operation):
    """Runs ``forwards``, and ``backwards`` to undo it. It needs no model: ``RunPython`` would make
    the classes of all models anew each time, a quarter of the time of a new database."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, forwards: Statements, backwards: Statements) -> None:
        self.forwards, self.backwards = forwards, backwards

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for sql in self.forwards(schema_editor.connection.vendor):
            schema_editor.execute(sql)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for sql in self.backwards(schema_editor.connection.vendor):
            schema_editor.execute(sql)

    def describe(self) -> str:
        return "SQL of the database's own"

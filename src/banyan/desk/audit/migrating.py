"""Operations of migrations that spare Django making the classes of all models anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation

Statements = Callable[[str], Iterable[str]]
"""From a database's vendor (``sqlite``, ``postgresql``) to its SQL."""


class CreateModels(Operation):
    """Makes several models. Django makes the classes anew of all that are related to a model that
    comes, and here nearly all are; this does so once for all that come together."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, *models: CreateModel) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for one in self.models:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for one in reversed(self.models):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {', '.join(one.name for one in self.models)}"


class ByVendor(Operation):
    """Runs SQL that each database says in its own way: ``forwards``, and ``backwards`` to undo it.
    It needs no model, for which ``RunPython`` would make all classes anew."""

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

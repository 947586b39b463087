"""The tables of a new database, made at once as the last migration leaves them.

Migrations change a database that holds something, one step after the other; each step draws all
models of its time anew, which takes most of a minute for a database that holds nothing. There the
tables of today's models are made instead, then everything of the migrations that is not a table:
triggers, search indexes, first rows. What only converts rows is marked ``elidable`` in its
migration, as for squashing, and left out; so is what the libraries' migrations do beside tables.
"""

from __future__ import annotations

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class _Today(ProjectState):
    """The state that every step finds: today's models."""

    apps = apps  # type: ignore[assignment]


def is_new(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database holds no table at all."""
    return not connection.introspection.table_names(include_views=True)


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """All of it or nothing, and every migration recorded as applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with connection.schema_editor(atomic=True) as editor:
        executor.recorder.ensure_schema()
        for model in apps.get_models():  # tables between two models come with the first
            if model._meta.can_migrate(connection) and not model._meta.proxy:
                editor.create_model(model)
        state = _Today()
        for migration, _backwards in plan:
            if type(migration).__module__.startswith("banyan."):
                for operation in migration.operations:
                    if isinstance(operation, RunPython | RunSQL) and not operation.elidable:
                        operation.database_forwards(migration.app_label, editor, state, state)
            executor.recorder.record_applied(migration.app_label, migration.name)

"""Tables to which rows are only added: triggers refuse every update and delete, on both databases.

A migration makes a table so with ``append_only("audit_entry")`` among its operations.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES: list[str] = []
"""The tables that have been made append-only, in order."""


def statements(vendor: str, table: str) -> list[str]:
    """The SQL that makes ``table`` append-only."""
    if vendor == "postgresql":
        return [
            f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql""",
            f"""CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
            f"""CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
        ]
    return [
        f"""CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for verb in ("UPDATE", "DELETE")
    ]


def removals(vendor: str, table: str) -> list[str]:
    """The SQL that undoes ``statements``."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_rows ON {table}",
            f"DROP TRIGGER IF EXISTS {table}_whole ON {table}",
            f"DROP FUNCTION IF EXISTS {table}_refuse",
        ]
    return [f"DROP TRIGGER IF EXISTS {table}_{verb}" for verb in ("update", "delete")]


def append_only(table: str) -> migrations.RunPython:
    """A migration's operation."""
    TABLES.append(table)

    def forwards(apps: Any, schema_editor: Any) -> None:
        for sql in statements(schema_editor.connection.vendor, table):
            schema_editor.execute(sql)

    def backwards(apps: Any, schema_editor: Any) -> None:
        for sql in removals(schema_editor.connection.vendor, table):
            schema_editor.execute(sql)

    return migrations.RunPython(forwards, backwards)
